import { timeFormat } from '../i18n/time-formats.ts'
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

/** Formats a time in a zone, or in UTC if this machine does not know the zone. */
function inZone(ms: number, timeZone: string | undefined, locale: string): string {
  try {
    return timeFormat('full', locale, timeZone).format(ms)
  } catch {
    return new Date(ms).toISOString()
  }
}
