import { sameValue } from '../same-value.ts'
import { plainSchedule } from '../../../shared/cron/plain-schedule.ts'
import type { CronDraft, CronJob } from '../../../shared/kinds/cron.ts'

/** Whether two schedules are the same, regardless of spaces and of whether a panel writes `@daily` as five fields. */
const isSameSchedule = (a: string, b: string): boolean => plainSchedule(a) === plainSchedule(b)

/** Returns whether this job has the name, command and schedule of the draft. */
export const isEqualJob = (
  row: Pick<CronJob, 'name' | 'command' | 'cronExpr'>,
  draft: Pick<CronDraft, 'name' | 'command' | 'cronExpr'>,
): boolean => row.name === draft.name && row.command === draft.command && isSameSchedule(row.cronExpr, draft.cronExpr)

/** Whether a shown value of a job's field means the same as another one. */
export const isSameValue = (field: string, shown: unknown, other: unknown): boolean =>
  field === 'cronExpr' && typeof shown === 'string' && typeof other === 'string'
    ? isSameSchedule(shown, other)
    : sameValue(field, shown, other)
