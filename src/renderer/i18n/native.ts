import { native as en } from './en/native.ts'
import type { Language } from './languages.ts'
import type { Translated } from './translated.ts'
import { native as vi } from './vi/native.ts'

/** The desktop shell's own sentences in one language. */
export type NativeWords = Translated<typeof en>

/** Those of every language: a shell needs them before there is a page, and prints them without vue-i18n. */
export const native: Readonly<Record<Language, NativeWords>> = { en, vi }
