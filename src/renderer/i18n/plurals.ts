import { perLocale } from './formats.ts'

/**
 * What the keys of a counted sentence end with: the plural categories of CLDR, as translation tools know them. `single`
 * is for exactly one where that says something else in any language: "{server} is late", "{n} servers are late".
 */
export type PluralForm = Intl.LDMLPluralRule | 'single'

export const pluralRulesIn = perLocale((locale) => new Intl.PluralRules(locale))

/** The key of the form that a language has for a count. `has` asks whether its catalogue has a key. */
export function pluralKey(key: string, count: number, language: string, has: (key: string) => boolean): string {
  if (count === 1 && has(`${key}_single`)) return `${key}_single`
  const form = `${key}_${pluralRulesIn(language).select(count)}`
  return has(form) ? form : `${key}_other`
}
