import { plainSchedule } from '../../../shared/cron/plain-schedule.ts'
import type { CronDraft, CronJob } from '../../../shared/kinds/cron.ts'

/** Whether two schedules are the same, regardless of spaces and of whether a panel writes `@daily` as five fields. */
export const isSameSchedule = (a: string, b: string): boolean => plainSchedule(a) === plainSchedule(b)

/** Returns whether this job has the name, command and schedule of the draft. */
export const isEqualJob = (
  row: Pick<CronJob, 'name' | 'command' | 'cronExpr'>,
  draft: Pick<CronDraft, 'name' | 'command' | 'cronExpr'>,
): boolean => row.name === draft.name && row.command === draft.command && isSameSchedule(row.cronExpr, draft.cronExpr)
