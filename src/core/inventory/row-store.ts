import type { ListedKind, RowOf } from '../../shared/kinds/index.ts'
import type { Slice } from '../../shared/model/inventory.ts'
import { type ReportedOf, rowKind } from '../kinds/index.ts'
import type { InventoryDeps } from './deps.ts'
import type { VersionClock, Version } from './version-clock.ts'
import { withoutRow, withRow, withSwitch, withSwitches } from './slices.ts'
import type { ShareRows } from './share-rows.ts'
import type { StatusBoard } from './status-board.ts'

type SliceStoreDeps = Pick<InventoryDeps, 'storage' | 'emit'> & { readonly board: StatusBoard }

/** The slices on disk. Each slice that is stored is also counted and shown. */
export interface SliceStore {
  /** Returns the slice of a server; one without rows if its list was never read. */
  get<K extends ListedKind>(serverId: string, kind: K): Slice<K>
  put(slice: Slice): void
}

export function createSliceStore({ storage, emit, board }: SliceStoreDeps): SliceStore {
  return {
    get<K extends ListedKind>(serverId: string, kind: K): Slice<K> {
      const [stored] = storage.snapshots.slices(kind, [serverId])
      return stored ?? ({ serverId, kind, rows: [], readAtMs: null, total: null } as unknown as Slice<K>)
    },
    put(slice) {
      if (!storage.servers.get(slice.serverId)) return
      const jsonText = storage.snapshots.put(slice)
      board.counted(slice.serverId, slice.kind, slice.rows.length)
      emit('inventory.sliceChanged', { jsonText })
    },
  }
}

/**
 * Puts single rows that were read or are gone into their slices, unless something newer is known about them, and shares
 * them with the other servers of the panel.
 */
export interface RowStore {
  /**
   * Puts one row in its slice, unless something newer is known about it. Without a version, the row counts as
   * requested just now. Returns the row as the screens show it: if the panel does not report `enabled`, with the
   * last known value.
   */
  rowRead<K extends ListedKind>(serverId: string, kind: K, row: ReportedOf<K>, askedAt?: Version): RowOf<K>
  /** Replaces the rows of the same ids with rows that were requested at this version, as one change of the slice. */
  rowsRead<K extends ListedKind>(serverId: string, kind: K, rows: readonly ReportedOf<K>[], askedAt: Version): void
  rowGone(serverId: string, kind: ListedKind, id: string): void
}

export function createRowStore(slices: SliceStore, versionClock: VersionClock, share: ShareRows): RowStore {
  return {
    rowRead<K extends ListedKind>(
      serverId: string,
      kind: K,
      reported: ReportedOf<K>,
      askedAt: Version = versionClock.next(),
    ): RowOf<K> {
      const traits = rowKind(kind)
      const id = traits.idOf(reported)
      const slice: Slice = slices.get<ListedKind>(serverId, kind)
      const known = slice.rows.find((row) => traits.idOf(row) === id)
      const row = withSwitch(reported, known)
      if (versionClock.rowReported(serverId, kind, id, askedAt)) {
        slices.put(withRow(slice, row, traits))
        share(slice, { rows: [row], gone: [] }, askedAt)
      }
      return row as RowOf<K>
    },
    rowsRead(serverId, kind, reported, askedAt) {
      const traits = rowKind(kind)
      const slice: Slice = slices.get<ListedKind>(serverId, kind)
      const newerRows = new Map(
        withSwitches(reported, () => slice.rows, traits)
          .map((row) => [traits.idOf(row), row] as const)
          .filter(([id]) => versionClock.rowReported(serverId, kind, id, askedAt)),
      )
      if (newerRows.size === 0) return
      slices.put({ ...slice, rows: slice.rows.map((row) => newerRows.get(traits.idOf(row)) ?? row) } as Slice)
      share(slice, { rows: [...newerRows.values()], gone: [] }, askedAt)
    },
    rowGone(serverId, kind, id) {
      const goneAt = versionClock.next()
      versionClock.rowReported(serverId, kind, id, goneAt)
      const slice: Slice = slices.get<ListedKind>(serverId, kind)
      slices.put(withoutRow(slice, id, rowKind(kind)))
      share(slice, { rows: [], gone: [id] }, goneAt)
    },
  }
}
