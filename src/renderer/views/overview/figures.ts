import { createRunHours, type HourSpan, hourMs, type JobHealth, type JobState } from '../../../shared/cron/index.ts'
import type { Environment } from '../../../shared/model/server.ts'
import type { FtpRow } from '../../kinds/ftp/account-rows.ts'
import { countStates, type JobRow } from '../../kinds/cron/job-rows.ts'

/** Accounts by the state of the allow list. An empty one is no restriction; an unread one is unknown. */
export interface AccountFigures {
  readonly total: number
  readonly unrestricted: number
  /** Unrestricted and enabled: accounts that accept logins from anywhere now. */
  readonly unrestrictedEnabled: number
  readonly restricted: number
  readonly unknown: number
}

/** The number of jobs, in total and by state. */
export interface JobFigures {
  readonly total: number
  readonly states: Readonly<Record<JobState, number>>
}
export interface HourFigures {
  /** For each hour, the number of jobs that start at least once. */
  readonly jobs: readonly number[]
  /** For each hour, the number of starts, however often a job starts. */
  readonly runs: readonly number[]
  /** Enabled jobs whose runs cannot be predicted: the server's clock is unknown, or the expression cannot be read. */
  readonly unplanned: number
}

const hoursAhead = 24

/** Returns the span of one day that begins with the hour of `nowMs` on this machine's clock. */
export function spanFrom(nowMs: number): HourSpan {
  return { fromMs: new Date(nowMs).setMinutes(0, 0, 0), hours: hoursAhead }
}

/**
 * Caches what `make` returns for an array of rows. Each server has an array of its own, so that a refresh of one server
 * recounts no other.
 */
export function cacheByRows<Row extends object, F>(make: (rows: readonly Row[]) => F) {
  const known = new WeakMap<readonly Row[], F>()
  const of = (rows: readonly Row[]): F => {
    const cached = known.get(rows)
    if (cached !== undefined) return cached
    const made = make(rows)
    known.set(rows, made)
    return made
  }
  return Object.assign(of, { has: (rows: readonly Row[]) => known.has(rows) })
}

export function countAccounts(rows: readonly FtpRow[]): AccountFigures {
  let [unrestricted, unrestrictedEnabled, unknown] = [0, 0, 0]
  for (const { account } of rows) {
    if (account.allowedIps === null) unknown += 1
    else if (account.allowedIps.length === 0) {
      unrestricted += 1
      if (account.enabled) unrestrictedEnabled += 1
    }
  }
  const restricted = rows.length - unrestricted - unknown
  return { total: rows.length, unrestricted, unrestrictedEnabled, unknown, restricted }
}

function countHours(rows: readonly JobRow[], hoursOf: ReturnType<typeof createRunHours>): HourFigures {
  const jobs = new Array<number>(hoursAhead).fill(0)
  const runs = new Array<number>(hoursAhead).fill(0)
  let unplanned = 0
  for (const { job, clock } of rows) {
    if (!job.enabled) continue
    const counts = clock.zone === null ? null : hoursOf(job.cronExpr, clock.zone)
    if (counts === null) unplanned += 1
    else {
      for (let hour = 0; hour < hoursAhead; hour += 1) {
        const count = counts[hour] ?? 0
        if (count === 0) continue
        jobs[hour] = (jobs[hour] ?? 0) + 1
        runs[hour] = (runs[hour] ?? 0) + count
      }
    }
  }
  return { jobs, runs, unplanned }
}

/** The figures of single servers. Each is counted when it is first needed after that server's rows have changed. */
export function createFigures(healthOf: (row: JobRow) => JobHealth) {
  let span: HourSpan | null = null
  let hoursOfSpan: (rows: readonly JobRow[]) => HourFigures
  return {
    jobs: cacheByRows((rows: readonly JobRow[]): JobFigures => ({
      total: rows.length,
      states: countStates(rows, healthOf),
    })),
    /** Returns the figures for the day from the hour of `nowMs` on. They are counted again when that hour is over. */
    hours(rows: readonly JobRow[], nowMs: number): HourFigures {
      const wanted = spanFrom(nowMs)
      if (span?.fromMs !== wanted.fromMs) {
        span = wanted
        const counter = createRunHours(wanted)
        hoursOfSpan = cacheByRows((each) => countHours(each, counter))
      }
      return hoursOfSpan(rows)
    },
  }
}

export function sumAccounts(all: readonly AccountFigures[]): AccountFigures {
  const sum = (of: keyof AccountFigures) => all.reduce((total, each) => total + each[of], 0)
  return {
    total: sum('total'),
    unrestricted: sum('unrestricted'),
    unrestrictedEnabled: sum('unrestrictedEnabled'),
    restricted: sum('restricted'),
    unknown: sum('unknown'),
  }
}

const environments = ['production', 'staging', 'development', 'none'] as const satisfies readonly Environment[]

/** Returns the accounts of each environment that has any, production first. */
export function accountsByEnvironment(
  servers: readonly { readonly environment: Environment; readonly accounts: AccountFigures }[],
): readonly { readonly environment: Environment; readonly accounts: AccountFigures }[] {
  return environments
    .map((environment) => ({
      environment,
      accounts: sumAccounts(servers.filter((each) => each.environment === environment).map(({ accounts }) => accounts)),
    }))
    .filter(({ accounts }) => accounts.total > 0)
}

export function sumHours(all: readonly HourFigures[]): HourFigures {
  const add = (of: 'jobs' | 'runs') =>
    Array.from({ length: hoursAhead }, (_, hour) => all.reduce((sum, each) => sum + (each[of][hour] ?? 0), 0))
  return { jobs: add('jobs'), runs: add('runs'), unplanned: all.reduce((sum, each) => sum + each.unplanned, 0) }
}

/** Returns the times at which the hours of a span begin, in ms. */
export function hourStarts({ fromMs, hours }: HourSpan): readonly number[] {
  return Array.from({ length: hours }, (_, hour) => fromMs + hour * hourMs)
}
