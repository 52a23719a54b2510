import { isListed, type ListedKind, type RowOf } from '../../../shared/kinds/index.ts'
import { rowKey } from '../../../shared/model/inventory.ts'
import type { RowFacts } from '../../../shared/model/plan.ts'
import type { RunItem } from '../../../shared/model/run.ts'
import { changedFields } from '../../kinds/row-facts.ts'
import { rowKind } from '../../kinds/index.ts'
import type { Risks } from '../../kinds/kind.ts'
import { differences, type Impossible, impossible, type Outcome } from '../../planning/outcome.ts'
import type { PlanDeps } from '../../planning/prepared.ts'
import type { Runs } from '../types.ts'
import { createPlannedReads, type PlannedRead } from '../../planning/planned-reads.ts'
import { absenceOf, type ServerView } from '../../planning/server-view.ts'
import { parseKey } from '../../planning/targets.ts'

type Row = RowOf<ListedKind>

/** Returns the id of the row that an item of a run is about (for a creation, the new row). Null if no id is known. */
export function idOf(item: RunItem): string | null {
  return item.op === 'create' ? item.madeId : (parseKey(item.key)?.id ?? null)
}

/** Returns the key, server and kind of the row that an item of a run is about. A created row has its own key by now. */
export const rowRefOf = ({ key, serverId, kind, op, madeId }: RunItem) => ({
  key: op === 'create' && madeId !== null ? rowKey(serverId, kind, madeId) : key,
  serverId,
  kind,
})

/** Whether an item was sent and no read has shown its outcome yet. */
export const isUnconfirmed = ({ state, open }: RunItem): boolean => open || state === 'sent' || state === 'accepted'

/** Returns the current row that an item of a run is about; undefined if it is gone or its id is not known. */
export function currentRow(view: ServerView, item: RunItem): Row | undefined {
  const id = idOf(item)
  return id === null || !isListed(item.kind) ? undefined : view[item.kind].get(id)
}

/** Returns why the row that an item of a run is about is not in the view: it is gone, or it could not be read. */
export const absentRow = (view: ServerView, item: RunItem): Impossible => absenceOf(view, item.kind, idOf(item) ?? '')

/**
 * Returns the time after which a snapshot must have been read to show a created row: after its creation was sent and
 * after its item ended. If the item ended without being read back, no older snapshot shows the row.
 */
const sinceOf = ({ op, sentAtMs, endedAtMs }: RunItem) =>
  op === 'create' && sentAtMs !== null ? { sinceMs: Math.max(sentAtMs, endedAtMs ?? 0) } : {}

/** Returns what must be read before items of a run can be undone or retried. */
export function plannedReadsOf(items: readonly RunItem[]): readonly PlannedRead[] {
  const plannedReads = createPlannedReads()
  for (const item of items) {
    const { after, kind } = item
    if (!isListed(kind)) {
      plannedReads.add(item.serverId, {})
      continue
    }
    const whole =
      (item.op === 'update' || item.madeId !== null) &&
      after !== null &&
      rowKind(kind).ownRead.some((field) => field in after)
    const id = idOf(item)
    plannedReads.add(item.serverId, {
      kind,
      ...sinceOf(item),
      ...(id === null ? { newRow: after ?? {} } : { row: id, whole }),
    })
  }
  return plannedReads.list()
}

/** Returns the code of the error of an item's row that had to be read by itself and was not. */
const wholeFailedOf = ({ wholeFailed }: ServerView, item: RunItem): string | undefined =>
  isListed(item.kind) ? wholeFailed[item.kind].get(idOf(item) ?? '') : undefined

const noRisks: Risks = { flags: [], lostProtectedIps: [] }

/** What is needed to plan from the ledger of a run. */
export interface RunPlanDeps extends PlanDeps {
  readonly runs: Runs
  /** Returns what the row with this key was created with, if the record knows; else null. */
  readonly createdWith: (key: string) => RowFacts | null
}

const isList = (value: unknown): value is readonly string[] => Array.isArray(value)

/**
 * Plans to set fields of a row to values kept in a ledger. `expected` are the values that the row should have now. If
 * it has others, someone else has changed the row, and the user must confirm that separately.
 */
export function planFieldChange(
  view: ServerView,
  item: RunItem,
  row: RowFacts,
  { target, expected }: { readonly target: RowFacts; readonly expected: RowFacts },
  protectedIps: readonly string[],
): Outcome {
  if ('allowedIps' in target) {
    // A list that was unknown at the time cannot be set.
    if (!isList(target['allowedIps'])) return impossible('not-undoable', 'allowedIps')
    const failed = row['allowedIps'] === null ? wholeFailedOf(view, item) : undefined
    if (failed !== undefined) return impossible('unread', failed)
  }
  const { same, risksOf } = rowKind(item.kind)
  const sides = differences(row, target, same)
  if (sides === null) return 'noop'
  const { before, after } = sides
  const { flags, lostProtectedIps } = risksOf?.(before, after, protectedIps) ?? noRisks
  const changed = changedFields(row, expected, same).length > 0
  return {
    op: 'update',
    before,
    after,
    flags: [...flags, ...(changed ? (['changed-since'] as const) : [])],
    undo: isList(after['allowedIps']) && !isList(before['allowedIps']) ? 'none' : 'full',
    lostProtectedIps,
  }
}

/** Plans the removal of an existing row, which should still be as `expected`. */
export function planRemoval(row: Row, expected: RowFacts, kind: RunItem['kind']): Outcome {
  const changed = changedFields({ ...row }, expected, rowKind(kind).same).length > 0
  return {
    op: 'remove',
    before: { ...row },
    after: null,
    flags: changed ? ['changed-since'] : [],
    undo: rowKind(kind).undoOfRemoval,
  }
}
