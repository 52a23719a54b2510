import type { Random } from '../../random.ts'
import type { SeedOptions } from '../kind.ts'
import { jobKinds } from './cast.ts'
import { nextRunMs, previousRunsMs } from './schedule.ts'
import { type CronJobState, jobOf } from './state.ts'

const dayMs = 86_400_000
const minuteMs = 60_000

/**
 * Creates a function that returns the last and the next run of an expression around `nowMs`. It caches results, because
 * the jobs of a panel share few expressions.
 */
function createRunTimes(nowMs: number) {
  const known = new Map<string, RunTimes>()
  return (cronExpr: string, utcOffsetMinutes: number) => {
    const key = `${utcOffsetMinutes} ${cronExpr}`
    const times = known.get(key) ?? {
      lastMs: previousRunsMs(cronExpr, nowMs, utcOffsetMinutes, 1)[0] ?? null,
      nextMs: nextRunMs(cronExpr, nowMs, utcOffsetMinutes),
    }
    known.set(key, times)
    return times
  }
}

type Health = 'healthy' | 'failing' | 'disabled' | 'never-run' | 'late'

function healthOf(random: Random, index: number): Health {
  // The first jobs of a panel are more likely to have a problem of each kind. So a small fleet shows every kind, and
  // hardly any panel has them all.
  const firstJobsHealth: readonly Health[] = ['healthy', 'healthy', 'failing', 'disabled', 'never-run', 'late']
  const preferred = firstJobsHealth[index]
  const randomNumber = random.next()
  if (preferred && random.chance(0.3)) return preferred
  if (randomNumber < 0.84) return 'healthy'
  if (randomNumber < 0.9) return 'failing'
  if (randomNumber < 0.96) return 'disabled'
  return randomNumber < 0.98 ? 'never-run' : 'late'
}

interface RunTimes {
  readonly lastMs: number | null
  readonly nextMs: number | null
}

function historyOf(health: Health, now: RunTimes, twoDaysAgo: RunTimes, nowMs: number): Partial<CronJobState> {
  if (health === 'never-run')
    return { nextRunAtMs: now.nextMs, createdAtMs: nowMs - 20 * minuteMs, updatedAtMs: nowMs - 20 * minuteMs }
  if (health === 'disabled') return { enabled: false, lastRunAtMs: twoDaysAgo.lastMs, lastRunOk: true }
  // The scheduler lost the job two days ago. If the next run of a monthly job is still in the future, the job is
  // healthy.
  if (health === 'late')
    return { stuck: true, lastRunAtMs: twoDaysAgo.lastMs, lastRunOk: true, nextRunAtMs: twoDaysAgo.nextMs }
  return {
    lastRunAtMs: now.lastMs,
    lastRunOk: health === 'healthy',
    failing: health === 'failing',
    nextRunAtMs: now.nextMs,
  }
}

/** Generates cron jobs like a shop's: most healthy, some failing, disabled, never run or forgotten by the scheduler. */
export function seedJobs({ random, agency, count, firstId, nowMs }: SeedOptions): readonly CronJobState[] {
  const timesNow = createRunTimes(nowMs)
  const timesTwoDaysAgo = createRunTimes(nowMs - 2 * dayMs)
  const start = random.int(0, jobKinds.length - 1)
  return Array.from({ length: count }, (_, index) => {
    const kind = jobKinds[(start + index) % jobKinds.length] ?? jobKinds[0]
    const domain = `${random.pick(agency.shops)}.example`
    const health = healthOf(random, index)
    // A job that never ran must have a schedule whose first run is still to come.
    const cronExpr = health === 'never-run' ? '0 7 1 * *' : random.pick<string>(kind.exprs)
    const createdAtMs = nowMs - random.int(40, 900) * dayMs
    return jobOf(
      {
        id: firstId + index,
        name: index < jobKinds.length ? kind.name : `${kind.name}-${Math.floor(index / jobKinds.length) + 1}`,
        command: kind.command.replaceAll('{home}', `/home/${agency.key}`).replaceAll('{domain}', domain),
        cronExpr,
        domain,
        owner: agency.key,
        emailOnComplete: random.chance(0.1) ? `ops@${agency.key}.example` : '',
        emailOnError: random.chance(0.4),
        createdAtMs,
        updatedAtMs: createdAtMs,
        ...historyOf(
          health,
          timesNow(cronExpr, agency.utcOffsetMinutes),
          timesTwoDaysAgo(cronExpr, agency.utcOffsetMinutes),
          nowMs,
        ),
      },
      nowMs,
    )
  })
}
