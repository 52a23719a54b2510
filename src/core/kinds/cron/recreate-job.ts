import { cronJob, type CronJob } from '../../../shared/kinds/cron.ts'
import type { RunItem } from '../../../shared/model/run.ts'
import { isClearlyOlder } from '../../planning/created-at.ts'
import { differences, type Draft, impossible, type Outcome } from '../../planning/outcome.ts'
import { type ServerView, unreadRow } from '../../planning/server-view.ts'
import type { Removal } from '../kind.ts'
import { isSameValue } from './is-same-value.ts'
import { invalidField } from './job-changes.ts'
import { newJobFlags, templateOf } from './new-job.ts'
import { newJobDraft } from './new-jobs.ts'

/**
 * Returns the domain that a deleted job had: undefined for none, null if nobody knows. A panel that shows the domain of
 * no job may have kept the one that the job was created with.
 */
function formerDomain(view: ServerView, { domain }: CronJob, { createdWith }: Removal): string | null | undefined {
  if (domain !== null) return domain || undefined
  if ([...view.cron.values()].some((row) => row.domain !== null)) return undefined
  const created = createdWith()
  if (created === null || created['domain'] === null) return null
  return typeof created['domain'] === 'string' ? created['domain'] : undefined
}

/**
 * Returns the creation that restores a deleted job, or `noop` if the job is back already. An equal job counts as the
 * restored one if it has the old id, or if it was not clearly created before the run began. A domain that nobody knows
 * is null in the creation and flagged: the new job will have none.
 */
function recreation(view: ServerView, item: RunItem, removal: Removal): Outcome {
  const deletedJob = cronJob.safeParse(item.before)
  if (!deletedJob.success) return impossible('not-undoable')
  const domain = formerDomain(view, deletedJob.data, removal)
  const after = { ...templateOf(deletedJob.data), ...(domain === undefined ? {} : { domain }) }
  const invalid = invalidField(after)
  if (invalid !== null) return impossible('invalid-result', invalid)
  const panelClock = view.budget?.clockOffset() ?? null
  const isRestored = (row: CronJob) =>
    differences(row, after, isSameValue) === null &&
    (row.id === deletedJob.data.id || !isClearlyOlder(row, removal.startedAtMs, panelClock))
  if ([...view.cron.values()].some(isRestored)) return 'noop'
  const unread = unreadRow(view, 'cron', String(deletedJob.data.id))
  if (unread) return unread
  const knownDuplicates = [...view.cron.values()].filter((row) => row.name === after.name).map((row) => String(row.id))
  return {
    op: 'create',
    before: null,
    after,
    flags: newJobFlags(view, after),
    undo: 'full',
    replaces: String(deletedJob.data.id),
    ...(knownDuplicates.length > 0 ? { knownDuplicates } : {}),
  }
}

/** Drafts the creation that restores a deleted job. */
export const recreateJob = (view: ServerView, item: RunItem, removal: Removal): Draft =>
  newJobDraft(view, item.subject, () => recreation(view, item, removal))
