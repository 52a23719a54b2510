/** The languages of the app, English first: it comes with the app, each other one is fetched when it is chosen. */
export const languages = ['en', 'vi'] as const
export type Language = (typeof languages)[number]

/** Each language by its own name, so that whoever landed in a foreign one finds the way back. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', vi: 'Tiếng Việt' }

/**
 * The first of the user's languages (BCP 47 tags, most wanted first) that the app speaks, in whatever region; else
 * English.
 */
export function systemLanguage(wanted: readonly string[]): Language {
  const spoken = wanted.map((tag) => tag.toLowerCase().split('-')[0])
  return spoken.flatMap((name) => languages.filter((language) => language === name))[0] ?? 'en'
}

/**
 * The tag that figures, dates and times of a language are written by: the user's own region where it is one of the
 * wanted languages (`en-GB` for 26 Nov and 17:24), else the language alone.
 */
export function regionalTag(language: string, wanted: readonly string[]): string {
  return wanted.find((tag) => tag.toLowerCase().split('-')[0] === language) ?? language
}

/**
 * Which arm of "one | many" a count takes. Where grammar tells no number, a catalogue writes one arm and this is not
 * asked.
 */
export function oneOrMany(count: number, arms: number): number {
  return count === 1 ? 0 : arms - 1
}
