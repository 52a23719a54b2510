import { toMs } from './relative-time.ts'

/** A moment on two clocks, in full. `server` is null where the server's own clock is not known. */
export interface TwoClocks {
  readonly server: string | null
  readonly own: string
}

const offsetPattern = /([+-]\d\d:\d\d|Z)$/i

/**
 * A time as a panel printed it (ISO 8601 with its offset), on the server's clock and on this machine's.
 * The server's clock is the zone that the user pinned, else the offset in the text itself. Null for never.
 */
export function twoClocks(at: string | null, pinnedZone: string | null, locale: string): TwoClocks | null {
  const ms = toMs(at)
  if (ms === null || at === null) return null
  const offset = offsetPattern.exec(at)?.[1]
  const zone = pinnedZone ?? (offset === undefined ? null : offset.toUpperCase() === 'Z' ? 'UTC' : offset)
  return { server: zone === null ? null : inZone(ms, zone, locale), own: inZone(ms, undefined, locale) }
}

/**
 * One formatter a language and zone, null for a zone that this machine does not know: making one costs more than a cell
 * may take.
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
    // Told in UTC.
  }
  formatters.set(name, made)
  return made
}

/** A zone that this machine does not know is told in UTC. */
function inZone(ms: number, timeZone: string | undefined, locale: string): string {
  return formatterOf(timeZone, locale)?.format(ms) ?? new Date(ms).toISOString()
}
