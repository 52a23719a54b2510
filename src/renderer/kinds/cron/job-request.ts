import type { CronJob } from '../../../shared/kinds/cron.ts'
import { emptyJobForm, type JobForm, jobFormOf } from './job-form.ts'

/**
 * What the job dialog was opened for. A new job starts as a copy of `from`, or empty. Its
 * `serverId` is empty if the user has to choose the server.
 */
export type JobRequest =
  | { readonly mode: 'create'; readonly serverId: string; readonly from: CronJob | null }
  | { readonly mode: 'edit'; readonly serverId: string; readonly job: CronJob }

/** Returns the fields that the dialog starts with. */
export function startOf(request: JobRequest): JobForm {
  const job = request.mode === 'edit' ? request.job : request.from
  return job === null ? emptyJobForm(request.serverId) : jobFormOf(request.serverId, job)
}
