/** Returns `make` with a cache by language. Creating a formatter is too slow to do it for each row of a table. */
export function perLocale<F>(make: (locale: string) => F): (locale: string) => F {
  const made = new Map<string, F>()
  return (locale) => {
    const format = made.get(locale) ?? make(locale)
    made.set(locale, format)
    return format
  }
}

/** A number with its digit groups: `12,345`, `12.345`. */
export const numberIn = perLocale((locale) => new Intl.NumberFormat(locale))

/** A list of words with the commas of the language and without an "and". */
export const listIn = perLocale((locale) => new Intl.ListFormat(locale, { type: 'unit', style: 'short' }))

/** The order that readers of the language expect: `web-9` before `web-12`; case and accents make no difference. */
export const collatorIn = perLocale((locale) => new Intl.Collator(locale, { numeric: true, sensitivity: 'base' }))
