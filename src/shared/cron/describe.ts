/// <reference types="vite/types/importMeta.d.ts" />
import cronstrue from 'cronstrue'
import { needsBothDays, parseCron } from './parse.ts'

/** Node returns a CommonJS module as a whole, but a bundler unwraps it. */
const describer = (cronstrue as typeof cronstrue & { readonly default?: typeof cronstrue }).default ?? cronstrue

/** Cronstrue's sentences in other languages, one file each. A file registers itself with cronstrue when loaded. */
const locales = import.meta.glob([
  '../../../node_modules/cronstrue/locales/*.js',
  '!../../../node_modules/cronstrue/locales/*.min.js',
])

/**
 * Phrases that replace those of cronstrue, by the names that cronstrue gives them. `%s` stands for a value. Its
 * Vietnamese for "on the 1st" means "on one day", and its "past the hour" means "of each hour 20 minutes".
 */
const betterPhrases = import.meta.glob<Readonly<Record<string, string>>>('./phrases/*.json', { import: 'default' })

/** Loads the sentences of a locale (`vi`, `vi-VN`). Resolves to false if there are none. Rejects if loading fails. */
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
 * Describes the expression in a sentence with 24-hour times ("At 03:00"), in English or in a locale that
 * `loadCronLocale` has loaded. Returns null if the expression cannot be read or the locale is not loaded. `@reboot` has
 * a sentence although it has no times.
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

/** Returns the names that cronstrue can have for a locale, the closest first: `pt_BR` and `pt` for `pt-BR`. */
function namesOf(locale: string): readonly string[] {
  const [language = '', ...rest] = locale.split(/[-_]/)
  return [[language, ...rest].join('_'), language.toLowerCase()]
}

function loadedName(locale: string): string | undefined {
  return namesOf(locale).find((name) => Object.hasOwn(describer.locales, name))
}
