import { AppError } from '../../../shared/errors.ts'
import type { PlanItem } from '../../../shared/model/plan.ts'
import type { Kind } from '../../../shared/model/inventory.ts'
import type { CallOptions } from '../../panel/types.ts'
import type { BulkDeps } from '../types.ts'
import { hides, idOf, idOfRow, type PanelRow } from './rows.ts'
import type { Snapshot } from './reconcile-item.ts'

type SnapshotDeps = Pick<BulkDeps, 'inventory' | 'connections' | 'clock'>

interface Asked {
  /** When the read was asked for, on the monotonic clock. */
  readonly askedAtMs: number
  /** The same time on the wall clock, which the ledger uses. */
  readonly askedAtWallMs: number
}

/** All rows of one kind on one server, read for a run. */
export interface ListSnapshot extends Snapshot, Asked {
  readonly kind: Kind
  /** True if the row that matters was read by itself, so that another read would show nothing more. */
  readonly alone?: true
}

/**
 * Returns the age of a read in ms, by the clock that shows more: the monotonic clock may stop while the machine
 * sleeps, and the wall clock may be set back.
 */
export function ageOf({ askedAtMs, askedAtWallMs }: Asked, { clock }: Pick<SnapshotDeps, 'clock'>): number {
  return Math.max(clock.monotonic() - askedAtMs, clock.now() - askedAtWallMs)
}

/**
 * Reads a list by a request of its own; the inventory and the screens get it as well. If something newer is known about
 * a row, such as a change by hand after the request, `row` returns it as the inventory has it; `rows` stay as read.
 * @throws AppError as the panel's client does
 */
export async function readList(
  { inventory, clock }: SnapshotDeps,
  serverId: string,
  kind: Kind,
  options: CallOptions,
): Promise<ListSnapshot> {
  const askedAtMs = clock.monotonic()
  const askedAtWallMs = clock.now()
  const version = inventory.version()
  const { rows, total } = await rowsOf(inventory, serverId, kind, options)
  const byId = new Map(rows.map((row) => [idOfRow(row), row]))
  const newest = (id: string): PanelRow | undefined => {
    const known = kind === 'ftp' ? inventory.ftpSlice(serverId).rows : inventory.cronSlice(serverId).rows
    return (known as readonly PanelRow[]).find((row) => idOfRow(row) === id)
  }
  return {
    kind,
    askedAtMs,
    askedAtWallMs,
    rows,
    cut: total > rows.length,
    row: (id) =>
      inventory.touched(serverId, kind, kind === 'ftp' ? id : Number(id), version) ? newest(id) : byId.get(id),
  }
}

async function rowsOf(
  inventory: SnapshotDeps['inventory'],
  serverId: string,
  kind: Kind,
  options: CallOptions,
): Promise<{ readonly rows: readonly PanelRow[]; readonly total: number }> {
  if (kind === 'ftp') {
    const { accounts, total } = await inventory.readNow(serverId, 'ftp', options)
    return { rows: accounts, total }
  }
  const { jobs, total } = await inventory.readNow(serverId, 'cron', options)
  return { rows: jobs, total }
}

export interface RowRead extends Asked {
  readonly row: PanelRow | undefined
}

/**
 * Returns one item's row, from the list if that shows all that is needed. Otherwise the row is read by itself: for
 * addresses or a switch that the panel's list leaves out, and for a row that a cut list lacks.
 * @throws AppError as the panel's client does, except panel.not-found: then the row is undefined
 */
export async function readItem(
  { connections, clock }: SnapshotDeps,
  item: PlanItem,
  id: string,
  listSnapshot: ListSnapshot,
  options: CallOptions,
): Promise<RowRead> {
  const row = listSnapshot.row(id)
  const asked = { askedAtMs: clock.monotonic(), askedAtWallMs: clock.now() }
  if (listSnapshot.alone || (row === undefined ? !listSnapshot.cut : !hides(item, row)))
    return { row, askedAtMs: listSnapshot.askedAtMs, askedAtWallMs: listSnapshot.askedAtWallMs }
  const client = connections.client(item.serverId)
  try {
    const own: PanelRow = await (item.kind === 'ftp'
      ? client.ftp.get(id, options)
      : client.cron.get(Number(id), options))
    return { row: { ...own, enabled: own.enabled ?? row?.enabled ?? null }, ...asked }
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'panel.not-found') return { row: undefined, ...asked }
    throw thrown
  }
}

/** Returns the id of the row that an item is about, or null if the row has yet to be created. */
export const rowIdOf = (item: PlanItem, madeId: string | null): string | null =>
  item.op === 'create' ? madeId : idOf(item)
