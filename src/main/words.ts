import { oneOrMany, systemLanguage } from '../renderer/i18n/languages.ts'
import { native, type NativeWords } from '../renderer/i18n/native.ts'
import type { Settings } from '../shared/model/settings.ts'

/** Every sentence that stands outside the page, in one language. */
export type Words = NativeWords

/**
 * The words of the language that is set; `system` takes the first of `wanted` (BCP 47 tags) that Wisdeck speaks, as the
 * page does.
 */
export function wordsIn(setting: Settings['language'], wanted: readonly string[]): Words {
  return native[setting === 'system' ? systemLanguage(wanted) : setting]
}

/** Fills the `{name}` places of a sentence; of "one | many" it takes the form for `n`, as vue-i18n does. */
export function fill(sentence: string, named: Readonly<Record<string, string | number>>): string {
  const arms = sentence.split(' | ')
  const arm = arms[oneOrMany(Number(named['n']), arms.length)] ?? ''
  return arm.replace(/\{(\w+)\}/g, (place, name: string) => String(named[name] ?? place))
}
