import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * Returns the section of CHANGELOG.md for a version (`1.2.3`), as Markdown without its heading. Throws if there is no
 * such section or it is empty, because a release must have notes.
 */
export function releaseNotes(version: string, changelog = readChangelog()): string {
  const sections = changelog.split(/^## /m).slice(1)
  const section = sections.find((text) => text.split(/\s/, 1)[0] === version)
  const notes = section?.slice(section.indexOf('\n')).trim() ?? ''
  if (notes === '') throw new Error(`CHANGELOG.md says nothing of version ${version}`)
  return notes
}

function readChangelog(): string {
  return readFileSync(join(import.meta.dirname, '..', 'CHANGELOG.md'), 'utf8')
}

/** `node build/release-notes.ts VERSION` prints the notes. */
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.stdout.write(`${releaseNotes(process.argv[2] ?? '')}\n`)
}
