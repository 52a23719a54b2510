import cronstrue from 'cronstrue'
import { needsBothDays, parseCron } from './parse.ts'

/** Node hands a CommonJS module over whole where a bundler unwraps it. */
const describer = (cronstrue as typeof cronstrue & { readonly default?: typeof cronstrue }).default ?? cronstrue

/**
 * Sentences beyond English, each a file of its own that is fetched when asked for, with what we say better. Add a
 * language here.
 */
const loaders: Readonly<Record<string, () => Promise<{ readonly phrases: Readonly<Record<string, string>> }>>> = {
  vi: () => import('./describe-vi.ts'),
}

/**
 * Fetches the sentences of a locale (`vi`, `vi-VN`). Resolves to false where there are none; rejects where loading
 * fails.
 */
export async function loadCronLocale(locale: string): Promise<boolean> {
  const name = languageOf(locale)
  if (Object.hasOwn(describer.locales, name)) return true
  const load = Object.hasOwn(loaders, name) ? loaders[name] : undefined
  if (!load) return false
  const { phrases } = await load()
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
  const name = languageOf(locale)
  if (!Object.hasOwn(describer.locales, name)) return null
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

function languageOf(locale: string): string {
  return locale.toLowerCase().split(/[-_]/)[0] ?? 'en'
}
