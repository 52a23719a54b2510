import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/** A catalogue, or a part of one. */
export interface Tree {
  readonly [key: string]: string | Tree
}

export const catalogueFolder = join(import.meta.dirname, '../../src/renderer/i18n')

/** Reads all sections of a language from the disk, including those of the desktop shell. */
export function catalogueOf(language: string, folder = catalogueFolder): Tree {
  return treeIn(join(folder, language))
}

/** Reads a folder of a catalogue: a file is a section, a folder a section of sections. */
function treeIn(folder: string): Tree {
  return Object.fromEntries(
    readdirSync(folder, { withFileTypes: true }).map((entry): [string, Tree] => {
      const path = join(folder, entry.name)
      return entry.isDirectory()
        ? [entry.name, treeIn(path)]
        : [basename(entry.name, '.json'), JSON.parse(readFileSync(path, 'utf8')) as Tree]
    }),
  )
}

/** Lists every sentence of a catalogue with its dotted key. */
export function sentencesOf(tree: Tree, above = ''): readonly (readonly [key: string, sentence: string])[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${above}${key}`, value] as const] : sentencesOf(value, `${above}${key}.`),
  )
}
