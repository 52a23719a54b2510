import type { FtpAccount } from '../../shared/model/ftp.ts'
import type { CronJob } from '../../shared/model/cron.ts'
import { kinds, type CronSlice, type FtpSlice, type Kind, type ServerStatus } from '../../shared/model/inventory.ts'
import type { Priority } from '../limiter/types.ts'
import type { ReportedRow } from '../panel/types.ts'
import type { PanelFacts } from '../storage/types.ts'
import { createAllowedIpsReader } from './allowed-ips.ts'
import type { InventoryDeps } from './deps.ts'
import { createVersionClock, type Version } from './version-clock.ts'
import { eachPaced, type Pace } from './pace.ts'
import { createReader, type Reader } from './read-server.ts'
import { createRowStore, createSliceStore } from './row-store.ts'
import { createStatusBoard } from './status-board.ts'

/** Handshakes are work: begun all at once, 400 of them would finish together at the end and none early. */
const startTogether: Pace = { slots: 24, patienceMs: 150 }

/** Last known rows of every server, and how each server is doing. */
export interface Inventory {
  statuses(): readonly ServerStatus[]
  /**
   * Reads these servers (all by default) anew, each on its own; resolves when every one has answered or failed. Never
   * rejects.
   */
  refresh(request: {
    readonly serverIds?: readonly string[] | undefined
    readonly kinds?: readonly Kind[] | undefined
    readonly priority: Priority
  }): Promise<readonly ServerStatus[]>
  /**
   * Reads one list by a request of its own, puts it in its slice and returns it as it came.
   * @throws AppError as the panel's client does
   */
  readNow: Reader['readNow']
  ftpSlice(serverId: string): FtpSlice
  cronSlice(serverId: string): CronSlice
  /** To be taken before a row is asked for, and given back with the answer. */
  version(): Version
  /** Whether something newer than a list asked for at that moment is known of this row. */
  touched(serverId: string, kind: Kind, id: string | number, since: Version): boolean
  /**
   * Puts one row in its slice, unless something newer is known of it. Without a moment it counts as asked for just now.
   * Returns it as the screens have it: with a switch that the panel does not show as it was last known.
   */
  accountRead(serverId: string, account: ReportedRow<FtpAccount>, askedAt?: Version): FtpAccount
  /**
   * Puts rows that were all asked for at that moment in place of those of the same name, as one change of the slice.
   */
  accountsRead(serverId: string, accounts: readonly ReportedRow<FtpAccount>[], askedAt: Version): void
  accountGone(serverId: string, username: string): void
  jobRead(serverId: string, job: ReportedRow<CronJob>, askedAt?: Version): CronJob
  jobGone(serverId: string, id: number): void
  /** The address, trust or token of a server changed: read it in the background. */
  serverChanged(id: string): void
  /** Another panel stands at the server's address now: nothing that was read of the old one is said of it. */
  serverMoved(id: string): void
  serverRemoved(id: string): void
  /** Keeps what a panel said of its token's owner and itself. */
  learn(id: string, facts: Partial<PanelFacts>): void
  /** Begins nothing more; resolves when what was under way has ended. */
  close(): Promise<void>
}

export function createInventory(deps: InventoryDeps): Inventory {
  const { storage, emit, clock } = deps
  const board = createStatusBoard(deps)
  const versionClock = createVersionClock()
  const slices = createSliceStore({ storage, emit, board })
  const rows = createRowStore(slices, versionClock)
  const parts = { ...deps, board, versionClock, ftpSlice: slices.ftp, cronSlice: slices.cron, keep: slices.keep }
  const allowedIps = createAllowedIpsReader({ ...parts, replaceRows: rows.accountsRead })
  const reader = createReader({ ...parts, missingIps: allowedIps.start })
  let closed = false

  const refresh: Inventory['refresh'] = async ({ serverIds, kinds: wanted, priority }) => {
    const ids = serverIds ?? storage.servers.list().map((server) => server.id)
    // One server is waited for, so both its lists are asked for at once. A fleet waits for handshakes: one each will
    // do.
    const oneByOne = ids.length > startTogether.slots
    await eachPaced(
      ids,
      (id) => (closed ? Promise.resolve() : reader.read(id, wanted ?? kinds, priority, oneByOne)),
      startTogether,
      clock,
    )
    return ids.filter((id) => storage.servers.get(id)).map(board.status)
  }

  const forget = (id: string) => {
    reader.forget(id)
    allowedIps.forget(id)
    board.forget(id)
    versionClock.forget(id)
  }

  return {
    ...rows,
    statuses: () => storage.servers.list().map((server) => board.status(server.id)),
    refresh,
    readNow: reader.readNow,
    touched: versionClock.rowTouched,
    ftpSlice: slices.ftp,
    cronSlice: slices.cron,
    version: versionClock.now,
    serverChanged(id) {
      reader.forget(id)
      allowedIps.stop(id)
      if (!closed) void refresh({ serverIds: [id], priority: 'background' })
    },
    serverMoved(id) {
      forget(id)
      for (const kind of kinds) storage.snapshots.remove(id, kind)
      storage.facts.remove(id)
      board.announce(id)
      for (const slice of [slices.ftp(id), slices.cron(id)])
        emit('inventory.sliceChanged', { jsonText: JSON.stringify(slice) })
    },
    serverRemoved: forget,
    learn: board.learn,
    close() {
      closed = true
      allowedIps.close()
      return reader.settled()
    },
  }
}
