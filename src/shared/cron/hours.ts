import { type CronSchedule, fitsDay, parseCron } from './parse.ts'
import { createCronRuns, type CronZone, isKnownZone } from './runs.ts'
import { createOffsetReader } from './server-time.ts'

export const hourMs = 3_600_000

/** A span of whole hours that starts at an instant. */
export interface HourSpan {
  readonly fromMs: number
  readonly hours: number
}

/** The offset of each zone from UTC in ms, or null if it changes within the span. */
type Offsets = Map<string, number | null>

/**
 * Counts the runs of expressions hour by hour over one span. Each pair of expression and zone is computed once, because
 * a fleet has few different ones.
 * Entry `h` counts the runs in the hour that starts `h` hours after `fromMs`. Returns null if the expression or the
 * zone cannot be read.
 * If the clock does not change within the span, this code walks the calendar, a thousand times as fast as croner. If
 * the clock changes, croner computes the runs (see `createCronRuns` for the rules).
 */
export function createRunHours(span: HourSpan): (expr: string, zone: CronZone) => readonly number[] | null {
  const known = new Map<string, readonly number[] | null>()
  const offsets: Offsets = new Map()
  return (expr, zone) => {
    const key = `${typeof zone} ${zone} ${expr}`
    const cached = known.get(key)
    if (cached !== undefined) return cached
    const counted = countHours(expr, zone, span, offsets)
    known.set(key, counted)
    return counted
  }
}

function countHours(expr: string, zone: CronZone, span: HourSpan, offsets: Offsets): readonly number[] | null {
  const read = parseCron(expr)
  if (!read.ok || !isZone(zone, offsets)) return null
  const offsetMs = steadyOffset(zone, span, offsets)
  return offsetMs === null ? walkRuns(expr, zone, span) : walkCalendar(read.fields, offsetMs, span)
}

/** Tells whether a zone is known. Asking Intl is expensive, and a zone with a cached offset has been checked before. */
function isZone(zone: CronZone, offsets: Offsets): boolean {
  return offsets.has(String(zone)) || isKnownZone(zone)
}

function steadyOffset(zone: CronZone, { fromMs, hours }: HourSpan, offsets: Offsets): number | null {
  if (typeof zone === 'number') return zone * 60_000
  const cached = offsets.get(zone)
  if (cached !== undefined) return cached
  const read = createOffsetReader(zone)
  const [first, last] = [read(fromMs), read(fromMs + hours * hourMs)]
  const offset = first === last ? first * 60_000 : null
  offsets.set(zone, offset)
  return offset
}

function walkCalendar(
  fields: CronSchedule['fields'],
  offsetMs: number,
  { fromMs, hours }: HourSpan,
): readonly number[] {
  const counts = new Array<number>(hours).fill(0)
  const wallEndMs = fromMs + hours * hourMs + offsetMs
  for (let wallMs = Math.floor((fromMs + offsetMs) / hourMs) * hourMs; wallMs < wallEndMs; wallMs += hourMs) {
    const wall = new Date(wallMs)
    if (!fields.hour.values.includes(wall.getUTCHours())) continue
    if (!fitsDay(fields, { day: wall.getUTCDate(), month: wall.getUTCMonth() + 1, weekday: wall.getUTCDay() })) continue
    for (const minute of fields.minute.values) {
      const hour = Math.floor((wallMs + minute * 60_000 - offsetMs - fromMs) / hourMs)
      if (hour >= 0 && hour < hours) counts[hour] = (counts[hour] ?? 0) + 1
    }
  }
  return counts
}

function walkRuns(expr: string, zone: CronZone, { fromMs, hours }: HourSpan): readonly number[] | null {
  const runs = createCronRuns(expr, zone)
  if (runs === null) return null
  const counts = new Array<number>(hours).fill(0)
  // A run at the very start belongs to the first hour, and `after` is strict.
  for (let at = runs.after(fromMs - 1); at !== null && at < fromMs + hours * hourMs; at = runs.after(at)) {
    const hour = Math.floor((at - fromMs) / hourMs)
    counts[hour] = (counts[hour] ?? 0) + 1
  }
  return counts
}
