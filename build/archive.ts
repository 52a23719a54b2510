interface Entry {
  readonly files?: Readonly<Record<string, Entry>>
}

/**
 * The paths of all files in an asar archive. It begins with the lengths of its parts and then a JSON tree of folders
 * (github.com/electron/asar, "Format"): the length of that text stands at byte 12, the text at 16.
 */
export function listArchive(bytes: Buffer): readonly string[] {
  const tree = JSON.parse(bytes.toString('utf8', 16, 16 + bytes.readUInt32LE(12))) as Entry
  const walk = (entry: Entry, path: string): readonly string[] =>
    entry.files
      ? Object.entries(entry.files).flatMap(([name, below]) => walk(below, path === '' ? name : `${path}/${name}`))
      : [path]
  return walk(tree, '')
}
