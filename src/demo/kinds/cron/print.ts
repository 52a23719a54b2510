import { type PrintOptions, printTime, printTimeOrNull } from '../../print.ts'
import type { CronJobState } from './state.ts'

/** Prints a cron job with fields in the order of the API document, which shows no domain even if one was sent. */
export function printJob(job: CronJobState, options: PrintOptions): object {
  return {
    id: job.id,
    name: job.name,
    command: job.command,
    cron_expr: job.cronExpr,
    enabled: job.enabled,
    owner: job.owner,
    last_run_at: printTimeOrNull(job.lastRunAtMs, options),
    last_run_ok: job.lastRunOk,
    next_run_at: printTimeOrNull(job.nextRunAtMs, options),
    email_on_complete: job.emailOnComplete,
    email_on_error: job.emailOnError,
    created_at: printTime(job.createdAtMs, options),
    updated_at: printTime(job.updatedAtMs, options),
  }
}
