import type { RowFacts } from '../../../shared/model/plan.ts'
import type { CronJob } from '../../../shared/model/cron.ts'
import { clockToleranceMs, isEqualJob, isNamed } from '../../panel/settle.ts'
import type { StoredItem } from '../../storage/run-columns.ts'
import { flips, idOf, idOfRow, isInForce, missingOf, type PanelRow, pick, compareRow, wantedOf } from './rows.ts'

/** What a reading shows of one kind on one server. */
export interface Snapshot {
  row(id: string): PanelRow | undefined
  readonly rows: readonly PanelRow[]
  /** Whether the panel holds more rows than it listed: then absence proves nothing. */
  readonly cut: boolean
}

/** What a reading says of an item that was sent. */
export type Reconciled =
  | { readonly kind: 'confirmed'; readonly madeId: string | null }
  /** Not in force, and it cannot come into force any more by what was sent. */
  | { readonly kind: 'again'; readonly madeId: string | null }
  /** The panel said yes and yet shows something else. */
  | { readonly kind: 'not-applied'; readonly found: RowFacts | null }
  /** Someone has removed the row. */
  | { readonly kind: 'gone' }
  /** What was sent may still be at work: a reading this much later will tell. */
  | { readonly kind: 'wait'; readonly forMs: number }
  /** No reading can tell. */
  | { readonly kind: 'unknown'; readonly found: RowFacts | null }

export interface Sent {
  readonly stored: StoredItem
  /** From when its last request left to when the reading was asked for. */
  readonly elapsedMs: number
  /** How long an answer may take, and the work of a request whose answer was lost. */
  readonly answerTimeoutMs: number
  /** Ids of rows that are known to have been made by other items. */
  readonly createdIds: ReadonlySet<string>
}

/**
 * What became of an item by a reading made after it was sent (`sent`) or after the panel had said yes (`accepted`). A
 * set is in force or is to be set again; a switch is flipped again, and a row made again, only where a reading after
 * the answer timeout still shows nothing of it; a deletion is done when the row is gone. Pure.
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

const confirmed: Reconciled = { kind: 'confirmed', madeId: null }
const again: Reconciled = { kind: 'again', madeId: null }
const isAccepted = ({ stored }: Sent) => stored.state === 'accepted'
const leftMs = ({ elapsedMs, answerTimeoutMs }: Sent) => answerTimeoutMs - elapsedMs

function reconcileRemoval(sent: Sent, snapshot: Snapshot): Reconciled {
  const row = snapshot.row(idOf(sent.stored.item))
  if (row) return isAccepted(sent) ? { kind: 'not-applied', found: null } : again
  // A list that is cut says nothing of a row it lacks: then the panel's yes has to do, and without one it is asked
  // again.
  return snapshot.cut && !isAccepted(sent) ? again : confirmed
}

/** A password cannot be read: the panel's yes is all there is to know, and without it the same one is sent again. */
function reconcilePassword(sent: Sent, snapshot: Snapshot): Reconciled {
  if (!snapshot.row(idOf(sent.stored.item)) && !snapshot.cut) return { kind: 'gone' }
  return isAccepted(sent) ? confirmed : again
}

function reconcileUpdate(sent: Sent, snapshot: Snapshot): Reconciled {
  const { item } = sent.stored
  const row = snapshot.row(idOf(item))
  if (!row) return snapshot.cut ? (isAccepted(sent) ? confirmed : again) : { kind: 'gone' }
  if (isAccepted(sent))
    return isInForce(item, row) ? confirmed : { kind: 'not-applied', found: pick(row, Object.keys(wantedOf(item))) }
  const { toSend, conflicting } = compareRow(item, row)
  if (toSend.length === 0 && conflicting.length === 0) return confirmed
  const mayStillFlip = flips(item) && toSend.includes('enabled') && leftMs(sent) > 0
  return mayStillFlip ? { kind: 'wait', forMs: leftMs(sent) } : again
}

/** Rows that look like the one to be made, whoever made them. */
export function lookalikes({ item }: Pick<StoredItem, 'item'>, rows: readonly PanelRow[]): readonly PanelRow[] {
  const text = (field: string) => String(item.after?.[field] ?? '')
  const draft = { name: text('name'), command: text('command'), cronExpr: text('cronExpr') }
  return rows.filter((row) => ('username' in row ? isNamed(row, text('username')) : isEqualJob(row as CronJob, draft)))
}

function reconcileCreation(sent: Sent, snapshot: Snapshot): Reconciled {
  const { item, outcome } = sent.stored
  if (outcome.madeId !== null) {
    const row = snapshot.row(outcome.madeId)
    return row
      ? reconcileMade(sent, row)
      : snapshot.cut && isAccepted(sent)
        ? { kind: 'confirmed', madeId: outcome.madeId }
        : { kind: 'gone' }
  }
  const isNews = (row: PanelRow) => !outcome.twins.includes(idOfRow(row)) && !sent.createdIds.has(idOfRow(row))
  const [row, ...others] = lookalikes({ item }, snapshot.rows).filter(isNews)
  if (row === undefined) {
    if (snapshot.cut) return { kind: 'unknown', found: null }
    return leftMs(sent) > 0 ? { kind: 'wait', forMs: leftMs(sent) } : again
  }
  const createdAtMs = Date.parse(row.createdAt ?? '')
  const isOwnCreation = others.length === 0 && createdAtMs >= (outcome.firstSentAtMs ?? Infinity) - clockToleranceMs
  return isOwnCreation ? reconcileMade(sent, row) : { kind: 'unknown', found: { ...row } }
}

/** The row is there: what it is to be set to besides may still be missing. */
function reconcileMade(sent: Sent, row: PanelRow): Reconciled {
  const madeId = idOfRow(row)
  const { item } = sent.stored
  if (isAccepted(sent))
    return isInForce(item, row)
      ? { kind: 'confirmed', madeId }
      : { kind: 'not-applied', found: pick(row, Object.keys(wantedOf(item))) }
  return missingOf(item, row).length === 0 ? { kind: 'confirmed', madeId } : { kind: 'again', madeId }
}
