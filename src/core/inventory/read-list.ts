import type { ListedKind } from '../../shared/kinds/index.ts'
import type { Slice } from '../../shared/model/inventory.ts'
import { type ReportedOf, rowKind } from '../kinds/index.ts'
import type { RowList } from '../panel/reply-fields.ts'
import type { CallOptions } from '../panel/types.ts'
import type { InventoryDeps } from './deps.ts'
import type { SliceStore } from './row-store.ts'
import { isPartial, keepNewer, keepOwnRead, newestOffset, type Row, withSwitches } from './slices.ts'
import type { ShareRows } from './share-rows.ts'
import type { StatusBoard } from './status-board.ts'
import type { VersionClock } from './version-clock.ts'

export interface ListReaderDeps extends InventoryDeps {
  readonly board: StatusBoard
  readonly versionClock: VersionClock
  readonly slices: SliceStore
  readonly share: ShareRows
  /** Called after a list in which at least one row lacks a field that is read with the row alone. */
  readonly onPartialRows: (serverId: string, kind: ListedKind) => void
}

/**
 * Returns a function that reads one list of a server and returns it as it came. The list is stored, unless `isCurrent`
 * returns false because the read is outdated, or a list that was requested later is stored already. The function throws
 * AppError as `Connections.client`, the panel's client and the storage do.
 */
export type ListReader = <K extends ListedKind>(
  id: string,
  kind: K,
  options: CallOptions,
  isCurrent: () => boolean,
) => Promise<RowList<ReportedOf<K>>>

export function createListReader(deps: ListReaderDeps): ListReader {
  const { connections, board, clock, versionClock, slices, share } = deps

  const store = (
    id: string,
    kind: ListedKind,
    { rows: reported, total }: RowList<ReportedOf<ListedKind>>,
    askedAt: number,
  ) => {
    const readAtMs = clock.now()
    const traits = rowKind(kind)
    const last = () => slices.get(id, kind).rows
    const listed = keepOwnRead(withSwitches(reported, last, traits), last, traits)
    const rows = keepNewer<Row>(listed, last, traits, versionClock.listReported(id, kind, askedAt))
    const slice = { serverId: id, kind, rows, readAtMs, total: total + rows.length - listed.length } as Slice
    slices.put(slice)
    share(slice, { rows, gone: total > reported.length ? [] : 'all-others' }, askedAt)
    const offset = newestOffset(rows, traits)
    if (offset) board.offsetSeen(id, offset)
    // The clock offset is stored with the rows, because the health of the stored jobs depends on it.
    const clockAheadMs = connections.knownBudget(id)?.clockAheadMs() ?? null
    board.learn(id, { ...traits.learnFromList?.(reported), ...(clockAheadMs === null ? {} : { clockAheadMs }) })
    board.succeeded(id, kind, readAtMs)
    if (rows.some((row) => isPartial(row, traits))) deps.onPartialRows(id, kind)
  }

  return async (id, kind, options, isCurrent) => {
    const askedAt = versionClock.next()
    // An equal request, of a bulk plan or an earlier read, may be in flight that left before the change.
    const unshared = versionClock.kindTouched(id, kind)
    const list = await connections.client(id).list(kind, { oneTimeout: true, unshared, ...options })
    if (isCurrent() && !versionClock.isListOutdated(id, kind, askedAt)) store(id, kind, list, askedAt)
    return list
  }
}
