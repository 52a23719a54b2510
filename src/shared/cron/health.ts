import { type CronRuns, type CronZone, createCronRuns } from './runs.ts'
import { panelTimeMs } from './server-time.ts'

/** What is known of a job; a CronJob of the model fits. Times as the panel printed them, null for never. */
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
  /** The failed run's time for `failing`; for all others the first expected run that was not seen; null for none. */
  readonly sinceMs: number | null
  /**
   * Expected runs that were not seen, in any state but `disabled`: a failing or new job can have stood still as well.
   */
  readonly missedCount: number
  /** The count was stopped at 100: there are more. */
  readonly missedMore: boolean
}

export interface HealthChecker {
  /** Judges one job as it was at `nowMs`. `zone` null means that the server's zone is not known: no run is expected. */
  readonly check: (job: JobFacts, nowMs: number, zone: CronZone | null) => JobHealth
}

const graceFloorMs = 2 * 60_000
/** A panel's clock may note a run shortly before its minute; it is that minute's run all the same. */
const skewMs = 30_000
const mostCounted = 100
const mostSchedules = 2000

/**
 * A judge for whole tables: it keeps the schedule of each expression and zone, of which a fleet has few.
 * Rules: `last_run_ok: false` with no last run is a job that never ran, not a failure (API document, Create shape).
 * A run is late when it is not seen within the greater of two minutes and a tenth of the gap to the run after it; with
 * a second one gone as well, runs are missed. Nothing is expected of the time before a job was created or last changed.
 * `nowMs` must be the time at which the jobs were read, by the clock of their panel: what happened since then cannot be
 * in them, and a clock that is wrong prints wrong times of runs.
 */
export function createHealthChecker(): HealthChecker {
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
    check: (job, nowMs, zone) =>
      checkWith(zone === null || !job.enabled ? null : runsOf(job.cronExpr, zone), job, nowMs),
  }
}

/** `createHealthJudge` for a single job. */
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

/** Where to expect runs from: the last one, or a later change, since a job that was switched on again owes nothing. */
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
