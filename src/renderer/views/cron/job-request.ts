import type { CronJob } from '../../../shared/model/cron.ts'
import { emptyJobForm, type JobForm, jobFormOf } from '../../jobs/job-form.ts'

/**
 * What the job dialog was opened for. `from` is the job that a new one starts as a copy of, `note` what is noted on the
 * new one.
 */
export type JobRequest =
  | { readonly mode: 'create'; readonly serverId: string; readonly from: CronJob | null; readonly note: string }
  | { readonly mode: 'edit'; readonly serverId: string; readonly job: CronJob }

/** The fields that the dialog starts with. */
export function startOf(request: JobRequest): JobForm {
  const job = request.mode === 'edit' ? request.job : request.from
  return job === null ? emptyJobForm(request.serverId) : jobFormOf(request.serverId, job)
}
