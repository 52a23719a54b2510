import { AppError, type ErrorValue } from '../../../shared/errors.ts'
import type { RowFacts } from '../../../shared/model/plan.ts'
import { rowKind } from '../../kinds/index.ts'
import { sideEffects } from '../../kinds/row-facts.ts'
import type { StoredItem } from '../../storage/run-columns.ts'
import { isInDoubt, mayStillLand, unknownError } from './give-up.ts'
import { ended, eachOf, priorityOf, type ServerRunContext, mostAttempts } from './server-run-context.ts'
import type { Move } from './ledger.ts'
import { readItem, type ListSnapshot, rowIdOf } from './snapshot.ts'
import { isListed, type ListedKind } from '../../../shared/kinds/index.ts'
import type { PanelRow, ReportedOf } from '../../kinds/index.ts'
import { hides, idOf, mayHaveHiddenEffect, setsOwnRead, wantedOf } from './rows.ts'
import { reconcileItem, type Snapshot, type Reconciled } from './reconcile-item.ts'

/**
 * What happens to a sent item that is found not to be in force. `planned`: it is planned again, or fails if it has had
 * all its attempts. `failed`: it fails. `cancelled`: it is skipped as cancelled.
 */
type StateIfNotInForce = 'planned' | 'failed' | 'cancelled'

/** What happens to sent items that are found not to be in force. */
export interface IfNotInForce {
  readonly stateIfNotInForce: StateIfNotInForce
  /** POSTs that were sent until then, in wall time, are sent again if they are not done. Null for none. */
  readonly sendAgainUntilMs: number | null
}

/**
 * Reconciles, from one list snapshot, all items of its kind that were sent before it was asked for. Rows that the list
 * does not show in full are read as well.
 * @returns milliseconds until another snapshot can show the outcome of items that this one could not; null if there
 * are none, or if the server run was told to stop
 * @throws AppError as the panel's client does; storage.*
 */
export async function reconcileServerRun(
  context: ServerRunContext,
  listSnapshot: ListSnapshot,
  answerTimeoutMs: number,
  ifNotInForce: IfNotInForce,
): Promise<number | null> {
  const { ledger, server, busy, endedAtMs } = context
  const open = ledger.items({ serverId: server.serverId, kind: listSnapshot.kind, states: ['sent', 'accepted'] })
  const due = open.filter(
    ({ item }) => !busy.has(item.index) && (endedAtMs.get(item.index) ?? -Infinity) <= listSnapshot.askedAtMs,
  )
  const rows = await fullRows(context, due, listSnapshot)
  // The reads were stopped, so nothing is known about the rows that were not read.
  if (context.stopped()) return null
  const snapshot: Snapshot = {
    rows: listSnapshot.rows,
    cut: listSnapshot.cut,
    row: (id) => rows.get(id) ?? listSnapshot.row(id),
  }
  let waitMs: number | null = null
  const moves = due.flatMap((stored) => {
    const reconciled = reconcileItem(
      {
        stored,
        elapsedMs: elapsed(context, stored, listSnapshot),
        answerTimeoutMs,
        createdIds: context.createdIds,
        panelClock: context.panelClock(),
      },
      snapshot,
    )
    if (reconciled.kind === 'confirmed') showSwitch(context, stored, snapshot)
    if (reconciled.kind === 'wait') waitMs = Math.min(waitMs ?? Infinity, reconciled.forMs)
    if (reconciled.kind === 'not-done')
      return notDoneMove(context, stored, reconciled.found, listSnapshot, ifNotInForce)
    return moveOf(context, stored, reconciled, listSnapshot, ifNotInForce.stateIfNotInForce)
  })
  for (let at = 0; at < moves.length; at += 500) ledger.record(moves.slice(at, at + 500))
  return waitMs
}

/** Shows a switch as it was set if the panel, which has accepted that, does not report it. */
function showSwitch({ deps }: ServerRunContext, { item, outcome }: StoredItem, snapshot: Snapshot): void {
  const enabled = wantedOf(item)['enabled']
  const row = snapshot.row(rowIdOf(item, outcome.madeId) ?? '')
  if (typeof enabled !== 'boolean' || row === undefined || row.enabled !== null || !isListed(item.kind)) return
  deps.inventory.rowRead(item.serverId, item.kind, { ...row, enabled } as ReportedOf<ListedKind>)
}

/**
 * Returns the time in ms from when the item's last request left to when the snapshot was asked for. After a restart
 * only the ledger can tell: it has the wall time of the first request of the last attempt. If the wall clock was set
 * back since, the time counts as 0.
 */
function elapsed({ leftAtMs }: ServerRunContext, { item, outcome }: StoredItem, listSnapshot: ListSnapshot): number {
  const left = leftAtMs.get(item.index)
  if (left !== undefined) return listSnapshot.askedAtMs - left
  return Math.max(0, listSnapshot.askedAtWallMs - (outcome.sentAtMs ?? 0))
}

/**
 * Reads each row that the list does not show in full by itself: one first, then a few at a time. If a row read by
 * itself does not show the missing fields either, the panel never does, and no more rows are read.
 */
async function fullRows(
  context: ServerRunContext,
  due: readonly StoredItem[],
  listSnapshot: ListSnapshot,
): Promise<ReadonlyMap<string, PanelRow>> {
  const rows = new Map<string, PanelRow>()
  const { deps } = context
  let showsFields = true
  const readOne = async (stored: StoredItem) => {
    const id = rowIdOf(stored.item, stored.outcome.madeId)
    if (id === null || !showsFields) return
    const { row } = await readItem(deps, stored.item, id, listSnapshot, {
      priority: priorityOf(context),
      unshared: true,
      signal: context.signal(),
    })
    if (!row) return
    rows.set(id, row)
    if (hides(stored.item, row)) showsFields = false
  }
  const isHidden = ({ item, outcome }: StoredItem) => {
    const id = rowIdOf(item, outcome.madeId)
    const row = id === null ? undefined : listSnapshot.row(id)
    return row !== undefined && hides(item, row)
  }
  const [first, ...others] = due.filter(
    (stored) => (setsOwnRead(stored.item) && stored.item.op !== 'remove') || isHidden(stored),
  )
  if (first) await readOne(first)
  if (showsFields) await eachOf(others, context, readOne)
  await readHiddenEffects(context, due, listSnapshot, rows)
  return rows
}

/**
 * Reads rows of which the list hides a field that a change may have reset: one first, and the others only if its change
 * has had a side effect, because either all changes on a panel have it or none.
 */
async function readHiddenEffects(
  context: ServerRunContext,
  due: readonly StoredItem[],
  listSnapshot: ListSnapshot,
  rows: Map<string, PanelRow>,
): Promise<void> {
  const readOne = async ({ item }: StoredItem) => {
    const id = idOf(item)
    const options = { priority: priorityOf(context), unshared: true, signal: context.signal() }
    const { row } = await readItem(
      context.deps,
      item,
      id,
      { ...listSnapshot, cut: true, row: () => undefined },
      options,
    )
    if (row) rows.set(id, row)
    return row !== undefined && sideEffects(item.others ?? {}, { ...row }, item, rowKind(item.kind).same) !== null
  }
  const [first, ...others] = due.filter(({ item }) => {
    const row = rows.has(idOf(item)) ? undefined : listSnapshot.row(idOf(item))
    return row !== undefined && mayHaveHiddenEffect(item, row)
  })
  if (first && (await readOne(first))) await eachOf(others, context, async (stored) => void (await readOne(stored)))
}

/**
 * Returns what becomes of a POST that a reading shows as not done. If the user has said so, it is sent again. If it may
 * still be carried out, the item stays open: later readings or the user decide. Otherwise it has failed with the answer
 * of the panel.
 */
function notDoneMove(
  context: ServerRunContext,
  from: StoredItem,
  found: RowFacts | null,
  { askedAtWallMs }: ListSnapshot,
  { stateIfNotInForce, sendAgainUntilMs }: IfNotInForce,
): readonly Move[] {
  const attempts = from.outcome.attempts + 1
  if (sendAgainUntilMs !== null && (from.outcome.sentAtMs ?? Infinity) <= sendAgainUntilMs)
    return [{ from, state: 'planned', outcome: { attempts, notDoneAtMs: askedAtWallMs } }]
  if (mayStillLand(from)) return [{ from, state: 'sent', outcome: { notDoneAtMs: askedAtWallMs } }]
  const outcome = { attempts, error: lostError(from), found }
  if (stateIfNotInForce === 'cancelled')
    return [{ from, state: 'skipped', outcome: ended(context, { ...outcome, skipped: 'cancelled', error: null }) }]
  return [{ from, state: 'failed', outcome: ended(context, outcome) }]
}

const lostError = (stored: StoredItem): ErrorValue =>
  stored.outcome.error ?? {
    code: 'net.lost',
    message: 'The answer was lost, and the change is not in force',
    details: { reconciled: 'absent' },
  }

function moveOf(
  context: ServerRunContext,
  from: StoredItem,
  reconciled: Exclude<Reconciled, { readonly kind: 'not-done' }>,
  { askedAtWallMs }: ListSnapshot,
  stateIfNotInForce: StateIfNotInForce,
): readonly Move[] {
  const { subject } = from.item
  switch (reconciled.kind) {
    case 'wait':
      return []
    case 'confirmed':
      if (reconciled.madeId !== null) context.createdIds.add(reconciled.madeId)
      return [
        {
          from,
          state: 'confirmed',
          outcome: ended(context, {
            madeId: reconciled.madeId ?? from.outcome.madeId,
            found: reconciled.found ?? null,
            error: null,
          }),
          ...(reconciled.found ? { item: withSideEffects(from.item, reconciled.found) } : {}),
        },
      ]
    case 'gone':
      return [{ from, state: 'skipped', outcome: ended(context, { skipped: 'gone', error: null }) }]
    case 'not-applied': {
      const error = new AppError('write.not-applied', 'The panel accepted the change but shows the old value', {
        subject,
      }).toValue()
      return [{ from, state: 'failed', outcome: ended(context, { error, found: reconciled.found }) }]
    }
    case 'altered': {
      const error = new AppError('write.altered', 'The panel accepted the change but shows another value', {
        subject,
      }).toValue()
      return [{ from, state: 'failed', outcome: ended(context, { error, found: reconciled.found }) }]
    }
    case 'unknown':
      return [
        {
          from,
          state: 'unknown',
          outcome: ended(context, { error: unknownError(from.outcome.error), found: reconciled.found }),
        },
      ]
    case 'again':
      return [againMove(context, from, reconciled.madeId, askedAtWallMs, stateIfNotInForce)]
  }
}

/** Adds what a change has changed besides to both sides of its item, so that it is recorded and undone as well. */
function withSideEffects(item: StoredItem['item'], found: RowFacts): StoredItem['item'] {
  const others = Object.fromEntries(Object.keys(found).map((field) => [field, item.others?.[field] ?? null]))
  return { ...item, before: { ...item.before, ...others }, after: { ...item.after, ...found } }
}

/**
 * Returns what becomes of a change that may be sent again: it is planned again while the run may send and attempts are
 * left. Otherwise it stays open if its request may still be carried out, and else it ends.
 */
function againMove(
  context: ServerRunContext,
  from: StoredItem,
  foundId: string | null,
  readAtMs: number,
  stateIfNotInForce: StateIfNotInForce,
): Move {
  const attempts = from.outcome.attempts + 1
  const madeId = foundId ?? from.outcome.madeId
  const end = (outcome: Parameters<typeof ended>[1]) => ended(context, { attempts, madeId, ...outcome })
  if (stateIfNotInForce === 'planned' && attempts < mostAttempts)
    return { from, state: 'planned', outcome: { attempts, madeId, notDoneAtMs: readAtMs } }
  if (isInDoubt(from)) return { from, state: 'unknown', outcome: end({ error: unknownError(from.outcome.error) }) }
  // The settings of a row are sent only after its creation was answered, so nothing more can be on its way.
  if (foundId !== null && from.outcome.madeId === null)
    return { from, state: 'failed', outcome: end({ error: halfMadeError(from) }) }
  if (mayStillLand(from)) return { from, state: 'sent', outcome: { attempts, madeId, notDoneAtMs: readAtMs } }
  if (stateIfNotInForce === 'cancelled') return { from, state: 'skipped', outcome: end({ skipped: 'cancelled' }) }
  return { from, state: 'failed', outcome: end({ error: lostError(from) }) }
}

const halfMadeError = ({ item: { subject } }: StoredItem): ErrorValue =>
  new AppError('write.half-made', 'The row was created, but its settings were not set', { subject }).toValue()
