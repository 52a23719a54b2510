/** How this panel prints values. Panels of different versions differ here. */
export interface PrintOptions {
  /** Minutes east of UTC. */
  readonly utcOffsetMinutes: number
  /** Milliseconds by which the panel's clock is ahead. */
  readonly clockSkewMs: number
  /** Prints empty lists as `null` and a missing time as year 1, as Go's encoder does with nil slices and zero times. */
  readonly goStyleNulls: boolean
}

const goZeroTime = '0001-01-01T00:00:00Z'
const two = (value: number) => String(value).padStart(2, '0')

/** Prints a time like the API document: RFC 3339 to the second with a numeric offset, `2026-05-18T17:44:36+07:00`. */
export function printTime(atMs: number, { utcOffsetMinutes, clockSkewMs }: PrintOptions): string {
  const local = new Date(atMs + clockSkewMs + utcOffsetMinutes * 60_000).toISOString().slice(0, 19)
  const offset = Math.abs(utcOffsetMinutes)
  return `${local}${utcOffsetMinutes < 0 ? '-' : '+'}${two(Math.floor(offset / 60))}:${two(offset % 60)}`
}

/** Prints a time that may be missing, as this panel does. */
export const printTimeOrNull = (atMs: number | null, options: PrintOptions): string | null =>
  atMs === null ? (options.goStyleNulls ? goZeroTime : null) : printTime(atMs, options)

/** Prints a list as this panel does: an empty one may be `null`. */
export const printList = <T>(items: readonly T[], options: PrintOptions): readonly T[] | null =>
  items.length === 0 && options.goStyleNulls ? null : items
