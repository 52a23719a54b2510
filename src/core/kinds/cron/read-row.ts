import { z } from 'zod'
import type { CronJob } from '../../../shared/kinds/cron.ts'
import {
  flagOrOff,
  type Json,
  parseYesNo,
  reportedText,
  type RowReader,
  text,
  time,
  wholeNumber,
} from '../../panel/reply-fields.ts'
import type { ReportedRow } from '../../../shared/kinds/kind.ts'

const withId = z.object({ id: wholeNumber })
/** Reads one job of a list, or a job by itself. */
export const readRow: RowReader<ReportedRow<CronJob>> = (entry) => {
  const parsedId = withId.safeParse(entry)
  if (!parsedId.success) return null
  const row = entry as Json
  return {
    id: parsedId.data.id,
    name: text(row.name),
    command: text(row.command),
    cronExpr: text(row.cron_expr),
    domain: reportedText(row.domain),
    enabled: parseYesNo(row.enabled),
    owner: text(row.owner),
    lastRunAt: time(row.last_run_at),
    lastRunOk: flagOrOff(row.last_run_ok),
    nextRunAt: time(row.next_run_at),
    emailOnComplete: text(row.email_on_complete),
    emailOnError: flagOrOff(row.email_on_error),
    createdAt: time(row.created_at),
    updatedAt: time(row.updated_at),
  }
}
