import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/** A catalogue, or a part of one. */
export interface Tree {
  readonly [key: string]: string | Tree
}

export const catalogueFolder = join(import.meta.dirname, '../../src/renderer/i18n')

/** All sections of a language as they are on the disk, those of the desktop shell too. */
export function catalogueOf(language: string, folder = catalogueFolder): Tree {
  const files = readdirSync(join(folder, language))
  return Object.fromEntries(
    files.map((file) => [
      basename(file, '.json'),
      JSON.parse(readFileSync(join(folder, language, file), 'utf8')) as Tree,
    ]),
  )
}

/** Every sentence of a catalogue by its dotted key. */
export function sentencesOf(tree: Tree, above = ''): readonly (readonly [key: string, sentence: string])[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${above}${key}`, value] as const] : sentencesOf(value, `${above}${key}.`),
  )
}
