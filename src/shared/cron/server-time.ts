import type { CronZone } from './runs.ts'

const printed = /^(\d{4})-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?$/i

/**
 * Milliseconds of a time as a panel prints it (RFC 3339), or null for never: no text, unreadable text, or the year 1
 * that Go prints for a time that was not set. A time without an offset is no instant, so it is null too.
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
 * Minutes east of UTC in a time as printed: `…+07:00` is 420, `…Z` is 0. Null where there is none, where it cannot be
 * (beyond ±14:00), and for Go's unset time: its `Z` says nothing of the server's zone.
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

/** `+07:00`, `-03:30`, `+00:00`: also a time zone name that Intl takes. */
export function offsetText(offsetMin: number): string {
  const [hours, minutes] = [Math.trunc(Math.abs(offsetMin) / 60), Math.abs(offsetMin) % 60]
  return `${offsetMin < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
}

/** An instant as a clock at that offset shows it, RFC 3339 to the second: `2026-05-18T17:44:36+07:00`. */
export function formatInOffset(ms: number, offsetMin: number): string {
  return new Date(ms + offsetMin * 60_000).toISOString().slice(0, 19) + offsetText(offsetMin)
}

/** Minutes east of UTC that a zone keeps at an instant. Throws RangeError for a zone this machine does not know. */
export function offsetAt(zone: CronZone, ms: number): number {
  return typeof zone === 'number' ? zone : createOffsetReader(zone)(ms)
}

/** `offsetAt` for many instants of one named zone: the formatter is the costly part. Throws RangeError as it does. */
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
 * The zone to reckon a server's cron in: the one the user pinned, else the offset in the latest of the times that the
 * server printed, else null for not known. Such an offset holds for that instant; only a pinned zone knows of DST.
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
