import { Cron } from 'croner'
import type { FieldValues } from './fields.ts'
import { type CronSchedule, needsBothDays, parseCron } from './parse.ts'

/** Where a panel's clock hangs: an IANA name (`Asia/Ho_Chi_Minh`) or a fixed offset in minutes east of UTC (420). */
export type CronZone = string | number

/** The runs of one expression in one zone. All times are milliseconds since the Unix epoch. */
export interface CronRuns {
  /** First run strictly after `ms`, or null where there is none. */
  readonly after: (ms: number) => number | null
  /** Last run strictly before `ms`, or null where there is none. */
  readonly before: (ms: number) => number | null
}

/** No panel has run before 1970, and croner's own table ends in the year 3000. */
const lastMs = Date.UTC(2900, 0, 1)
/** The widest offset in use (UTC+14, Kiribati); a wider one is a mistake in the data. */
const widestOffsetMin = 14 * 60
const gapsKept = 128

/** True for an offset that exists, or a zone name that this machine knows. */
export function isKnownZone(zone: CronZone): boolean {
  if (typeof zone === 'number') return Number.isInteger(zone) && Math.abs(zone) <= widestOffsetMin
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/**
 * The runs of an expression, or null where expression or zone cannot be read. Build it once for many questions.
 * Clock changes follow Vixie cron's cron(8): a job with a set hour and minute that falls in the gap runs when the gap
 * ends, and once where the hour repeats; a job whose hour or minute starts with `*` follows the wall clock.
 */
export function createCronRuns(expr: string, zone: CronZone): CronRuns | null {
  const read = parseCron(expr)
  if (!read.ok || !isKnownZone(zone)) return null
  if (read.flags.includes('never-runs')) return { after: () => null, before: () => null }
  const cron = rebuilt(() => cronerOf(read.fields, zone))
  return {
    after: remembered((ms) => (within(ms) ? timeOf(cron().nextRun(new Date(ms))) : null)),
    before: (ms) => (within(ms) ? timeOf(cron().previousRuns(1, new Date(ms))[0]) : null),
  }
}

/**
 * The next `count` runs strictly after `fromMs`; fewer where the schedule ends, none where expression or zone cannot be
 * read. In a repeated hour the two runs of a wall-clock job are two instants.
 */
export function nextRuns(expr: string, options: { fromMs: number; count: number; zone: CronZone }): readonly number[] {
  const runs = createCronRuns(expr, options.zone)
  const found: number[] = []
  let at = runs?.after(options.fromMs) ?? null
  while (at !== null && found.length < options.count) {
    found.push(at)
    at = runs?.after(at) ?? null
  }
  return found
}

/** The last run strictly before `beforeMs`, or null where there is none or expression or zone cannot be read. */
export function previousRun(expr: string, beforeMs: number, zone: CronZone): number | null {
  return createCronRuns(expr, zone)?.before(beforeMs) ?? null
}

function within(ms: number): boolean {
  return ms >= 0 && ms < lastMs
}

function timeOf(date: Date | null | undefined): number | null {
  return date ? date.getTime() : null
}

function cronerOf(fields: CronSchedule['fields'], zone: CronZone): Cron {
  return new Cron(patternOf(fields), {
    mode: '5-part',
    paused: true,
    domAndDow: needsBothDays(fields),
    fixedTimeRule: 'no-wildcard',
    ...(typeof zone === 'number' ? { utcOffset: zone } : { timezone: zone }),
  })
}

/**
 * croner holds some 80 kB an expression (a table of years): it may go whenever memory is wanted, and comes back on
 * demand.
 */
function rebuilt<T extends object>(build: () => T): () => T {
  let cached: WeakRef<T> | undefined
  return () => {
    const known = cached?.deref()
    if (known) return known
    const made = build()
    cached = new WeakRef(made)
    return made
  }
}

/** Jobs of a fleet share expressions and ran minutes ago: most questions fall into a gap between runs that is known. */
function remembered(find: (ms: number) => number | null): (ms: number) => number | null {
  let gaps: { readonly from: number; readonly to: number }[] = []
  return (ms) => {
    const known = gaps.find(({ from, to }) => ms >= from && ms < to)
    if (known) return known.to
    const to = find(ms)
    if (gaps.length >= gapsKept) gaps = gaps.slice(gapsKept / 2)
    if (to !== null) gaps.push({ from: ms, to })
    return to
  }
}

/**
 * The fields for croner, values written out, so that the reading of crontab(5) is ours and the calendar is croner's.
 */
function patternOf(fields: CronSchedule['fields']): string {
  const { minute, hour, day, month, weekday } = fields
  return [timeText(minute), timeText(hour), dayText(day, 31), dayText(month, 12), dayText(weekday, 7)].join(' ')
}

/** croner takes a time with a step for one that follows the wall clock; `5-5/1` is 5 with that mark. */
function timeText({ values, star }: FieldValues): string {
  const [first, ...rest] = values
  return [star ? `${first}-${first}/1` : first, ...rest].join(',')
}

/** `*` only where it was written: croner, too, joins the day fields by it. */
function dayText({ values, star }: FieldValues, all: number): string {
  return star && values.length === all ? '*' : values.join(',')
}
