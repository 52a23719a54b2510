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

/** One for each locale and zone: to make one takes longer than to print a hundred times, and a table prints two a row. */
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(locale: string, timeZone: string | undefined): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone ?? ''}`
  const known = formats.get(key)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'long', timeZone })
  formats.set(key, format)
  return format
}

/** A zone that this machine does not know is told in UTC. */
function inZone(ms: number, timeZone: string | undefined, locale: string): string {
  try {
    return formatOf(locale, timeZone).format(ms)
  } catch {
    return new Date(ms).toISOString()
  }
}
