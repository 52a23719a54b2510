import { languageOf } from '../renderer/i18n/languages.ts'
import { nativeLanguages, nativeWords, type NativeWords } from '../renderer/i18n/native.ts'
import { pluralKey } from '../renderer/i18n/plurals.ts'
import type { Settings } from '../shared/model/settings.ts'

/** All sentences outside the page, in one language. */
export type Words = NativeWords
type Named = Readonly<Record<string, string | number>>

/** Returns the words of a language. `system` takes the first of `wanted` (BCP 47) that Wisdeck has, as in the page. */
export function wordsIn(setting: Settings['language'], wanted: readonly string[]): Words {
  return nativeWords(languageOf(setting, wanted, nativeLanguages))
}

/** Fills the `{name}` placeholders of a sentence. */
export function fill(sentence: string, named: Named): string {
  return sentence.replace(/\{(\w+)\}/g, (placeholder, name: string) => String(named[name] ?? placeholder))
}

/** The names of the counted sentences of a group: the keys without the suffix of the plural form. */
type Counted<Group> = keyof Group extends infer Key ? (Key extends `${infer Name}_other` ? Name : never) : never

/** Fills the sentence of a group that has a form for each plural category. `{n}` is the count. */
export function fillCount<Group extends object>(
  { language }: Words,
  group: Group,
  name: Counted<Group>,
  count: number,
  named: Named = {},
): string {
  const forms = group as Readonly<Record<string, string>>
  const key = pluralKey(name, count, language, (each) => each in forms)
  return fill(forms[key] ?? '', { ...named, n: count })
}
