import { panelTimeMs } from '../../../shared/cron/index.ts'
import { type CreatedKind, isCreated, isListed, type ListedKind, type RowOf } from '../../../shared/kinds/index.ts'
import { cronJob, type CronJob } from '../../../shared/kinds/cron.ts'
import type { RowFacts } from '../../../shared/model/plan.ts'
import type { RunItem } from '../../../shared/model/run.ts'
import { creationOf } from '../../kinds/index.ts'
import { newJobFlags, templateOf } from './actions/cron-create.ts'
import { invalidField } from './actions/cron-edit.ts'
import { newJobDraft } from './jobs-plan.ts'
import {
  absentRow,
  isUnconfirmed,
  rowRefOf,
  plannedReadsOf,
  planRemoval,
  currentRow,
  planFieldChange,
} from './ledger-rows.ts'
import { differences, type Draft, impossible, type Outcome } from './actions/outcome.ts'
import { type ActionOf, draftOf, type PlanDeps, type PreparedPlan } from './prepared.ts'
import { type ServerView, unreadRow } from './actions/server-view.ts'

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
      differences(row, after) === null &&
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

/**
 * Returns what a created row should be like: as it was asked for. A setting that was not asked for should have its
 * default, unless the row has not been changed since: then the panel has other defaults.
 */
function madeRow({ kind, after }: RunItem, row: RowOf<ListedKind>): RowFacts {
  const { username: _, ...asked } = after ?? {}
  const isUntouched = row.updatedAt !== null && row.updatedAt === row.createdAt
  return isUntouched || !isCreated(kind) ? asked : { ...creationOf(kind).defaults, ...asked }
}

function undoOutcome(view: ServerView, item: RunItem, protectedIps: readonly string[]): Outcome {
  const row = currentRow(view, item)
  if (item.op === 'create') {
    if (item.madeId === null) return impossible('not-undoable')
    // If the item is not confirmed, the row may lack settings that never took effect. So nothing is expected of it:
    // the missing settings are no change by someone else.
    return row
      ? planRemoval(row, item.state === 'confirmed' ? madeRow(item, row) : {}, item.kind)
      : (unreadRow(view, item.kind, item.madeId) ?? 'noop')
  }
  if (item.op !== 'update' || item.before === null || item.after === null) return impossible('not-undoable')
  // A row without a list is planned as the run has left it. The run reads it before it is changed.
  if (!isListed(item.kind))
    return item.undo === 'none'
      ? impossible('not-undoable')
      : planFieldChange(view, item, item.after, { target: item.before, expected: item.after }, protectedIps)
  return row
    ? planFieldChange(view, item, row, { target: item.before, expected: item.after }, protectedIps)
    : absentRow(view, item)
}

/** How removed rows of a kind are created again. The removal of a row of any other kind cannot be undone. */
const recreations: { readonly [K in CreatedKind]?: (view: ServerView, item: RunItem, startedAtMs: number) => Draft } = {
  cron: (view, item, startedAtMs) => newJobDraft(view, item.subject, () => recreation(view, item, startedAtMs)),
}

/** Whether an item has changed something: it is confirmed, or it has created a row, regardless of its final state. */
const hasChangedSomething = ({ state, madeId }: RunItem) => state === 'confirmed' || madeId !== null

/**
 * Joins the steps of one row, so that each row is undone at once: to what it was before the first step, if it is still
 * as the last one has left it. A new password cannot be undone and stays an item of its own.
 */
function joinedByRow(items: readonly RunItem[]): readonly RunItem[] {
  const joined = new Map<string, RunItem>()
  for (const [at, item] of items.entries()) {
    const isStep = item.step !== undefined && item.op !== 'password'
    const key = isStep ? rowRefOf(item).key : String(at)
    const first = joined.get(key)
    const [before, after] = [{ ...item.before, ...first?.before }, item.after && { ...first?.after, ...item.after }]
    joined.set(key, first ? { ...item, before, after } : item)
  }
  return [...joined.values()]
}

/** Prepares the undo of everything that a run has done. @throws AppError run.unknown */
export function prepareUndo({ runId }: ActionOf<'undo'>, { runs, protectedIps }: PlanDeps): PreparedPlan {
  const { startedAtMs } = runs.run(runId)
  const items = joinedByRow(
    runs
      .items(runId, ['confirmed', 'failed', 'skipped', 'unknown', 'sent', 'accepted'])
      .filter((item) => hasChangedSomething(item) || isUnconfirmed(item)),
  )
  return {
    plannedReads: plannedReadsOf(items),
    *drafts(view): Iterable<Draft> {
      for (const item of items) {
        const serverView = view(item.serverId)
        const recreate = item.op === 'remove' && isCreated(item.kind) ? recreations[item.kind] : undefined
        // A row that was created is there, whatever becomes of its settings.
        if (isUnconfirmed(item) && item.madeId === null)
          yield draftOf(serverView, rowRefOf(item), item.subject, () => impossible('unconfirmed'))
        else if (recreate) yield recreate(serverView, item, startedAtMs)
        else {
          const computeOutcome = () => undoOutcome(serverView, item, protectedIps)
          yield draftOf(serverView, rowRefOf(item), item.subject, computeOutcome, currentRow(serverView, item))
        }
      }
    },
  }
}
