import { type CronSchedule, fitsDay, parseCron } from './parse.ts'
import { type CronZone, isKnownZone } from './runs.ts'
import { createOffsetReader } from './server-time.ts'

/**
 * What a clock change does to a run (Vixie cron's cron(8)):
 * `gap-skipped`: its time does not exist that day and it does not run.
 * `gap-delayed`: it runs when the gap ends.
 * `repeat-twice`: its time occurs twice and it runs both times.
 * `repeat-once`: its time occurs twice and it runs only the first time.
 */
export type DstCode = 'gap-skipped' | 'gap-delayed' | 'repeat-twice' | 'repeat-once'

export interface DstNote {
  readonly code: DstCode
  /** The instant at which the clock changes. */
  readonly changeAtMs: number
  /** The first wall-clock time that is affected, without an offset: `2027-03-28T02:30`. */
  readonly wallTime: string
}

const minuteMs = 60_000
const dayMs = 86_400_000
const horizonDays = 366

/**
 * Finds the runs that a clock change affects within 366 days from `fromMs`, with at most one note for each change.
 * Returns nothing for a fixed offset, whose clock changes are unknown, for an expression or a zone that cannot be read,
 * and for jobs that run in every hour by the wall clock, which a change does not disturb. Asks Intl some 400 times, so
 * it is meant for the details of one job and not for a table.
 */
export function dstNotes(expr: string, zone: CronZone, fromMs: number): readonly DstNote[] {
  const read = parseCron(expr)
  if (!read.ok || typeof zone === 'number' || !isKnownZone(zone)) return []
  const { minute, hour } = read.fields
  const wild = minute.star || hour.star
  if (wild && hour.values.length === 24) return []
  return clockChanges(zone, fromMs).flatMap(({ atMs, beforeMin, afterMin }) => {
    const wallTime = firstFit(
      read.fields,
      atMs + Math.min(beforeMin, afterMin) * minuteMs,
      Math.abs(afterMin - beforeMin),
    )
    if (wallTime === null) return []
    const code = afterMin > beforeMin ? (wild ? 'gap-skipped' : 'gap-delayed') : wild ? 'repeat-twice' : 'repeat-once'
    return [{ code, changeAtMs: atMs, wallTime }]
  })
}

/** Returns the first of `dstNotes`, or null. */
export function dstNote(expr: string, zone: CronZone, fromMs: number): DstNote | null {
  return dstNotes(expr, zone, fromMs)[0] ?? null
}

/** Returns the first of `minutes` wall-clock minutes from `wallMs` that fits the schedule. Wall time is as in UTC. */
function firstFit(fields: CronSchedule['fields'], wallMs: number, minutes: number): string | null {
  for (let at = 0; at < minutes; at += 1) {
    const wall = new Date(wallMs + at * minuteMs)
    if (!fields.minute.values.includes(wall.getUTCMinutes()) || !fields.hour.values.includes(wall.getUTCHours()))
      continue
    if (fitsDay(fields, { day: wall.getUTCDate(), month: wall.getUTCMonth() + 1, weekday: wall.getUTCDay() })) {
      return wall.toISOString().slice(0, 16)
    }
  }
  return null
}

interface ClockChange {
  readonly atMs: number
  readonly beforeMin: number
  readonly afterMin: number
}

function clockChanges(zone: string, fromMs: number): readonly ClockChange[] {
  const offset = createOffsetReader(zone)
  const found: ClockChange[] = []
  const start = Math.floor(fromMs / minuteMs) * minuteMs
  let beforeMin = offset(start)
  for (let day = 0; day < horizonDays; day += 1) {
    let [low, high] = [start + day * dayMs, start + (day + 1) * dayMs]
    const afterMin = offset(high)
    if (afterMin === beforeMin) continue
    while (high - low > minuteMs) {
      const middle = low + Math.floor((high - low) / 2 / minuteMs) * minuteMs
      if (offset(middle) === beforeMin) low = middle
      else high = middle
    }
    found.push({ atMs: high, beforeMin, afterMin })
    beforeMin = afterMin
  }
  return found
}
