import { Cron } from 'croner'
import type { FieldValues } from './fields.ts'
import { type CronSchedule, needsBothDays, parseCron } from './parse.ts'

/** The zone of a panel's clock: an IANA name (`Asia/Ho_Chi_Minh`) or a fixed offset in minutes east of UTC (420). */
export type CronZone = string | number

/** The runs of one expression in one zone. All times are milliseconds since the Unix epoch. */
export interface CronRuns {
  /** Returns the first run strictly after `ms`, or null if there is none. */
  readonly after: (ms: number) => number | null
  /** Returns the last run strictly before `ms`, or null if there is none. */
  readonly before: (ms: number) => number | null
}

/** The end of the supported time. Croner's own table ends in the year 3000. */
const lastMs = Date.UTC(2900, 0, 1)
/** The widest offset in use (UTC+14, Kiribati); a wider one is a mistake in the data. */
const widestOffsetMin = 14 * 60
const gapsKept = 128

/** Tells whether an offset can exist, or whether this machine knows a zone name. */
export function isKnownZone(zone: CronZone): boolean {
  if (typeof zone === 'number') return Number.isInteger(zone) && Math.abs(zone) <= widestOffsetMin
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/**
 * Finds the runs of an expression. Returns null if the expression or the zone cannot be read. Create it once and use it
 * for many queries.
 * Clock changes follow Vixie cron's cron(8). A job with a set hour and minute that falls into the gap runs when the gap
 * ends, and it runs once in an hour that is repeated. A job whose hour or minute starts with `*` follows the wall
 * clock.
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
 * Returns the next `count` runs strictly after `fromMs`. Returns fewer if the schedule ends, and none if the expression
 * or the zone cannot be read. In a repeated hour the two runs of a job that follows the wall clock are two different
 * instants.
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

/** Returns the last run strictly before `beforeMs`. Null if there is none, or the expression or zone is unreadable. */
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
 * Caches what `build` creates until memory is needed, and creates it again on demand: croner uses some 80 kB for each
 * expression (a table of years).
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

/**
 * Caches the gaps between runs that `find` has found. The jobs of a fleet share expressions and ran minutes ago, so
 * most queries fall into a known gap.
 */
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

/** Writes all values of the fields for croner: this code reads crontab(5), and croner computes only the calendar. */
function patternOf(fields: CronSchedule['fields']): string {
  const { minute, hour, day, month, weekday } = fields
  return [timeText(minute), timeText(hour), dayText(day, 31), dayText(month, 12), dayText(weekday, 7)].join(' ')
}

/** Writes a time field. Croner lets a job with a step in its time follow the wall clock: `5-5/1` is 5 with a step. */
function timeText({ values, star }: FieldValues): string {
  const [first, ...rest] = values
  return [star ? `${first}-${first}/1` : first, ...rest].join(',')
}

/** Writes a day field, with `*` only if the user wrote it, because croner also joins the day fields by it. */
function dayText({ values, star }: FieldValues, all: number): string {
  return star && values.length === all ? '*' : values.join(',')
}
