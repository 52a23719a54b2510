import { computed } from 'vue'
import { createI18n, useI18n } from 'vue-i18n'
import { en } from './en/index.ts'
import { compileOnce } from './compile-once.ts'
import { collatorIn, listIn, numberIn } from './formats.ts'
import { oneOrMany, regionalTag, type Language } from './languages.ts'
import type { Translated } from './translated.ts'

export type Catalogue = typeof en

/** Every dotted path that ends at a sentence of the catalogue: a key that does not exist fails the type check. */
export type MessageKey = Leaf<Catalogue>
type Leaf<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaf<T[K]>}` }[keyof T & string]

/** Values for the `{name}` places of a sentence. */
export type Named = Readonly<Record<string, unknown>>

/** The sentences of the languages beyond English, each a file that is fetched when it is wanted. */
const loaders: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Translated<Catalogue>>>> = {
  vi: () => import('./vi/index.ts').then(({ vi }) => vi),
}

/** The sentences of all languages, as a plugin for the Vue app. English is the fallback of every other language. */
export function createAppI18n() {
  return createI18n<false>({
    legacy: false,
    locale: 'en',
    fallbackLocale: 'en',
    messages: { en },
    messageCompiler: compileOnce(),
    pluralRules: { en: oneOrMany, vi: oneOrMany },
  })
}

/** What of vue-i18n's global scope the language is kept in. */
export interface LanguageScope {
  readonly availableLocales: readonly string[]
  setLocaleMessage(locale: string, messages: Translated<Catalogue>): void
  readonly locale: { value: string }
}

/**
 * Fetches what a language needs, once, cron's sentences with it; rejects where that fails, and may then be asked again.
 */
export async function loadLanguage(scope: LanguageScope, language: Language): Promise<void> {
  if (language === 'en' || scope.availableLocales.includes(language)) return
  const cron = import('../../shared/cron/describe.ts').then(({ loadCronLocale }) => loadCronLocale(language))
  const [messages] = await Promise.all([loaders[language](), cron])
  scope.setLocaleMessage(language, messages)
}

/**
 * Sentences in the language of the app, figures and dates as its readers write them where the user is.
 * `t(key, named)` prints a sentence; `tn(key, count, named)` picks the plural form ("one | many") and
 * fills `{n}` with the count, grouped by locale; `has(key)` asks for a key that is only known at run time.
 * `locale` is the BCP 47 tag that `Intl` is to be asked with;
 * `number` groups a figure; `list` joins words by the commas of the language; `compare` sorts by its alphabet.
 */
export function useText() {
  const { t: print, te, locale: language } = useI18n({ useScope: 'global' })
  const locale = computed(() => regionalTag(language.value, navigator.languages))
  const formatCount = (count: number) => numberIn(locale.value).format(count)
  return {
    locale,
    t: (key: MessageKey, named: Named = {}): string => print(key, { ...named }),
    tn: (key: MessageKey, count: number, named: Named = {}): string =>
      print(key, { ...named, n: formatCount(count) }, count),
    has: (key: string): key is MessageKey => te(key),
    number: formatCount,
    list: (words: readonly string[]): string => listIn(locale.value).format(words),
    compare: (a: string, b: string): number => collatorIn(locale.value).compare(a, b),
  }
}
