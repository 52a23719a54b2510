import { AppError } from '../../../shared/errors.ts'
import type { PlanItem } from '../../../shared/model/plan.ts'
import { isListed, type Kind, type ListedKind } from '../../../shared/kinds/index.ts'
import type { PanelRow, ReportedOf } from '../../kinds/index.ts'
import { isOtherAnswer } from '../../panel/errors.ts'
import type { CallOptions } from '../../panel/types.ts'
import type { BulkDeps } from '../types.ts'
import { hides, idOf, idOfRow } from './rows.ts'
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
 * a row, such as a change by hand after the request, `row` returns it as the inventory has it; `rows` stay as read. Of
 * a kind without a list nothing is read here, and each row is read by itself, as one that a cut list lacks.
 * @throws AppError as the panel's client does
 */
export async function readList(
  { inventory, clock }: SnapshotDeps,
  serverId: string,
  kind: Kind,
  options: CallOptions,
): Promise<ListSnapshot> {
  const asked = { askedAtMs: clock.monotonic(), askedAtWallMs: clock.now() }
  if (!isListed(kind)) return { kind, ...asked, rows: [], cut: true, row: () => undefined }
  const version = inventory.version()
  const { rows, total } = await inventory.readNow(serverId, kind, options)
  const byId = new Map<string, PanelRow>(rows.map((row) => [idOfRow(kind, row), row]))
  const newest = (id: string): PanelRow | undefined =>
    inventory.slice(serverId, kind).rows.find((row) => idOfRow(kind, row) === id)
  return {
    kind,
    ...asked,
    rows,
    cut: total > rows.length,
    row: (id) => (inventory.touched(serverId, kind, id, version) ? newest(id) : byId.get(id)),
  }
}

export interface RowRead extends Asked {
  readonly row: PanelRow | undefined
}

/**
 * Returns one item's row, from the list if that shows all that is needed. Otherwise the row is read by itself: for
 * addresses or a switch that the panel's list leaves out, and for a row that a cut list lacks. If its path is answered
 * with something else, what the list shows of it has to do. The inventory and the
 * screens get what was read.
 * @throws AppError as the panel's client does, except panel.not-found: then the row is undefined
 */
export async function readItem(
  { connections, inventory, clock }: SnapshotDeps,
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
  const version = inventory.version()
  try {
    const own: PanelRow = await client.get(item.kind, id, options)
    if (isListed(item.kind)) inventory.rowRead(item.serverId, item.kind, own as ReportedOf<ListedKind>, version)
    return { row: { ...own, enabled: own.enabled ?? row?.enabled ?? null }, ...asked }
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'panel.not-found') return { row: undefined, ...asked }
    if (row === undefined || !isOtherAnswer(thrown)) throw thrown
    return { row, askedAtMs: listSnapshot.askedAtMs, askedAtWallMs: listSnapshot.askedAtWallMs }
  }
}

/** Returns the id of the row that an item is about, or null if the row has yet to be created. */
export const rowIdOf = (item: PlanItem, madeId: string | null): string | null =>
  item.op === 'create' ? madeId : idOf(item)
