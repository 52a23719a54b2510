import { createI18n, useI18n } from 'vue-i18n'
import { en } from './en/index.ts'

export type Catalogue = typeof en

/** Every dotted path that ends at a sentence of the catalogue: a key that does not exist fails the type check. */
export type MessageKey = Leaf<Catalogue>
type Leaf<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaf<T[K]>}` }[keyof T & string]

/** Values for the `{name}` places of a sentence. */
export type Named = Readonly<Record<string, unknown>>

/** The sentences of all languages, as a plugin for the Vue app. English is the fallback of every other language. */
export function createAppI18n() {
  return createI18n({ legacy: false, locale: 'en', fallbackLocale: 'en', messages: { en } })
}

/**
 * Sentences and figures in the user's language.
 * `t(key, named)` prints a sentence; `tn(key, count, named)` picks the plural form ("one | many") and
 * fills `{n}` with the count, grouped by locale; `has(key)` asks for a key that is only known at run time.
 */
export function useText() {
  const { t: print, te, locale } = useI18n({ useScope: 'global' })
  const formatCount = (count: number) => new Intl.NumberFormat(locale.value).format(count)
  return {
    locale,
    t: (key: MessageKey, named: Named = {}): string => print(key, { ...named }),
    tn: (key: MessageKey, count: number, named: Named = {}): string =>
      print(key, { ...named, n: formatCount(count) }, count),
    has: (key: string): key is MessageKey => te(key),
    number: formatCount,
  }
}
