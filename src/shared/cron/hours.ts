import { type CronSchedule, fitsDay, parseCron } from './parse.ts'
import { createCronRuns, type CronZone, isKnownZone } from './runs.ts'
import { createOffsetReader } from './server-time.ts'

export const hourMs = 3_600_000

/** A span of whole hours from an instant on. */
export interface HourSpan {
  readonly fromMs: number
  readonly hours: number
}

/** What a zone's clock is off UTC over a span, in ms; null where it changes within it. */
type Offsets = Map<string, number | null>

/**
 * Counts the runs of expressions hour by hour over one span, each expression and zone worked out once: a fleet has few.
 * Entry `h` counts runs from `fromMs + h` hours on. Null where expression or zone cannot be read.
 * Where the clock does not change within the span, the calendar is walked here, a thousand times as fast as croner,
 * which does it where the clock changes (see `createCronRuns` for the rules then).
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

/** Asking Intl whether it knows a zone is dear; a zone with an offset on file was asked before. */
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
  // A run at the very start belongs to the first hour; `after` is strict.
  for (let at = runs.after(fromMs - 1); at !== null && at < fromMs + hours * hourMs; at = runs.after(at)) {
    const hour = Math.floor((at - fromMs) / hourMs)
    counts[hour] = (counts[hour] ?? 0) + 1
  }
  return counts
}
