import type { CronDraft, CronJob } from '../../../shared/kinds/cron.ts'

const collapseSpaces = (expression: string) => expression.trim().replace(/\s+/g, ' ')

/** Whether two schedules are the same, regardless of how many spaces part their fields. */
export const isSameSchedule = (a: string, b: string): boolean => collapseSpaces(a) === collapseSpaces(b)

/** Returns whether this job has the name, command and schedule of the draft. */
export const isEqualJob = (
  row: Pick<CronJob, 'name' | 'command' | 'cronExpr'>,
  draft: Pick<CronDraft, 'name' | 'command' | 'cronExpr'>,
): boolean => row.name === draft.name && row.command === draft.command && isSameSchedule(row.cronExpr, draft.cronExpr)
