/// <reference types="vite/types/importMeta.d.ts" />
import { kindNames } from '../../shared/kind-names.ts'
import type { ListedKind } from '../../shared/kinds/index.ts'
import type errors from './en/errors.json'
import type native from './en/native.json'
import type screens from './en/screens.json'
import type servers from './en/servers.json'

// The desktop shell needs its sentences before there is a page, so it includes those of every language.
const nativeFiles = import.meta.glob<typeof native>('./*/native.json', { eager: true, import: 'default' })
const screenFiles = import.meta.glob<typeof screens>('./*/screens.json', { eager: true, import: 'default' })
const kindScreens = import.meta.glob<string>(['./*/kinds/*.json', '!./*/kinds/anonymous.json'], {
  eager: true,
  import: 'screen',
})
const healthFiles = import.meta.glob<(typeof servers)['status']>('./*/servers.json', { eager: true, import: 'status' })
const errorFiles = import.meta.glob<typeof errors>('./*/errors.json', { eager: true, import: 'default' })

/** The languages of the desktop shell: the folders that have sentences for it. */
export const nativeLanguages = Object.keys(nativeFiles).map((path) => path.split('/')[1] ?? '')

/** The sentences that the desktop shell uses, in one language. */
export type NativeWords = ReturnType<typeof collectWords>

const wordsByLanguage = new Map<string, NativeWords>()

/**
 * Returns the words of menus, notifications and dialogs, with the page's words for screens, for states of a server
 * and for a failed start. The same language always returns the same object, so that callers can see whether the words
 * have changed.
 */
export function nativeWords(language: string): NativeWords {
  const words = wordsByLanguage.get(language) ?? collectWords(language)
  wordsByLanguage.set(language, words)
  return words
}

function collectWords(language: string) {
  const words = sentencesOf(nativeFiles, language, 'native')
  const errors = sentencesOf(errorFiles, language, 'errors')
  const reasons = {
    'storage_in-use': errors['storage_in-use'],
    'storage_read-only': errors['storage_read-only'],
    storage_full: errors.storage_full,
    storage_busy: errors.storage_busy,
    storage_damaged: errors.storage_damaged,
    storage_newer: errors.storage_newer,
  }
  return {
    ...words,
    language,
    screens: { ...sentencesOf(screenFiles, language, 'screens'), ...screensOfKinds(language) },
    health: sentencesOf(healthFiles, language, 'servers'),
    start: { ...words.start, reasons },
  }
}

/** The names of the screens of the kinds that panels have lists of. */
const screensOfKinds = (language: string) =>
  Object.fromEntries(kindNames.map((kind) => [kind, sentencesOf(kindScreens, language, `kinds/${kind}`)])) as Readonly<
    Record<ListedKind, string>
  >

function sentencesOf<T>(files: Readonly<Record<string, T>>, language: string, section: string): T {
  const found = files[`./${language}/${section}.json`] ?? files[`./en/${section}.json`]
  if (found === undefined) throw new Error(`No sentences: ${section}`)
  return found
}
