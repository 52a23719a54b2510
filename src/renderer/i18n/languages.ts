/** The part of a BCP 47 tag that names the language without the region. */
const baseOf = (tag: string): string => tag.toLowerCase().split('-')[0] ?? ''

/** Returns the first of the user's languages (BCP 47, most wanted first) that the app has in any region, or English. */
export function systemLanguage(wanted: readonly string[], available: readonly string[]): string {
  const closest = (tag: string) =>
    available.find((language) => language.toLowerCase() === tag.toLowerCase()) ??
    available.find((language) => baseOf(language) === baseOf(tag))
  return wanted.map(closest).find((language) => language !== undefined) ?? 'en'
}

/** Returns the language for a setting, which is `system` or a tag; English if the app does not have that language. */
export function languageOf(setting: string, wanted: readonly string[], available: readonly string[]): string {
  if (setting === 'system') return systemLanguage(wanted, available)
  return available.includes(setting) ? setting : 'en'
}

/** Returns a language's name in that language, so that users who see a foreign language can still find their own. */
export function languageName(language: string): string {
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1)
}

/**
 * Returns the tag for the numbers, dates and times of a language: the first of the user's tags in that language, which
 * has the user's region (`en-GB` for 26 Nov and 17:24), or else the language itself.
 */
export function regionalTag(language: string, wanted: readonly string[]): string {
  return wanted.find((tag) => baseOf(tag) === language) ?? language
}
