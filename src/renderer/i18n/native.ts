import type { ScreenName } from '../../shared/screens.ts'
import { en } from './en/index.ts'
import type { Language } from './languages.ts'
import type { Translated } from './translated.ts'
import { vi } from './vi/index.ts'

const english = wordsOf(en)

/** The desktop shell's own sentences in one language. */
export type NativeWords = Translated<typeof english>

/** Those of every language: a shell needs them before there is a page, and prints them without vue-i18n. */
export const native: Readonly<Record<Language, NativeWords>> = { en: english, vi: wordsOf(vi) }

type Sections = Translated<Pick<typeof en, 'native' | 'screens' | 'servers' | 'errors'>>

/** Menus, notifications and dialogs, with the page's words for screens, for states of a server and for a failed start. */
function wordsOf({ native, screens, servers, errors }: Sections) {
  const reasons = {
    'storage_in-use': errors['storage_in-use'],
    'storage_read-only': errors['storage_read-only'],
    storage_full: errors.storage_full,
    storage_damaged: errors.storage_damaged,
    storage_newer: errors.storage_newer,
  }
  const titles: Readonly<Record<ScreenName, string>> = screens
  return { ...native, screens: titles, health: servers.status, start: { ...native.start, reasons } }
}
