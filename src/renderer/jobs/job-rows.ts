import { createHealthChecker, type JobHealth, type JobState } from '../../shared/cron/index.ts'
import type { CronSlice, ServerStatus } from '../../shared/model/inventory.ts'
import type { Tone } from '../components/types.ts'
import type { CronRow } from '../stores/rows.ts'
import type { Schedules } from './schedules.ts'
import { clockOf, type ServerClock, timeMs } from './server-clock.ts'

/** A cron job in the table, with the clock and the moment it is judged by. */
export interface JobRow extends CronRow {
  readonly clock: ServerClock
  /** When these rows were read: what happened since cannot be in them. */
  readonly readAtMs: number
  /**
   * How far the panel's clock was ahead of this machine's: its times are told by that clock. 0 where that is not known.
   */
  readonly clockAheadMs: number
}

/** From the gravest to the calmest: the order of a sort by state, of the filter chips and of the summary. */
export const jobStates: readonly JobState[] = ['failing', 'missed', 'late', 'never-ran', 'ok', 'disabled']

export const stateTones: Readonly<Record<JobState, Tone>> = {
  failing: 'danger',
  missed: 'warn',
  late: 'warn',
  'never-ran': 'info',
  ok: 'ok',
  disabled: 'neutral',
}

/** One server's rows for the table: the same array as long as neither its jobs nor its clock have changed. */
export function createJobRows() {
  const known = new WeakMap<
    readonly CronRow[],
    {
      readonly readAtMs: number
      readonly utcOffsetMin: number | null
      readonly clockAheadMs: number
      readonly rows: readonly JobRow[]
    }
  >()
  return (
    of: readonly CronRow[],
    slice: Pick<CronSlice, 'readAtMs'> | undefined,
    status: ServerStatus | undefined,
  ): readonly JobRow[] => {
    const readAtMs = slice?.readAtMs ?? 0
    const utcOffsetMin = status?.utcOffsetMin ?? null
    const clockAheadMs = status?.clockAheadMs ?? 0
    const cached = known.get(of)
    if (
      cached &&
      cached.readAtMs === readAtMs &&
      cached.utcOffsetMin === utcOffsetMin &&
      cached.clockAheadMs === clockAheadMs
    )
      return cached.rows
    const rows = of.map((row): JobRow => ({
      ...row,
      clock: clockOf(row.server, status, row.job),
      readAtMs,
      clockAheadMs,
    }))
    known.set(of, { readAtMs, utcOffsetMin, clockAheadMs, rows })
    return rows
  }
}

/** The health of rows, by the panel's clock at the moment they were read; judged when it is first asked for. */
export function createRowHealth(): (row: JobRow) => JobHealth {
  const check = createHealthChecker()
  const known = new WeakMap<JobRow, JobHealth>()
  return (row) => {
    const cached = known.get(row)
    if (cached) return cached
    const health = check.check(row.job, row.readAtMs + row.clockAheadMs, row.clock.zone)
    known.set(row, health)
    return health
  }
}

/** What a sort by state goes by: gravity first, then the most missed runs. */
export function gravity(health: JobHealth): number {
  return jobStates.indexOf(health.state) * 1000 - health.missedCount
}

/**
 * When a job runs next: what the panel says as long as that lies ahead, else what its schedule comes to. Null for a job
 * that is switched off, for a schedule without an end in sight and where the server's clock is not known.
 */
export function nextRunMs(row: JobRow, nowMs: number, schedules: Schedules): number | null {
  if (!row.job.enabled) return null
  const reported = timeMs(row.job.nextRunAt)
  if (reported !== null && reported > nowMs) return reported
  return row.clock.zone === null ? null : schedules.nextAfter(row.job.cronExpr, row.clock.zone, nowMs)
}

export type StateCounts = Readonly<Record<JobState, number>>

const noCounts: StateCounts = { failing: 0, missed: 0, late: 0, 'never-ran': 0, ok: 0, disabled: 0 }

/** How many rows are in each state. */
export function countStates(rows: readonly JobRow[], healthOf: (row: JobRow) => JobHealth): StateCounts {
  const counts: Record<JobState, number> = { ...noCounts }
  for (const row of rows) counts[healthOf(row).state] += 1
  return counts
}

/** The same of rows given server by server; a server whose rows are the same is not counted anew. */
export function createStateCounts(
  healthOf: (row: JobRow) => JobHealth,
): (lists: readonly (readonly JobRow[])[]) => StateCounts {
  const known = new WeakMap<readonly JobRow[], StateCounts>()
  const countOf = (rows: readonly JobRow[]): StateCounts => {
    const cached = known.get(rows)
    if (cached) return cached
    const counts = countStates(rows, healthOf)
    known.set(rows, counts)
    return counts
  }
  return (lists) => {
    const sum: Record<JobState, number> = { ...noCounts }
    for (const counts of lists.map(countOf)) for (const state of jobStates) sum[state] += counts[state]
    return sum
  }
}
