import type { RowFacts } from '../../../shared/model/plan.ts'
import { creationOf, type PanelRow, rowKind } from '../../kinds/index.ts'
import { sideEffects } from '../../kinds/row-facts.ts'
import { flipped } from '../../kinds/setters.ts'
import type { ClockOffset } from '../../limiter/types.ts'
import { isMadeSince } from '../../planning/created-at.ts'
import type { StoredItem } from '../../storage/run-columns.ts'
import { idOf, idOfRow, isInForce, isReplaced, missingOf, pick, compareRow, wantedOf } from './rows.ts'

/** The rows of one kind on one server, as they were read. */
export interface Snapshot {
  row(id: string): PanelRow | undefined
  readonly rows: readonly PanelRow[]
  /** Whether the panel holds more rows than it listed. Then the absence of a row proves nothing. */
  readonly cut: boolean
}

/** What a snapshot shows about an item that was sent. */
export type Reconciled =
  /** `found` holds the fields that the change has changed besides what was wanted; null if there are none. */
  | { readonly kind: 'confirmed'; readonly madeId: string | null; readonly found?: RowFacts | null }
  /** The change is not in force, or its row cannot be seen. It may be sent again without harm. */
  | { readonly kind: 'again'; readonly madeId: string | null }
  /**
   * The change is not in force. It must not be sent again, because it would be made twice if the request that was sent
   * is carried out as well. `found` holds what it sets if a part of that is in force.
   */
  | { readonly kind: 'not-done'; readonly found: RowFacts | null }
  | { readonly kind: 'not-applied'; readonly found: RowFacts | null }
  /** The panel accepted the change but shows a value that is neither the old nor the wanted one. */
  | { readonly kind: 'altered'; readonly found: RowFacts }
  /** Someone has removed the row. */
  | { readonly kind: 'gone' }
  /** What was sent may still take effect. A read `forMs` later will tell. */
  | { readonly kind: 'wait'; readonly forMs: number }
  /** No read can tell. */
  | { readonly kind: 'unknown'; readonly found: RowFacts | null }

export interface Sent {
  readonly stored: StoredItem
  /** The time in ms from when its last request left to when the snapshot was asked for, as far as is known. */
  readonly elapsedMs: number
  /** How long an answer may take, in ms. Before that, a reading that shows no effect decides nothing. */
  readonly answerTimeoutMs: number
  /** How far the panel's clock is ahead of this machine's; null if that is not known. */
  readonly panelClock: ClockOffset | null
  /** Ids of rows that other items are known to have created. */
  readonly createdIds: ReadonlySet<string>
}

/**
 * Finds out the outcome of an item from a snapshot that was read after the item was sent (`sent`) or accepted by the
 * panel (`accepted`). A value that was set is in force or may be set again. A switch that was flipped and a row that
 * was created may take effect at any later time, so they are never sent again. A deletion is done when the row is gone.
 * Pure.
 */
export function reconcileItem(sent: Sent, snapshot: Snapshot): Reconciled {
  switch (sent.stored.item.op) {
    case 'remove':
      return reconcileRemoval(sent, snapshot)
    case 'create':
      return reconcileCreation(sent, snapshot)
    case 'password':
      return reconcilePassword(sent, snapshot)
    case 'update':
      return reconcileUpdate(sent, snapshot)
  }
}

const confirmed = { kind: 'confirmed', madeId: null } as const
const again: Reconciled = { kind: 'again', madeId: null }
const notDone: Reconciled = { kind: 'not-done', found: null }
const isAccepted = ({ stored }: Sent) => stored.state === 'accepted'
const remainingMs = ({ elapsedMs, answerTimeoutMs }: Sent) => answerTimeoutMs - elapsedMs

function reconcileRemoval(sent: Sent, snapshot: Snapshot): Reconciled {
  const { item } = sent.stored
  const row = snapshot.row(idOf(item))
  if (row && isReplaced(item, row)) return confirmed
  if (row) return isAccepted(sent) ? { kind: 'not-applied', found: null } : again
  // A cut list says nothing about a row that it lacks. Then the panel's positive answer must do; without one the
  // deletion is sent again.
  return snapshot.cut && !isAccepted(sent) ? again : confirmed
}

/**
 * Reconciles a password. It cannot be read, so the panel's positive answer is all there is to know. Without one the
 * same password is sent again.
 */
function reconcilePassword(sent: Sent, snapshot: Snapshot): Reconciled {
  if (!snapshot.row(idOf(sent.stored.item)) && !snapshot.cut) return { kind: 'gone' }
  return isAccepted(sent) ? confirmed : again
}

function reconcileUpdate(sent: Sent, snapshot: Snapshot): Reconciled {
  const { item } = sent.stored
  const row = snapshot.row(idOf(item))
  if (!row) return snapshot.cut ? (isAccepted(sent) ? confirmed : again) : { kind: 'gone' }
  const inForce: Reconciled = {
    ...confirmed,
    found: sideEffects(item.others ?? {}, { ...row }, item, rowKind(item.kind).same),
  }
  const { toSend, conflicting } = compareRow(item, row)
  if (isAccepted(sent)) {
    if (isInForce(item, row)) return inForce
    const found = pick(row, Object.keys(wantedOf(item)))
    return { kind: conflicting.length > 0 ? 'altered' : 'not-applied', found }
  }
  if (toSend.length === 0 && conflicting.length === 0) return inForce
  return mayStillFlip(sent, toSend) ? flipNotDone(sent, row, toSend) : again
}

/** Whether a flip was sent of which these fields, which are not as wanted, show no effect. */
const mayStillFlip = ({ stored: { item, outcome } }: Sent, open: readonly string[]): boolean =>
  outcome.flipSent && open.some((field) => flipped(item.kind).includes(field))

function flipNotDone(sent: Sent, row: PanelRow, open: readonly string[]): Reconciled {
  if (remainingMs(sent) > 0) return { kind: 'wait', forMs: remainingMs(sent) }
  const wanted = Object.keys(wantedOf(sent.stored.item))
  return open.length < wanted.length ? { kind: 'not-done', found: pick(row, wanted) } : notDone
}

/** Returns the rows that look like the one to be created, no matter who created them, or that only have its name. */
export function lookalikes(
  { item }: Pick<StoredItem, 'item'>,
  rows: readonly PanelRow[],
  which: 'same' | 'namesake' = 'same',
): readonly PanelRow[] {
  const { identifies } = creationOf(item.kind)
  return rows.filter((row) => identifies(item.after ?? {}, row) === which)
}

function reconcileCreation(sent: Sent, snapshot: Snapshot): Reconciled {
  const { item, outcome } = sent.stored
  if (outcome.madeId !== null) {
    const row = snapshot.row(outcome.madeId)
    if (row) return reconcileMade(sent, row)
    if (!snapshot.cut) return { kind: 'gone' }
    return { kind: isAccepted(sent) ? 'confirmed' : 'again', madeId: outcome.madeId }
  }
  const isNew = (row: PanelRow) => {
    const id = idOfRow(item.kind, row)
    return !outcome.baselineIds.includes(id) && !sent.createdIds.has(id)
  }
  const [row, ...others] = lookalikes({ item }, snapshot.rows).filter(isNew)
  if (row === undefined) {
    // A panel may store a new row otherwise than it was sent, so a new row of that name is for the user to look at.
    const [namesake] = lookalikes({ item }, snapshot.rows, 'namesake').filter(isNew)
    if (namesake) return { kind: 'unknown', found: { ...namesake } }
    if (snapshot.cut) return { kind: 'unknown', found: null }
    return remainingMs(sent) > 0 ? { kind: 'wait', forMs: remainingMs(sent) } : notDone
  }
  const isOwnCreation = others.length === 0 && isMadeSince(row, outcome.firstSentAtMs ?? Infinity, sent.panelClock)
  return isOwnCreation ? reconcileMade(sent, row) : { kind: 'unknown', found: { ...row } }
}

/** Reconciles a row that exists. Settings that are sent after its creation may still be missing. */
function reconcileMade(sent: Sent, row: PanelRow): Reconciled {
  const { item } = sent.stored
  const madeId = idOfRow(item.kind, row)
  if (isAccepted(sent))
    return isInForce(item, row)
      ? { kind: 'confirmed', madeId }
      : { kind: 'not-applied', found: pick(row, Object.keys(wantedOf(item))) }
  const missing = missingOf(item, row)
  if (missing.length === 0) return { kind: 'confirmed', madeId }
  return mayStillFlip(sent, missing) ? flipNotDone(sent, row, missing) : { kind: 'again', madeId }
}
