import { en } from './en/index.ts'
import type { Language } from './languages.ts'
import type { Translated } from './translated.ts'
import { vi } from './vi/index.ts'

const english = wordsOf(en)

/** The desktop shell's own sentences in one language. */
export type NativeWords = Translated<typeof english>

/** Those of every language: a shell needs them before there is a page, and prints them without vue-i18n. */
export const native: Readonly<Record<Language, NativeWords>> = { en: english, vi: wordsOf(vi) }

/** Menus, notifications and dialogs, with the page's words for the state of a server and for why a start fails. */
function wordsOf({ native, servers, errors }: Translated<Pick<typeof en, 'native' | 'servers' | 'errors'>>) {
  const reasons = {
    'storage_in-use': errors['storage_in-use'],
    'storage_read-only': errors['storage_read-only'],
    storage_full: errors.storage_full,
    storage_damaged: errors.storage_damaged,
    storage_newer: errors.storage_newer,
  }
  return { ...native, health: servers.status, start: { ...native.start, reasons } }
}
