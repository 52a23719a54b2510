import { cronFields, type FieldValues, parseCron } from '../../../shared/cron/index.ts'
import { plainSchedule } from '../../../shared/cron/plain-schedule.ts'
import type { CronDraft, CronJob } from '../../../shared/kinds/cron.ts'

/**
 * Whether two schedules mean the same, however they are written: a panel may print `@daily` as five fields, `MON` as 1
 * and `05` as 5. Two that cannot be read are the same if their texts are, regardless of spaces.
 */
export function isSameSchedule(a: string, b: string): boolean {
  if (plainSchedule(a) === plainSchedule(b)) return true
  const [one, other] = [parseCron(a), parseCron(b)]
  return one.ok && other.ok && cronFields.every((field) => isSameField(one.fields[field], other.fields[field]))
}

/** Whether two fields have the same times. A `*` at their start counts too: it decides how the days are joined. */
const isSameField = (a: FieldValues, b: FieldValues): boolean =>
  a.star === b.star && a.values.length === b.values.length && a.values.every((value, at) => value === b.values[at])

/** Returns whether this job has the name, command and schedule of the draft. */
export const isEqualJob = (
  row: Pick<CronJob, 'name' | 'command' | 'cronExpr'>,
  draft: Pick<CronDraft, 'name' | 'command' | 'cronExpr'>,
): boolean => row.name === draft.name && row.command === draft.command && isSameSchedule(row.cronExpr, draft.cronExpr)
