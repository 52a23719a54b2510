import { sameList } from '../../../shared/ip/index.ts'
import type { bulkOps, ImpossibleReason, PlanFlag, RowFacts, UndoKind } from '../../../shared/model/plan.ts'

/** What an action makes of one row: a change, nothing, or the reason why not. */
export type Outcome = Change | 'noop' | Impossible

export interface Change {
  readonly op: (typeof bulkOps)[number]
  readonly before: RowFacts | null
  readonly after: RowFacts | null
  /** Without `production` and `irreversible`, which follow from the server and from `undo`. */
  readonly flags: readonly PlanFlag[]
  readonly undo: UndoKind
  /** Ids of rows of the same name beside which a row is made. */
  readonly knownDuplicates?: readonly string[]
  /** A password that goes with it. */
  readonly secret?: string
  /** Addresses of ours that its list would lose. */
  readonly lostProtectedIps?: readonly string[]
}

export interface Impossible {
  readonly reason: ImpossibleReason
  readonly detail: string | null
}

export const impossible = (reason: ImpossibleReason, detail: string | null = null): Impossible => ({ reason, detail })

/** One row that an intent names, with what becomes of it. */
export interface Draft {
  readonly key: string
  readonly serverId: string
  readonly kind: 'ftp' | 'cron'
  readonly subject: string
  readonly outcome: Outcome
}

const squeezed = (text: string) => text.trim().replace(/\s+/g, ' ')

/**
 * Whether a row's value of a field says what is wanted: lists of addresses in any order and spelling, schedules with
 * any spaces, null as absent. A domain that is not shown is no difference: the API document takes one with a new row,
 * and has none in what it shows of rows.
 */
function sameValue(field: string, a: unknown, b: unknown): boolean {
  if (a === b || (a ?? null) === (b ?? null)) return true
  if (field === 'domain') return (a ?? null) === null
  if (field === 'allowedIps' && Array.isArray(a) && Array.isArray(b))
    return sameList(a as readonly string[], b as readonly string[])
  return field === 'cronExpr' && typeof a === 'string' && typeof b === 'string' && squeezed(a) === squeezed(b)
}

/** The wanted fields that differ from the row's, on both sides; null where the row is as wanted. */
export function differences(
  row: RowFacts,
  wanted: RowFacts,
): { readonly before: RowFacts; readonly after: RowFacts } | null {
  const fields = Object.keys(wanted).filter((field) => !sameValue(field, row[field], wanted[field]))
  if (fields.length === 0) return null
  const pick = (facts: RowFacts) => Object.fromEntries(fields.map((field) => [field, facts[field] ?? null]))
  return { before: pick(row), after: pick(wanted) }
}

/** A change of fields that can be set back as they were. */
export function edit(row: RowFacts, wanted: RowFacts): Outcome {
  const sides = differences(row, wanted)
  return sides === null ? 'noop' : { op: 'update', ...sides, flags: [], undo: 'full' }
}
