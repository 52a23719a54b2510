import { toMs } from './relative-time.ts'

/** A time on two clocks, in full. `server` is null if the server's own clock is not known. */
interface TwoClocks {
  readonly server: string | null
  readonly own: string
}

const offsetPattern = /([+-]\d\d:\d\d|Z)$/i

/**
 * Returns a time as a panel printed it (ISO 8601 with its offset), on the server's clock and on this machine's. The
 * server's clock is the zone in the server's profile, otherwise the offset in the text itself. Null for null and for a
 * text that is no time.
 */
export function twoClocks(at: string | null, profileZone: string | null, locale: string): TwoClocks | null {
  const ms = toMs(at)
  if (ms === null || at === null) return null
  const offset = offsetPattern.exec(at)?.[1]
  const zone = profileZone ?? (offset === undefined ? null : offset.toUpperCase() === 'Z' ? 'UTC' : offset)
  return { server: zone === null ? null : inZone(ms, zone, locale), own: inZone(ms, undefined, locale) }
}

/**
 * One formatter for each language and zone, null for a zone that this machine does not know. Creating a formatter is
 * too slow to do it for each cell.
 */
const formatters = new Map<string, Intl.DateTimeFormat | null>()

function formatterOf(timeZone: string | undefined, locale: string): Intl.DateTimeFormat | null {
  const name = `${locale} ${timeZone ?? ''}`
  const known = formatters.get(name)
  if (known !== undefined) return known
  let made: Intl.DateTimeFormat | null = null
  try {
    made = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'long', timeZone })
  } catch {
    // `inZone` shows this time in UTC.
  }
  formatters.set(name, made)
  return made
}

/** Formats a time in a zone, or in UTC if this machine does not know the zone. */
function inZone(ms: number, timeZone: string | undefined, locale: string): string {
  return formatterOf(timeZone, locale)?.format(ms) ?? new Date(ms).toISOString()
}
