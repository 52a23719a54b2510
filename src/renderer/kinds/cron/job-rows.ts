import { defineStore } from 'pinia'
import { createHealthChecker, type JobHealth, type JobState } from '../../../shared/cron/index.ts'
import type { CronJob } from '../../../shared/kinds/cron.ts'
import type { Tone } from '../../components/types.ts'
import { defineRows, type KindRow } from '../rows.ts'
import { type Schedules, createSchedules } from '../../composables/schedules.ts'
import { clockOf, type ServerClock, timeMs } from './schedule/server-clock.ts'

/** A cron job in the table, with the clock and the time by which its health is determined. */
export interface JobRow extends KindRow {
  readonly job: CronJob
  readonly clock: ServerClock
  /** When these rows were read, on this machine's clock. They cannot contain anything later. */
  readonly readAtMs: number
  /** How far the panel's clock is ahead of this machine's. The panel's times use its own clock. 0 if not known. */
  readonly clockAheadMs: number
}

/** The states from the worst to the best. Sorting and grouping by state and the filter's buttons use this order. */
export const jobStates: readonly JobState[] = ['failing', 'missed', 'late', 'never-ran', 'ok', 'disabled']

export const stateTones: Readonly<Record<JobState, Tone>> = {
  failing: 'danger',
  missed: 'warn',
  late: 'warn',
  'never-ran': 'info',
  ok: 'ok',
  disabled: 'neutral',
}

/** All cron jobs. */
export const useJobRows = defineRows<'cron', JobRow>('cron', {
  rowsOf: (slice, server, status) =>
    slice.rows.map((job) => ({
      key: `${server.id}/cron/${job.id}`,
      server,
      job,
      clock: clockOf(server, status, job),
      readAtMs: slice.readAtMs ?? 0,
      clockAheadMs: status?.clockAheadMs ?? 0,
    })),
  statusValues: (status) => [status?.utcOffsetMin ?? null, status?.clockAheadMs ?? 0],
})

/**
 * Returns a function that determines the health of a row, by the panel's clock at the time of the read. It is
 * computed when it is first needed.
 */
export function createRowHealth(): (row: JobRow) => JobHealth {
  const checker = createHealthChecker()
  const known = new WeakMap<JobRow, JobHealth>()
  return (row) => {
    const cached = known.get(row)
    if (cached) return cached
    const health = checker.check(row.job, row.readAtMs + row.clockAheadMs, row.clock.zone)
    known.set(row, health)
    return health
  }
}

/** Returns the sort key of a state: the worst state first, then the most missed runs. */
export function stateSortKey(health: JobHealth): number {
  return jobStates.indexOf(health.state) * 1000 - health.missedCount
}

/**
 * Returns when a job runs next: the panel's time if that is in the future, otherwise the time computed from the
 * schedule. Returns null for a disabled job, for a schedule without a next run, and if the server's clock is not
 * known.
 */
export function nextRunMs(row: JobRow, nowMs: number, schedules: Schedules): number | null {
  if (!row.job.enabled) return null
  const reported = timeMs(row.job.nextRunAt)
  if (reported !== null && reported > nowMs) return reported
  return row.clock.zone === null ? null : schedules.nextAfter(row.job.cronExpr, row.clock.zone, nowMs)
}

type StateCounts = Readonly<Record<JobState, number>>

const noCounts: StateCounts = { failing: 0, missed: 0, late: 0, 'never-ran': 0, ok: 0, disabled: 0 }

/** Counts the rows in each state. */
export function countStates(rows: readonly JobRow[], healthOf: (row: JobRow) => JobHealth): StateCounts {
  const counts: Record<JobState, number> = { ...noCounts }
  for (const row of rows) counts[healthOf(row).state] += 1
  return counts
}

/** Returns a function that counts rows by state. A server is counted again only after its rows have changed. */
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

/** The health of jobs, determined once for every screen. */
export const useJobHealthStore = defineStore('job-health', () => ({ healthOf: createRowHealth() }))

/** The schedules of jobs in words and their next runs, computed once for the table and the side panel. */
export const useJobSchedulesStore = defineStore('job-schedules', createSchedules)
