import { AppError } from '../../../shared/errors.ts'
import { isListed, type Kind } from '../../../shared/kinds/index.ts'
import type { PanelRow } from '../../kinds/index.ts'
import type { CallOptions } from '../../panel/types.ts'
import type { StoredItem } from '../../storage/run-columns.ts'
import type { BulkDeps } from '../types.ts'
import { flips, idOfRow } from './rows.ts'
import { type ListSnapshot, readList, rowIdOf } from './snapshot.ts'

type SnapshotDeps = Pick<BulkDeps, 'inventory' | 'connections' | 'clock'>

/** How old the known rows may be, in ms, when a creation or a deletion is checked against them. */
const knownRowsMaxAgeMs = 120_000

/**
 * Reads what one item needs, with as few requests as the truth allows: its row by itself; the list if a row has to be
 * found by its name; nothing before a new password, nor before a deletion of a row that was read a moment ago. The
 * inventory and the screens get what was read.
 * @throws AppError as the panel's client does, except panel.not-found: then the row is gone
 */
export async function readForItem(
  deps: SnapshotDeps,
  stored: StoredItem,
  kind: Kind,
  options: CallOptions,
): Promise<ListSnapshot> {
  const { item, outcome, state } = stored
  const id = rowIdOf(item, outcome.madeId)
  const wasSent = state !== 'planned' || outcome.attempts > 0
  if (id === null) {
    const known = knownRows(deps, item.serverId, kind)
    return !wasSent && known.ageMs <= knownRowsMaxAgeMs ? known.snapshot : readList(deps, item.serverId, kind, options)
  }
  const isSeen = item.op === 'remove' && !wasSent && knownRows(deps, item.serverId, kind).ageMs <= knownRowsMaxAgeMs
  if (item.op === 'password' || isSeen) return asOfNow(deps, item.serverId, kind)
  const snapshot = await readRow(deps, item.serverId, kind, id, options)
  // A switch that the row itself does not report may be in the list. What the screens show of it may be a guess.
  const row = snapshot.row(id)
  return row?.enabled === null && flips(item) ? readList(deps, item.serverId, kind, options) : snapshot
}

/** What is known of the rows of a kind that panels do not list. */
const unlisted = { rows: [], total: null, readAtMs: null }

/** Returns the rows as they were last read, with the age of that read. */
function knownRows({ inventory, clock }: SnapshotDeps, serverId: string, kind: Kind) {
  const { rows, total, readAtMs } = isListed(kind) ? inventory.slice(serverId, kind) : unlisted
  const panelRows: readonly PanelRow[] = rows
  const ageMs = readAtMs === null ? Infinity : Math.max(0, clock.now() - readAtMs)
  const snapshot: ListSnapshot = {
    kind,
    askedAtMs: clock.monotonic() - ageMs,
    askedAtWallMs: clock.now() - ageMs,
    rows: panelRows,
    cut: total !== null && total > rows.length,
    row: (id) => panelRows.find((row) => idOfRow(kind, row) === id),
  }
  return { snapshot, ageMs }
}

/** Returns the known rows as a snapshot of this moment, for changes that do not depend on how a row is now. */
function asOfNow(deps: SnapshotDeps, serverId: string, kind: Kind): ListSnapshot {
  const { snapshot } = knownRows(deps, serverId, kind)
  return { ...snapshot, askedAtMs: deps.clock.monotonic(), askedAtWallMs: deps.clock.now() }
}

/**
 * Reads one row, as `Inventory.readRow` does. The inventory and the screens get what was read.
 * @throws AppError as the panel's client does, except panel.not-found: then the row is gone
 */
export async function readRow(
  deps: SnapshotDeps,
  serverId: string,
  kind: Kind,
  id: string,
  options: CallOptions,
): Promise<ListSnapshot> {
  const { inventory } = deps
  const snapshot = asOfNow(deps, serverId, kind)
  const only = (row: PanelRow | undefined): ListSnapshot => ({
    ...snapshot,
    cut: false,
    alone: true,
    row: (key) => (key === id ? row : snapshot.row(key)),
  })
  try {
    return only((await inventory.readRow(serverId, kind, id, options)).reported)
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'panel.not-found') throw thrown
    if (isListed(kind)) inventory.rowGone(serverId, kind, id)
    return only(undefined)
  }
}
