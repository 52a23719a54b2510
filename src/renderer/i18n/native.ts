/// <reference types="vite/types/importMeta.d.ts" />
import type { ScreenName } from '../../shared/screens.ts'
import type errors from './en/errors.json'
import type native from './en/native.json'
import type servers from './en/servers.json'

// The desktop shell needs its sentences before there is a page, so it includes those of every language.
const own = import.meta.glob<typeof native>('./*/native.json', { eager: true, import: 'default' })
const screens = import.meta.glob<Readonly<Record<ScreenName, string>>>('./*/screens.json', {
  eager: true,
  import: 'default',
})
const health = import.meta.glob<(typeof servers)['status']>('./*/servers.json', { eager: true, import: 'status' })
const failures = import.meta.glob<typeof errors>('./*/errors.json', { eager: true, import: 'default' })

/** The languages of the desktop shell: the folders that have sentences for it. */
export const nativeLanguages = Object.keys(own).map((path) => path.split('/')[1] ?? '')

/** The desktop shell's own sentences in one language. */
export type NativeWords = ReturnType<typeof gather>

const gathered = new Map<string, NativeWords>()

/**
 * Returns the words of menus, notifications and dialogs, with the page's words for screens, for states of a server
 * and for a failed start. The same language always returns the same object, so that callers can see whether the words
 * have changed.
 */
export function nativeWords(language: string): NativeWords {
  const words = gathered.get(language) ?? gather(language)
  gathered.set(language, words)
  return words
}

function gather(language: string) {
  const words = of(own, language, 'native')
  const errors = of(failures, language, 'errors')
  const reasons = {
    'storage_in-use': errors['storage_in-use'],
    'storage_read-only': errors['storage_read-only'],
    storage_full: errors.storage_full,
    storage_damaged: errors.storage_damaged,
    storage_newer: errors.storage_newer,
  }
  return {
    ...words,
    language,
    screens: of(screens, language, 'screens'),
    health: of(health, language, 'servers'),
    start: { ...words.start, reasons },
  }
}

function of<T>(files: Readonly<Record<string, T>>, language: string, section: string): T {
  const found = files[`./${language}/${section}.json`] ?? files[`./en/${section}.json`]
  if (found === undefined) throw new Error(`No sentences: ${section}`)
  return found
}
