import type { CountedKind } from '../kind.ts'
import { cronRoutes } from './routes.ts'
import { seedJobs } from './seed.ts'
import { advanceJobs, type CronState } from './state.ts'

interface CronShape {
  readonly name: 'cron'
  readonly scope: 'cron'
  readonly field: 'jobs'
  readonly state: CronState
}

/** The cron jobs of a panel. */
export const cronKind: CountedKind<CronShape> = {
  name: 'cron',
  scope: 'cron',
  field: 'jobs',
  meanCount: 10,
  idOf: (job) => String(job.id),
  routes: cronRoutes,
  emptyState: () => ({ jobs: [], nextJobId: 1 }),
  seed: (options) => ({ jobs: seedJobs(options), nextJobId: options.firstId + options.count }),
  advance: advanceJobs,
}
