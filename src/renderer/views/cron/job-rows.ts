import { createHealthJudge, type JobHealth, type JobState } from '../../../shared/cron/index.ts'
import type { CronSlice, ServerStatus } from '../../../shared/model/inventory.ts'
import type { Tone } from '../../components/types.ts'
import type { CronRow } from '../../stores/rows.ts'
import type { Schedules } from './schedules.ts'
import { clockOf, type ServerClock, timeMs } from './server-clock.ts'

/** A cron job in the table, with the clock and the moment it is judged by. */
export interface JobRow extends CronRow {
  readonly clock: ServerClock
  /** When these rows were read: what happened since cannot be in them. */
  readonly readAtMs: number
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

/** Rows for the table, each the same object as long as neither job, server nor clock has changed. */
export function createJobRows() {
  const known = new WeakMap<CronRow, JobRow>()
  return (row: CronRow, slice: Pick<CronSlice, 'readAtMs'> | undefined, status: ServerStatus | undefined): JobRow => {
    const clock = clockOf(row.server, status, row.job)
    const readAtMs = slice?.readAtMs ?? 0
    const held = known.get(row)
    if (held && held.readAtMs === readAtMs && held.clock.zone === clock.zone && held.clock.source === clock.source) return held
    const made: JobRow = { ...row, clock, readAtMs }
    known.set(row, made)
    return made
  }
}

/** The health of rows, judged when it is first asked for. */
export function createRowHealth(): (row: JobRow) => JobHealth {
  const judge = createHealthJudge()
  const known = new WeakMap<JobRow, JobHealth>()
  return (row) => {
    const held = known.get(row)
    if (held) return held
    const health = judge.judge(row.job, row.readAtMs, row.clock.zone)
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
  const told = timeMs(row.job.nextRunAt)
  if (told !== null && told > nowMs) return told
  return row.clock.zone === null ? null : schedules.nextAfter(row.job.cronExpr, row.clock.zone, nowMs)
}

/** How many rows are in each state. */
export function countStates(rows: readonly JobRow[], healthOf: (row: JobRow) => JobHealth): Readonly<Record<JobState, number>> {
  const counts: Record<JobState, number> = { failing: 0, missed: 0, late: 0, 'never-ran': 0, ok: 0, disabled: 0 }
  for (const row of rows) counts[healthOf(row).state] += 1
  return counts
}
