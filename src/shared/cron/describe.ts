/// <reference types="vite/types/importMeta.d.ts" />
import cronstrue from 'cronstrue'
import { needsBothDays, parseCron } from './parse.ts'

/** Node hands a CommonJS module over whole where a bundler unwraps it. */
const describer = (cronstrue as typeof cronstrue & { readonly default?: typeof cronstrue }).default ?? cronstrue

/** cronstrue's sentences in other languages, each a file of its own. It registers itself with cronstrue when loaded. */
const locales = import.meta.glob([
  '../../../node_modules/cronstrue/locales/*.js',
  '!../../../node_modules/cronstrue/locales/*.min.js',
])

/**
 * Better phrases than cronstrue's, by the names that cronstrue gives them; `%s` are the values. Its Vietnamese "on the
 * 1st" reads "on one day", its "past the hour" "of each hour 20 minutes".
 */
const betterPhrases = import.meta.glob<Readonly<Record<string, string>>>('./phrases/*.json', { import: 'default' })

/**
 * Fetches the sentences of a locale (`vi`, `vi-VN`). Resolves to false where there are none; rejects where loading
 * fails.
 */
export async function loadCronLocale(locale: string): Promise<boolean> {
  if (loadedName(locale) !== undefined) return true
  const fileOf = (name: string) => `../../../node_modules/cronstrue/locales/${name}.js`
  const name = namesOf(locale).find((each) => Object.hasOwn(locales, fileOf(each)))
  if (name === undefined) return false
  const [phrases] = await Promise.all([betterPhrases[`./phrases/${name}.json`]?.() ?? {}, locales[fileOf(name)]?.()])
  const better = Object.fromEntries(Object.entries(phrases).map(([phrase, words]) => [phrase, () => words]))
  describer.locales[name] = Object.assign(Object.create(describer.locales[name] ?? null), better)
  return true
}

/**
 * The expression as a sentence with 24-hour times ("At 03:00"), in English or a locale that `loadCronLocale` has
 * fetched. Null where the expression cannot be read or the locale is not loaded; `@reboot` has a sentence though it has
 * no times.
 */
export function describeCron(expr: string, locale = 'en'): string | null {
  const name = loadedName(locale)
  if (name === undefined) return null
  const read = parseCron(expr)
  if (!read.ok && read.problem !== 'reboot') return null
  try {
    return describer.toString(read.ok ? read.expr : '@reboot', {
      locale: name,
      use24HourTimeFormat: true,
      logicalAndDayFields: read.ok && needsBothDays(read.fields),
    })
  } catch {
    return null
  }
}

/** What cronstrue may call a locale, the closest first: `pt_BR` and `pt` for `pt-BR`. */
function namesOf(locale: string): readonly string[] {
  const [language = '', ...rest] = locale.split(/[-_]/)
  return [[language, ...rest].join('_'), language.toLowerCase()]
}

function loadedName(locale: string): string | undefined {
  return namesOf(locale).find((name) => Object.hasOwn(describer.locales, name))
}
