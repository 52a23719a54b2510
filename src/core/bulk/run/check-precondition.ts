import type { RowFacts } from '../../../shared/model/plan.ts'
import { creationOf, type PanelRow } from '../../kinds/index.ts'
import { flipped } from '../../kinds/setters.ts'
import type { ClockOffset } from '../../limiter/types.ts'
import type { StoredItem } from '../../storage/run-columns.ts'
import { driftOf, idOfRow, isAsAsked, isNamesake, isReplaced, missingOf, pick, compareRow, wantedOf } from './rows.ts'
import { lookalikes, reconcileItem, type Snapshot } from './reconcile-item.ts'

/** What to do with an item that was not sent, or not with success, given the row as it is now. */
export type Precondition =
  | { readonly kind: 'send'; readonly madeId: string | null }
  /** The row is as wanted. `byUs` is true if an earlier attempt was sent. */
  | { readonly kind: 'already-so'; readonly byUs: boolean; readonly madeId: string | null }
  | { readonly kind: 'gone' }
  /** `knownDuplicates` are other rows of that name; the row may be created beside them if the user says so. */
  | { readonly kind: 'conflict'; readonly found: RowFacts; readonly knownDuplicates?: readonly string[] }
  | { readonly kind: 'unknown'; readonly found: RowFacts | null }
  /** The panel does not show the state of the switch that was to be flipped. */
  | { readonly kind: 'unreported' }

/**
 * Pure. `createdIds` are the ids of rows that other items are known to have created; `panelClock` tells how
 * far the panel's clock is ahead.
 */
export function checkPrecondition(
  stored: StoredItem,
  row: PanelRow | undefined,
  snapshot: Snapshot,
  createdIds: ReadonlySet<string>,
  panelClock: ClockOffset | null,
): Precondition {
  const { item, outcome } = stored
  const byUs = outcome.firstSentAtMs !== null
  const already: Precondition = { kind: 'already-so', byUs, madeId: outcome.madeId }
  if (item.op === 'create') return checkCreation(stored, row, snapshot, createdIds, panelClock)
  if (!row) return item.op === 'remove' ? already : { kind: 'gone' }
  if (item.op === 'password') return { kind: 'send', madeId: null }
  if (item.op === 'remove') {
    if (isReplaced(item, row)) return byUs ? already : { kind: 'conflict', found: pick(row, ['createdAt']) }
    const drift = driftOf(item, row)
    return drift.length > 0 ? { kind: 'conflict', found: pick(row, drift) } : { kind: 'send', madeId: null }
  }
  const { toSend, conflicting } = compareRow(item, row)
  if (conflicting.length > 0) return { kind: 'conflict', found: pick(row, Object.keys(wantedOf(item))) }
  if (toSend.length === 0) return already
  return unreported(stored, row, toSend) ?? { kind: 'send', madeId: null }
}

/** Returns what becomes of an item that would flip a switch which its row does not show; null for all others. */
function unreported({ item, outcome }: StoredItem, row: PanelRow, fields: readonly string[]): Precondition | null {
  const isHidden = fields.some((field) => flipped(item.kind).includes(field)) && row.enabled === null
  if (!isHidden) return null
  return outcome.flipSent ? { kind: 'unknown', found: null } : { kind: 'unreported' }
}

function checkCreation(
  stored: StoredItem,
  row: PanelRow | undefined,
  snapshot: Snapshot,
  createdIds: ReadonlySet<string>,
  panelClock: ClockOffset | null,
): Precondition {
  const { item, outcome } = stored
  if (outcome.madeId !== null) {
    if (!row) return { kind: 'gone' }
    const missing = missingOf(item, row)
    if (missing.length === 0) return { kind: 'already-so', byUs: true, madeId: outcome.madeId }
    return unreported(stored, row, missing) ?? { kind: 'send', madeId: outcome.madeId }
  }
  if (outcome.firstSentAtMs !== null) {
    // An attempt that was given up may have succeeded after all.
    const result = reconcileItem(
      { stored: { ...stored, state: 'sent' }, elapsedMs: Infinity, answerTimeoutMs: 0, createdIds, panelClock },
      snapshot,
    )
    if (result.kind === 'confirmed') return { kind: 'already-so', byUs: true, madeId: result.madeId }
    // A row that only has the name is a conflict, as it is for a creation that was not sent.
    const isNamesake = lookalikes(stored, snapshot.rows).length === 0 && !snapshot.cut
    if (result.kind === 'unknown' && !isNamesake) return result
    if (result.kind === 'again' && result.madeId !== null) return { kind: 'send', madeId: result.madeId }
  }
  return checkNamesakes(stored, snapshot, createdIds)
}

/**
 * Checks rows of that name that have appeared since the plan was made. An equal row is what was wanted. A different row
 * needs the user's decision, because two jobs with the same name would both run. If names are unique, the creation is
 * left to the panel, which refuses a second row of that name: even a row that shows all wanted values may have another
 * password.
 */
function checkNamesakes(
  { item, outcome }: StoredItem,
  snapshot: Snapshot,
  createdIds: ReadonlySet<string>,
): Precondition {
  const id = (row: PanelRow) => idOfRow(item.kind, row)
  const isNew = (row: PanelRow) => !outcome.baselineIds.includes(id(row)) && !createdIds.has(id(row))
  const newNamesakes = snapshot.rows.filter((row) => isNamesake(item, row) && isNew(row))
  const [first] = newNamesakes
  if (first === undefined || creationOf(item.kind).hasUniqueNames) return { kind: 'send', madeId: null }
  if (newNamesakes.some((row) => isAsAsked(item, row))) return { kind: 'already-so', byUs: false, madeId: null }
  return {
    kind: 'conflict',
    found: pick(first, Object.keys(item.after ?? {})),
    knownDuplicates: newNamesakes.map(id),
  }
}
