import type { CronZone } from './runs.ts'

const printed = /^(\d{4})-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?$/i

/**
 * Returns a time as a panel prints it (RFC 3339) in milliseconds since the epoch. Returns null for never: no text, text
 * that cannot be read, or a year before 1970, because Go prints the year 1 for a time that was not set. A time without
 * an offset names no instant, so it gives null too.
 */
export function panelTimeMs(iso: string | null): number | null {
  const cut = iso === null ? null : printed.exec(iso.trim())
  if (!iso || !cut?.[2] || Number(cut[1]) < 1970) return null
  const offset = offsetMinutesOf(iso)
  const wall = Date.parse(
    `${iso.trim().slice(0, 10)}T${iso
      .trim()
      .slice(11)
      .replace(/\s?(Z|[+-]\d\d:?(\d\d)?)$/i, '')}Z`,
  )
  return offset === null || Number.isNaN(wall) ? null : wall - offset * 60_000
}

/**
 * Returns the minutes east of UTC of a printed time: `…+07:00` is 420, `…Z` is 0. Returns null if there is no offset,
 * if the offset is not possible (beyond ±14:00), and for a year before 1970: the `Z` of Go's unset time tells nothing
 * about the server's zone.
 */
export function offsetMinutesOf(iso: string): number | null {
  const cut = printed.exec(iso.trim())
  const text = cut?.[2]
  if (!text || Number(cut[1]) < 1970) return null
  if (/z/i.test(text)) return 0
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(3).replace(':', '') || 0)
  if (minutes > 14 * 60 || Number(text.slice(3).replace(':', '') || 0) > 59) return null
  return minutes === 0 ? 0 : text.startsWith('-') ? -minutes : minutes
}

/** Formats an offset as `+07:00`, `-03:30`, `+00:00`. Intl accepts the result as the name of a time zone. */
export function offsetText(offsetMin: number): string {
  const [hours, minutes] = [Math.trunc(Math.abs(offsetMin) / 60), Math.abs(offsetMin) % 60]
  return `${offsetMin < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
}

/** Formats an instant as a clock with that offset shows it, in RFC 3339 to the second: `2026-05-18T17:44:36+07:00`. */
export function formatInOffset(ms: number, offsetMin: number): string {
  return new Date(ms + offsetMin * 60_000).toISOString().slice(0, 19) + offsetText(offsetMin)
}

/** Returns the offset of a zone at an instant, in minutes east of UTC. Throws RangeError for an unknown zone. */
export function offsetAt(zone: CronZone, ms: number): number {
  return typeof zone === 'number' ? zone : createOffsetReader(zone)(ms)
}

/**
 * Does the same as `offsetAt` for many instants of one named zone, because creating the formatter is the expensive
 * part. Throws RangeError like `offsetAt`.
 */
export function createOffsetReader(zone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
  return (ms) => {
    const name = format.formatToParts(ms).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT'
    const [, sign, hours, minutes] = /^GMT([+-])(\d\d):(\d\d)/.exec(name) ?? []
    const offset = Number(hours ?? 0) * 60 + Number(minutes ?? 0)
    return sign === '-' && offset > 0 ? -offset : offset
  }
}

/**
 * Returns the zone in which a server's cron jobs are computed: the zone that the user set, else the offset of the
 * latest time that the server printed, else null for unknown. Such an offset holds for that instant only. Only a named
 * zone includes DST.
 */
export function serverZone(pinned: string | null, times: readonly (string | null)[]): CronZone | null {
  if (pinned) return pinned
  let [latestMs, zone]: [number, number | null] = [Number.NEGATIVE_INFINITY, null]
  for (const time of times) {
    const [ms, offset] = time === null ? [null, null] : [panelTimeMs(time), offsetMinutesOf(time)]
    if (ms !== null && offset !== null && ms > latestMs) [latestMs, zone] = [ms, offset]
  }
  return zone
}
