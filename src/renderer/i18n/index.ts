import { computed } from 'vue'
import { createI18n, useI18n } from 'vue-i18n'
import { english, loadCatalogue, type Catalogue, type Sentences } from './catalogues.ts'
import { compileOnce } from './compile-once.ts'
import { collatorIn, listIn, numberIn } from './formats.ts'
import { regionalTag } from './languages.ts'
import { pluralKey, type PluralForm } from './plurals.ts'

export { languages, type Catalogue } from './catalogues.ts'

/** Every dotted path to a sentence of the catalogue. */
type Path = Leaf<Catalogue>
type Leaf<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaf<T[K]>}` }[keyof T & string]

/** The keys of sentences without a count. A key that does not exist fails the type check. */
export type MessageKey = Exclude<Path, `${string}_${PluralForm}`>
/** The keys of sentences that have a form for each plural category, without the suffix of the form. */
export type CountKey = Path extends infer Key ? (Key extends `${infer Name}_other` ? Name : never) : never

/** Values for the `{name}` placeholders of a sentence. */
export type Named = Readonly<Record<string, unknown>>

/** Creates the Vue plugin with the English sentences, the fallback of every other language (see `loadLanguage`). */
export function createAppI18n() {
  return createI18n<false>({
    legacy: false,
    locale: 'en',
    fallbackLocale: 'en',
    messages: { en: english },
    messageCompiler: compileOnce(),
  })
}

/** The part of vue-i18n's global scope that holds the language. */
interface LanguageScope {
  readonly availableLocales: readonly string[]
  setLocaleMessage(locale: string, messages: Sentences): void
  readonly locale: { value: string }
}

/** Loads the sentences of a language once, with those for cron schedules. Rejects on failure; callers may try again. */
export async function loadLanguage(scope: LanguageScope, language: string): Promise<void> {
  if (language === 'en' || scope.availableLocales.includes(language)) return
  const cron = import('../../shared/cron/describe.ts').then(({ loadCronLocale }) => loadCronLocale(language))
  const [messages] = await Promise.all([loadCatalogue(language), cron])
  scope.setLocaleMessage(language, messages)
}

/**
 * Sentences in the language of the app; numbers and dates in the format of the user's region. `t(key, named)` prints
 * a sentence. `tn(key, count, named)` chooses the plural form for the count and fills `{n}` with it, grouped by
 * locale. `has(key)` checks a key that is only known at run time. `locale` is the BCP 47 tag for `Intl`. `number`
 * groups a number; `list` joins words with the commas of the language; `compare` sorts by its alphabet.
 */
export function useText() {
  const { t: print, te, locale: language } = useI18n({ useScope: 'global' })
  const locale = computed(() => regionalTag(language.value, navigator.languages))
  const formatCount = (count: number) => numberIn(locale.value).format(count)
  return {
    locale,
    t: (key: MessageKey, named: Named = {}): string => print(key, { ...named }),
    tn: (key: CountKey, count: number, named: Named = {}): string =>
      print(pluralKey(key, count, language.value, te), { ...named, n: formatCount(count) }),
    has: (key: string): key is MessageKey => te(key),
    number: formatCount,
    list: (words: readonly string[]): string => listIn(locale.value).format(words),
    compare: (a: string, b: string): number => collatorIn(locale.value).compare(a, b),
  }
}
