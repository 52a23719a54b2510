interface Entry {
  readonly files?: Readonly<Record<string, Entry>>
}

/**
 * Returns the paths of all files in an asar archive. An archive starts with the lengths of its parts, followed by a
 * JSON tree of folders (github.com/electron/asar, "Format"). The length of that text is at byte 12, the text starts at
 * byte 16.
 */
export function listArchive(bytes: Buffer): readonly string[] {
  const tree = JSON.parse(bytes.toString('utf8', 16, 16 + bytes.readUInt32LE(12))) as Entry
  const walk = (entry: Entry, path: string): readonly string[] =>
    entry.files
      ? Object.entries(entry.files).flatMap(([name, below]) => walk(below, path === '' ? name : `${path}/${name}`))
      : [path]
  return walk(tree, '')
}
