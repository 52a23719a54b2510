import { isCreated, isListed, type ListedKind, type RowOf } from '../../../shared/kinds/index.ts'
import type { RowFacts } from '../../../shared/model/plan.ts'
import type { RunItem } from '../../../shared/model/run.ts'
import { creationOf, rowKind } from '../../kinds/index.ts'
import {
  absentRow,
  isUnconfirmed,
  rowRefOf,
  plannedReadsOf,
  planRemoval,
  currentRow,
  planFieldChange,
  type RunPlanDeps,
} from './ledger-rows.ts'
import { isClearlyNewer } from '../../planning/created-at.ts'
import { type Draft, impossible, type Outcome } from '../../planning/outcome.ts'
import { type ActionOf, draftOf, type PreparedPlan } from '../../planning/prepared.ts'
import { type ServerView, unreadRow } from '../../planning/server-view.ts'

/**
 * Returns what a created row should be like: as it was asked for. A setting that was not asked for should have its
 * default, unless the row has not been changed since: then the panel has other defaults.
 */
function madeRow({ kind, after }: RunItem, row: RowOf<ListedKind>): RowFacts {
  const asked = after ?? {}
  const isUntouched = row.updatedAt !== null && row.updatedAt === row.createdAt
  return isUntouched || !isCreated(kind) ? asked : { ...creationOf(kind).defaults, ...asked }
}

/**
 * Whether a row was created after the run was done with it, on the panel's clock. Then it is another row of that name,
 * even if its values are those that the run has left.
 */
function isLaterRow({ budget }: ServerView, { endedAtMs }: RunItem, row: RowOf<ListedKind>): boolean {
  return endedAtMs !== null && isClearlyNewer(row, endedAtMs, budget?.clockOffset() ?? null)
}

const asChangedSince = (outcome: Outcome): Outcome =>
  outcome === 'noop' || 'reason' in outcome || outcome.flags.includes('changed-since')
    ? outcome
    : { ...outcome, flags: [...outcome.flags, 'changed-since'] }

function undoOutcome(view: ServerView, item: RunItem, protectedIps: readonly string[]): Outcome {
  const row = currentRow(view, item)
  const outcome = undoOf(view, item, row, protectedIps)
  return row && isLaterRow(view, item, row) ? asChangedSince(outcome) : outcome
}

function undoOf(
  view: ServerView,
  item: RunItem,
  row: RowOf<ListedKind> | undefined,
  protectedIps: readonly string[],
): Outcome {
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
export function prepareUndo(
  { runId }: ActionOf<'undo'>,
  { runs, protectedIps, createdWith }: RunPlanDeps,
): PreparedPlan {
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
        const { recreate } = item.op === 'remove' ? rowKind(item.kind) : {}
        // A row that was created is there, whatever becomes of its settings.
        if (isUnconfirmed(item) && item.madeId === null)
          yield draftOf(serverView, rowRefOf(item), item.subject, () => impossible('unconfirmed'))
        else if (recreate) yield recreate(serverView, item, { startedAtMs, createdWith: () => createdWith(item.key) })
        else {
          const computeOutcome = () => undoOutcome(serverView, item, protectedIps)
          yield draftOf(serverView, rowRefOf(item), item.subject, computeOutcome, currentRow(serverView, item))
        }
      }
    },
  }
}
