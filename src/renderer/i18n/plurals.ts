import { perLocale } from './formats.ts'

/**
 * The suffixes of the keys of counted sentences: the plural categories of CLDR, which translation tools know.
 * `single` is for exactly one, if any language has a different sentence for it: "{server} is late", "{n} servers are
 * late".
 */
export type PluralForm = Intl.LDMLPluralRule | 'single'

export const pluralRulesIn = perLocale((locale) => new Intl.PluralRules(locale))

/** Returns the key of the plural form for a count. `has` tells whether the language's catalogue has a key. */
export function pluralKey(key: string, count: number, language: string, has: (key: string) => boolean): string {
  if (count === 1 && has(`${key}_single`)) return `${key}_single`
  const form = `${key}_${pluralRulesIn(language).select(count)}`
  return has(form) ? form : `${key}_other`
}
