/** The part of a BCP 47 tag that names the language alone. */
const baseOf = (tag: string): string => tag.toLowerCase().split('-')[0] ?? ''

/**
 * The first of the user's languages (BCP 47 tags, most wanted first) that the app speaks, in whatever region; else
 * English.
 */
export function systemLanguage(wanted: readonly string[], spoken: readonly string[]): string {
  const closest = (tag: string) =>
    spoken.find((language) => language.toLowerCase() === tag.toLowerCase()) ??
    spoken.find((language) => baseOf(language) === baseOf(tag))
  return wanted.map(closest).find((language) => language !== undefined) ?? 'en'
}

/** The language that a setting asks for: `system` or a tag. English where the app does not speak it. */
export function languageOf(setting: string, wanted: readonly string[], spoken: readonly string[]): string {
  if (setting === 'system') return systemLanguage(wanted, spoken)
  return spoken.includes(setting) ? setting : 'en'
}

/** A language by its own name, so that a user who landed in a foreign one finds the way back. */
export function languageName(language: string): string {
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1)
}

/**
 * The tag that figures, dates and times of a language are written by: the user's own region where it is one of the
 * wanted languages (`en-GB` for 26 Nov and 17:24), else the language alone.
 */
export function regionalTag(language: string, wanted: readonly string[]): string {
  return wanted.find((tag) => baseOf(tag) === language) ?? language
}
