import { done, type Outcome, type PanelBase, refused } from '../../route.ts'
import { isCronExpression, nextRunMs } from './schedule.ts'

export interface CronJobState {
  readonly id: number
  readonly name: string
  readonly command: string
  readonly cronExpr: string
  readonly domain: string | null
  readonly enabled: boolean
  readonly owner: string
  /** Null while the job never ran. */
  readonly lastRunAtMs: number | null
  readonly lastRunOk: boolean
  readonly nextRunAtMs: number | null
  readonly emailOnComplete: string
  readonly emailOnError: boolean
  readonly createdAtMs: number
  readonly updatedAtMs: number
  /** Every run of this job fails. Never printed. */
  readonly failing: boolean
  /** The scheduler forgot this job: its next run stays in the past. Never printed. */
  readonly stuck: boolean
}

export interface CronState {
  readonly jobs: readonly CronJobState[]
  readonly nextJobId: number
}

export interface CronDraft {
  readonly name: string
  readonly command: string
  readonly cronExpr: string
  readonly domain: string | null
}

/** Changes to one job. A field that is left out stays as it is. */
type CronChange = Partial<
  Pick<CronJobState, 'name' | 'command' | 'cronExpr' | 'domain' | 'enabled' | 'emailOnComplete' | 'emailOnError'>
>

/** Makes a job. Fields that are left out get the values of a new job. */
export function jobOf(fields: Partial<CronJobState> & Pick<CronJobState, 'id'>, nowMs: number): CronJobState {
  return {
    name: `job-${fields.id}`,
    command: '/usr/bin/true',
    cronExpr: '0 3 * * *',
    domain: null,
    enabled: true,
    owner: 'admin',
    lastRunAtMs: null,
    lastRunOk: false,
    nextRunAtMs: null,
    emailOnComplete: '',
    emailOnError: false,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    failing: false,
    stuck: false,
    ...fields,
  }
}

function refusalOf(change: CronChange) {
  if (change.name?.trim() === '') return refused(400, 'Name is required')
  if (change.command?.trim() === '') return refused(400, 'Command is required')
  if (change.cronExpr?.trim() === '') return refused(400, 'Cron expression is required')
  if (change.cronExpr !== undefined && !isCronExpression(change.cronExpr))
    return refused(400, `Invalid cron expression: ${change.cronExpr}`)
  return null
}

/**
 * Creates a job with the next free id. As the API document prints it, the job has no next run yet; the scheduler sets
 * that a minute later. Refuses with 400 if a field is missing or invalid, and with 409 if the name is taken and
 * `uniqueNames` is set.
 */
export function createJob(
  state: PanelBase & CronState,
  draft: CronDraft,
  nowMs: number,
  uniqueNames: boolean,
): Outcome<CronState, CronJobState> {
  const refusal = refusalOf(draft)
  if (refusal) return refusal
  if (uniqueNames && state.jobs.some((job) => job.name === draft.name))
    return refused(409, `Cron job ${draft.name} already exists`)
  const job = jobOf({ ...draft, id: state.nextJobId, owner: state.owner }, nowMs)
  return done({ ...state, jobs: [...state.jobs, job], nextJobId: state.nextJobId + 1 }, job)
}

/** Returns the job with this id, or refuses with 404. */
export function readJob(state: CronState, id: number): Outcome<CronState, CronJobState> {
  const job = state.jobs.find((one) => one.id === id)
  return job ? done(state, job) : refused(404, 'Cron job not found')
}

/**
 * Sets the fields of the change, and computes the next run again if the schedule or `enabled` is among them. Refuses
 * with 404 if there is no such job, and with 400 if a value is invalid.
 */
export function changeJob(
  state: PanelBase & CronState,
  id: number,
  change: CronChange,
  nowMs: number,
): Outcome<CronState, CronJobState> {
  const found = readJob(state, id)
  if (!found.ok) return found
  const refusal = refusalOf(change)
  if (refusal) return refusal
  const changed = { ...found.value, ...change, updatedAtMs: nowMs }
  const replan = change.cronExpr !== undefined || change.enabled !== undefined
  const nextRunAtMs = changed.enabled ? nextRunMs(changed.cronExpr, nowMs, state.utcOffsetMinutes) : null
  const job: CronJobState = replan ? { ...changed, nextRunAtMs, stuck: false } : changed
  return done({ ...state, jobs: state.jobs.map((one) => (one === found.value ? job : one)) }, job)
}

/** Removes the job. Refuses with 404 if there is no such job. */
export function removeJob(state: CronState, id: number): Outcome<CronState, CronJobState> {
  const found = readJob(state, id)
  return found.ok ? done({ ...state, jobs: state.jobs.filter((one) => one !== found.value) }, found.value) : found
}

const plannedAfterMs = 60_000

function advanceJob(job: CronJobState, nowMs: number, utcOffsetMinutes: number): CronJobState {
  if (!job.enabled || job.stuck) return job
  if (job.nextRunAtMs === null) {
    return nowMs < job.createdAtMs + plannedAfterMs
      ? job
      : { ...job, nextRunAtMs: nextRunMs(job.cronExpr, nowMs, utcOffsetMinutes) }
  }
  if (job.nextRunAtMs > nowMs) return job
  return {
    ...job,
    lastRunAtMs: job.nextRunAtMs,
    lastRunOk: !job.failing,
    nextRunAtMs: nextRunMs(job.cronExpr, nowMs, utcOffsetMinutes),
  }
}

/** Returns the jobs at a later time: due ones have run, new ones have a next run. Of missed runs one is recorded. */
export function advanceJobs(state: PanelBase & CronState, nowMs: number): CronState {
  const due = (job: CronJobState) => advanceJob(job, nowMs, state.utcOffsetMinutes)
  const jobs = state.jobs.map(due)
  return jobs.some((job, index) => job !== state.jobs[index]) ? { ...state, jobs } : state
}
