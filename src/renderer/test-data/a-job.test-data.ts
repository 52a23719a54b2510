import type { CronJob } from '../../shared/kinds/cron.ts'
import { aServer } from './a-server.test-data.ts'
import type { JobRow } from '../kinds/cron/job-rows.ts'

/** A healthy job with default values, for tests. */
export function aJob(patch: Partial<CronJob> = {}): CronJob {
  return {
    id: 5,
    name: 'nightly',
    command: '/usr/bin/php /home/admin/cron.php',
    cronExpr: '0 3 * * *',
    domain: 'example.com',
    enabled: true,
    owner: 'admin',
    lastRunAt: '2026-05-18T03:00:04+07:00',
    lastRunOk: true,
    nextRunAt: null,
    emailOnComplete: '',
    emailOnError: false,
    createdAt: '2026-05-01T10:00:00+07:00',
    updatedAt: '2026-05-01T10:00:00+07:00',
    ...patch,
  }
}

/** Noon on the day of `aJob`'s last run, on its server's clock. */
export const noonMs = Date.parse('2026-05-18T12:00:00+07:00')

export function aRow(patch: Partial<CronJob> = {}, row: Partial<JobRow> = {}): JobRow {
  const server = aServer()
  const job = aJob(patch)
  return {
    key: `${server.id}/cron/${job.id}`,
    server,
    job,
    clock: { source: 'offset', zone: 420 },
    readAtMs: noonMs,
    clockAheadMs: 0,
    ...row,
  }
}
