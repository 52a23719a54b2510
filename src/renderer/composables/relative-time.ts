import { perLocale } from '../i18n/formats.ts'
import { timeFormat } from '../i18n/time-formats.ts'

const units = [
  { unit: 'year', ms: 31_557_600_000 },
  { unit: 'month', ms: 2_629_800_000 },
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
] as const

const relativeIn = perLocale((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'narrow' }))

/**
 * Returns "3d ago" or "in 2h" in the given locale. Returns null for less than a minute in either direction, for which
 * the caller has its own words. Rounds towards zero: 119 minutes are one hour.
 */
export function relativeTime(atMs: number, nowMs: number, locale: string): string | null {
  const diff = atMs - nowMs
  const fitting = units.find(({ ms }) => Math.abs(diff) >= ms)
  return fitting === undefined ? null : relativeIn(locale).format(Math.trunc(diff / fitting.ms), fitting.unit)
}

/** Returns date and time in full, in this machine's zone and with the zone's name. */
export function absoluteTime(atMs: number, locale: string): string {
  return timeFormat('full', locale).format(atMs)
}

const halfDayMs = 12 * 3_600_000

/** Returns hour and minute in this machine's zone, with the day if that is more than half a day away. */
export function clockTime(atMs: number, nowMs: number, locale: string): string {
  return timeFormat(Math.abs(nowMs - atMs) < halfDayMs ? 'time' : 'shortDateTime', locale).format(atMs)
}

/** Returns the milliseconds of an ISO 8601 text or a number; null for anything that is no time. */
export function toMs(at: string | number | null | undefined): number | null {
  if (at === null || at === undefined) return null
  const ms = typeof at === 'number' ? at : Date.parse(at)
  return Number.isFinite(ms) ? ms : null
}
