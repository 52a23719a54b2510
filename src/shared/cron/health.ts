import { type CronRuns, type CronZone, createCronRuns } from './runs.ts'
import { panelTimeMs } from './server-time.ts'

/** What is known about a job; the model's CronJob has this shape. Times are as the panel printed them, null: never. */
export interface JobFacts {
  readonly enabled: boolean
  readonly cronExpr: string
  readonly lastRunAt: string | null
  readonly lastRunOk: boolean
  readonly createdAt?: string | null
  readonly updatedAt?: string | null
}

export type JobState = 'disabled' | 'never-ran' | 'failing' | 'late' | 'missed' | 'ok'

export interface JobHealth {
  readonly state: JobState
  /** The time of the failed run for `failing`, else the first expected run that was not seen. Null for none. */
  readonly sinceMs: number | null
  /** Expected runs that were not seen, in any state but `disabled`: a failing or new job can have missed runs too. */
  readonly missedCount: number
  /** True if the count stopped at 100 and there are more. */
  readonly missedMore: boolean
}

const graceFloorMs = 2 * 60_000
/** A panel's clock can record a run shortly before the minute it was due. It still counts as that run. */
const skewMs = 30_000
const mostCounted = 100
const mostSchedules = 2000

/**
 * Creates a checker for whole tables. It caches the schedule of each expression and zone, because a fleet has few
 * different ones.
 * Rules: `last_run_ok: false` without a last run is a job that never ran, not a failure (API document, Create shape). A
 * run is late if it is not seen within the greater of two minutes and a tenth of the gap to the next run. If a second
 * run is not seen either, runs are missed. No run is expected before the job was created or last changed.
 * `nowMs` must be the time at which the jobs were read, by the clock of their panel. The rows cannot show what happened
 * later, and a panel with a wrong clock prints wrong times of runs.
 */
export function createHealthChecker() {
  const schedules = new Map<string, CronRuns | null>()
  const runsOf = (expr: string, zone: CronZone): CronRuns | null => {
    const key = `${typeof zone} ${zone} ${expr}`
    const known = schedules.get(key)
    if (known !== undefined) return known
    if (schedules.size >= mostSchedules) schedules.clear()
    const runs = createCronRuns(expr, zone)
    schedules.set(key, runs)
    return runs
  }
  return {
    /** Returns the health of a job at `nowMs`. If `zone` is null, the zone is not known and no run is expected. */
    check: (job: JobFacts, nowMs: number, zone: CronZone | null): JobHealth =>
      checkWith(zone === null || !job.enabled ? null : runsOf(job.cronExpr, zone), job, nowMs),
  }
}

/** Does the same as `createHealthChecker` for a single job. */
export function jobHealth(job: JobFacts, nowMs: number, zone: CronZone | null): JobHealth {
  return createHealthChecker().check(job, nowMs, zone)
}

function checkWith(runs: CronRuns | null, job: JobFacts, nowMs: number): JobHealth {
  if (!job.enabled) return { state: 'disabled', sinceMs: null, missedCount: 0, missedMore: false }
  const lastRunMs = panelTimeMs(job.lastRunAt)
  const missed = countMissed(runs, baseOf(job, lastRunMs), nowMs)
  if (lastRunMs === null) return { state: 'never-ran', ...missed }
  if (!job.lastRunOk) return { state: 'failing', ...missed, sinceMs: lastRunMs }
  if (missed.missedCount === 0) return { state: 'ok', ...missed }
  return { state: missed.missedCount === 1 ? 'late' : 'missed', ...missed }
}

/**
 * Returns the time after which runs are expected: the last run, or a later change, because a job that was enabled again
 * has not missed the runs before that.
 */
function baseOf(job: JobFacts, lastRunMs: number | null): number | null {
  const times = [lastRunMs, panelTimeMs(job.createdAt ?? null), panelTimeMs(job.updatedAt ?? null)]
  const known = times.filter((time) => time !== null)
  return known.length > 0 ? Math.max(...known) : null
}

type Missed = Pick<JobHealth, 'sinceMs' | 'missedCount' | 'missedMore'>

function countMissed(runs: CronRuns | null, baseMs: number | null, nowMs: number): Missed {
  let due = runs && baseMs !== null ? runs.after(baseMs + skewMs) : null
  const sinceMs = due
  let missedCount = 0
  while (runs && due !== null && missedCount <= mostCounted && due + graceFloorMs <= nowMs) {
    const following = runs.after(due)
    const graceMs = Math.max(graceFloorMs, following === null ? 0 : (following - due) / 10)
    if (due + graceMs > nowMs) break
    missedCount += 1
    due = following
  }
  return {
    sinceMs: missedCount > 0 ? sinceMs : null,
    missedCount: Math.min(missedCount, mostCounted),
    missedMore: missedCount > mostCounted,
  }
}
