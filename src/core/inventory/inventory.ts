import { toErrorValue } from '../../shared/errors.ts'
import { type ListedKind, listedKinds } from '../../shared/kinds/index.ts'
import type { ServerStatus } from '../../shared/model/inventory.ts'
import type { Priority } from '../limiter/types.ts'
import type { PanelFacts } from '../storage/types.ts'
import { createPartialRowsReader } from './partial-rows.ts'
import type { InventoryDeps } from './deps.ts'
import { createVersionClock, type Version } from './version-clock.ts'
import { eachPaced, type Pace } from './pace.ts'
import { createRowReader, type RowReader } from './read-row.ts'
import { createReader, type Reader } from './read-server.ts'
import { createRowStore, createSliceStore, type RowStore, type SliceStore } from './row-store.ts'
import { createRowSharing } from './share-rows.ts'
import { createStatusBoard, type StatusBoard } from './status-board.ts'

/** The limits for reading many servers. Handshakes need processor time: if 400 start at once, all finish late. */
const startPace: Pace = { slots: 24, patienceMs: 150 }

/** The last known rows of every server, and how each server is doing. */
export interface Inventory extends RowStore {
  statuses(): readonly ServerStatus[]
  /**
   * Reads these servers (all by default) independently. Resolves when all have answered or failed.
   * @throws AppError storage.*, never because of a panel
   */
  refresh(request: {
    readonly serverIds?: readonly string[] | undefined
    readonly kinds?: readonly ListedKind[] | undefined
    readonly priority: Priority
  }): Promise<readonly ServerStatus[]>
  /** Refreshes without a caller that waits. An error is logged. */
  refreshInBackground(request?: { readonly serverIds: readonly string[] }): void
  /**
   * Reads one list with a request of its own, stores it in its slice and returns it as it came.
   * @throws AppError as `Connections.client`, the panel's client and the storage do
   */
  readNow: Reader['readNow']
  /**
   * Reads one row by itself, or from its list if its path is answered with something else, and stores it.
   * @throws AppError as `readNow` does; `panel.not-found` if the row is gone
   */
  readRow: RowReader
  slice: SliceStore['get']
  /** Returns a version. Take it before a row is requested, and pass it on with the answer. */
  version(): Version
  /** Returns whether this row by itself was read, changed or found gone after this version and after the last list. */
  touched(serverId: string, kind: ListedKind, id: string, since: Version): boolean
  /** Reads a server in the background that is new, or whose address, trust or token has changed. */
  serverChanged(id: string): void
  /** Handles that a server's address leads to another panel now: removes all that was read from the old panel. */
  serverMoved(id: string): void
  serverRemoved(id: string): void
  /** Stores what a panel reported about its token's owner and itself. */
  learn(id: string, facts: Partial<PanelFacts>): void
  /** Starts no more refreshes. Resolves when the current read of every server has ended. */
  close(): Promise<void>
}

/** The reads of whole servers. After `isClosed`, no further server is read. */
function createRefresh(
  { storage, clock, log }: InventoryDeps,
  {
    reader,
    board,
    isClosed,
  }: { readonly reader: Reader; readonly board: StatusBoard; readonly isClosed: () => boolean },
): Pick<Inventory, 'refresh' | 'refreshInBackground'> {
  const refresh: Inventory['refresh'] = async ({ serverIds, kinds: wanted, priority }) => {
    const ids = serverIds ?? storage.servers.list().map((server) => server.id)
    // For a few servers, request all lists of a server at once. For a large fleet the handshakes take the time, so
    // one connection for each server is enough.
    const oneByOne = ids.length > startPace.slots
    await eachPaced(
      ids,
      (id) => (isClosed() ? Promise.resolve() : reader.read(id, wanted ?? listedKinds, priority, oneByOne)),
      startPace,
      clock,
    )
    return ids.filter((id) => storage.servers.get(id)).map(board.status)
  }

  const refreshInBackground: Inventory['refreshInBackground'] = (scope) => {
    refresh({ ...scope, priority: 'background' }).catch((thrown: unknown) =>
      log.warn('inventory.refresh-failed', { ...toErrorValue(thrown) }),
    )
  }
  return { refresh, refreshInBackground }
}

export function createInventory(deps: InventoryDeps): Inventory {
  const { storage, emit } = deps
  const board = createStatusBoard(deps)
  const versionClock = createVersionClock()
  const slices = createSliceStore({ storage, emit, board })
  const share = createRowSharing({ ...deps, board, versionClock, slices })
  const rows = createRowStore(slices, versionClock, share)
  const parts = { ...deps, board, versionClock, slices, share }
  const partialRows = createPartialRowsReader({ ...parts, rows })
  const reader = createReader({ ...parts, onPartialRows: partialRows.start })
  let closed = false

  const { refresh, refreshInBackground } = createRefresh(deps, { reader, board, isClosed: () => closed })

  const forget = (id: string) => {
    reader.forget(id)
    partialRows.forget(id)
    board.forget(id)
    versionClock.forget(id)
  }

  return {
    ...rows,
    statuses: () => storage.servers.list().map((server) => board.status(server.id)),
    refresh,
    refreshInBackground,
    readNow: reader.readNow,
    readRow: createRowReader({ ...parts, rows, readNow: reader.readNow }),
    touched: versionClock.rowTouched,
    slice: slices.get,
    version: versionClock.next,
    serverChanged(id) {
      reader.forget(id)
      partialRows.stop(id)
      if (!closed) refreshInBackground({ serverIds: [id] })
    },
    serverMoved(id) {
      forget(id)
      for (const kind of listedKinds) storage.snapshots.remove(id, kind)
      storage.facts.remove(id)
      board.announce(id)
      for (const kind of listedKinds) emit('inventory.sliceChanged', { jsonText: JSON.stringify(slices.get(id, kind)) })
    },
    serverRemoved: forget,
    learn: board.learn,
    close() {
      closed = true
      partialRows.close()
      return reader.settled()
    },
  }
}
