/** One formatter a language: making one costs more than a row of a table may take. */
export function perLocale<F>(make: (locale: string) => F): (locale: string) => F {
  const made = new Map<string, F>()
  return (locale) => {
    const format = made.get(locale) ?? make(locale)
    made.set(locale, format)
    return format
  }
}

/** A figure with its groups: `12,345`, `12.345`. */
export const numberIn = perLocale((locale) => new Intl.NumberFormat(locale))

/** Words in a row, by the commas of the language and without an "and". */
export const listIn = perLocale((locale) => new Intl.ListFormat(locale, { type: 'unit', style: 'short' }))

/** Sorts as a reader of the language expects: `web-9` before `web-12`; capitals are no matter. */
export const collatorIn = perLocale((locale) => new Intl.Collator(locale, { numeric: true, sensitivity: 'base' }))
