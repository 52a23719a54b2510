import type { Kind } from '../../shared/kinds/index.ts'
import type { bulkOps, ImpossibleReason, RowFacts, UndoKind } from '../../shared/model/plan.ts'
import type { PlanFlag } from '../../shared/plan-flags.ts'

/** The outcome of an action on one row: a change, nothing to do, or the reason why the change is impossible. */
export type Outcome = Change | 'noop' | Impossible

export interface Change {
  readonly op: (typeof bulkOps)[number]
  readonly before: RowFacts | null
  readonly after: RowFacts | null
  /** Flags other than `production` and `irreversible`, which follow from the server and from `undo`. */
  readonly flags: readonly PlanFlag[]
  readonly undo: UndoKind
  /** Ids of existing rows with the same name as the row to be created. */
  readonly knownDuplicates?: readonly string[]
  /** The id of the deleted row that the change creates again. */
  readonly replaces?: string
  /** The password that the change sets. */
  readonly secret?: string
  /** Protected addresses that the list would lose. */
  readonly lostProtectedIps?: readonly string[]
}

export interface Impossible {
  readonly reason: ImpossibleReason
  readonly detail: string | null
  /** As in ImpossibleRow. */
  readonly triedAtMs?: number
}

export const impossible = (reason: ImpossibleReason, detail: string | null = null): Impossible => ({ reason, detail })

/** One row that a plan is about, existing or to be created, with its outcome. */
export interface Draft {
  readonly key: string
  readonly serverId: string
  readonly kind: Kind
  readonly subject: string
  readonly outcome: Outcome
  /** The row as it is known, if there is one. */
  readonly row?: RowFacts | undefined
}

/** Whether a shown value of a field means the same as another one, by the rules of a kind. */
export type SameValue = (field: string, shown: unknown, other: unknown) => boolean

/** Returns the wanted fields that differ from the row's, on both sides; null if the row is as wanted. */
export function differences(
  row: RowFacts,
  wanted: RowFacts,
  same: SameValue,
): { readonly before: RowFacts; readonly after: RowFacts } | null {
  const fields = Object.keys(wanted).filter((field) => !same(field, row[field], wanted[field]))
  if (fields.length === 0) return null
  const pick = (facts: RowFacts) => Object.fromEntries(fields.map((field) => [field, facts[field] ?? null]))
  return { before: pick(row), after: pick(wanted) }
}

/** Joins the changes of different fields of one row into one change. It is impossible if one of the two is. */
export function combined(one: Outcome, other: Outcome): Outcome {
  if (other === 'noop') return one
  if (one === 'noop' || 'reason' in other) return other
  if ('reason' in one) return one
  return {
    ...other,
    before: { ...one.before, ...other.before },
    after: { ...one.after, ...other.after },
    flags: [...new Set([...one.flags, ...other.flags])],
    undo: one.undo === 'none' ? 'none' : other.undo,
  }
}

/** Plans a change of fields that can be set back to what they were. */
export function edit(row: RowFacts, wanted: RowFacts, same: SameValue): Outcome {
  const sides = differences(row, wanted, same)
  return sides === null ? 'noop' : { op: 'update', ...sides, flags: [], undo: 'full' }
}

/** Plans the deletion of a row. */
export const removal = (row: object, undo: UndoKind): Outcome => ({
  op: 'remove',
  before: { ...row },
  after: null,
  flags: [],
  undo,
})
