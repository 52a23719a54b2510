import { panelTimeMs } from '../../../shared/cron/index.ts'
import { cronJob, type CronJob } from '../../../shared/kinds/cron.ts'
import type { RunItem } from '../../../shared/model/run.ts'
import { differences, type Draft, impossible, type Outcome } from '../../planning/outcome.ts'
import { type ServerView, unreadRow } from '../../planning/server-view.ts'
import { isSameValue } from './is-same-value.ts'
import { invalidField } from './job-changes.ts'
import { newJobFlags, templateOf } from './new-job.ts'
import { newJobDraft } from './new-jobs.ts'

/** How far a panel's clock may be behind this machine's for a job still to count as created since the run began. */
const clockToleranceMs = 120_000

/**
 * Returns the creation that restores a deleted job, or `noop` if the job is back already. An equal job counts as the
 * restored one if it has the old id, or if it was not clearly created before the run began.
 */
function recreation(view: ServerView, item: RunItem, startedAtMs: number): Outcome {
  const deletedJob = cronJob.safeParse(item.before)
  if (!deletedJob.success) return impossible('not-undoable')
  const after = { ...templateOf(deletedJob.data) }
  const invalid = invalidField(after)
  if (invalid !== null) return impossible('invalid-result', invalid)
  const isRestored = (row: CronJob) => {
    const madeAtMs = panelTimeMs(row.createdAt)
    return (
      differences(row, after, isSameValue) === null &&
      (row.id === deletedJob.data.id || madeAtMs === null || madeAtMs >= startedAtMs - clockToleranceMs)
    )
  }
  if ([...view.cron.values()].some(isRestored)) return 'noop'
  const unread = unreadRow(view, 'cron', String(deletedJob.data.id))
  if (unread) return unread
  const knownDuplicates = [...view.cron.values()].filter((row) => row.name === after.name).map((row) => String(row.id))
  return {
    op: 'create',
    before: null,
    after,
    flags: newJobFlags(view),
    undo: 'full',
    replaces: String(deletedJob.data.id),
    ...(knownDuplicates.length > 0 ? { knownDuplicates } : {}),
  }
}

/** Drafts the creation that restores a deleted job. */
export const recreateJob = (view: ServerView, item: RunItem, startedAtMs: number): Draft =>
  newJobDraft(view, item.subject, () => recreation(view, item, startedAtMs))
