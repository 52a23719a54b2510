import type { FtpAccount } from '../../shared/model/ftp.ts'
import type { CronJob } from '../../shared/model/cron.ts'
import { kinds, type CronSlice, type FtpSlice, type Kind, type ServerStatus } from '../../shared/model/inventory.ts'
import type { Lane } from '../limiter/types.ts'
import type { Told } from '../panel/types.ts'
import type { PanelFacts } from '../storage/types.ts'
import { createAllowedIpsReader } from './allowed-ips.ts'
import type { InventoryDeps } from './deps.ts'
import { createFreshness, type Moment } from './freshness.ts'
import { eachPaced, type Pace } from './pace.ts'
import { createReader, type Reader } from './read-server.ts'
import { withAccount, withJob, withoutAccount, withoutJob, withSwitch, withSwitches } from './slices.ts'
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
    readonly lane: Lane
  }): Promise<readonly ServerStatus[]>
  /**
   * Reads one list by a request of its own, puts it in its slice and returns it as it came.
   * @throws AppError as the panel's client does
   */
  readNow: Reader['readNow']
  ftpSlice(serverId: string): FtpSlice
  cronSlice(serverId: string): CronSlice
  /** To be taken before a row is asked for, and given back with the answer. */
  moment(): Moment
  /** Whether something newer than a list asked for at that moment is known of this row. */
  touched(serverId: string, kind: Kind, id: string | number, since: Moment): boolean
  /**
   * Puts one row in its slice, unless something newer is known of it. Without a moment it counts as asked for just now.
   * Returns it as the screens have it: with a switch that the panel does not show as it was last known.
   */
  accountRead(serverId: string, account: Told<FtpAccount>, askedAt?: Moment): FtpAccount
  /**
   * Puts rows that were all asked for at that moment in place of those of the same name, as one change of the slice.
   */
  accountsRead(serverId: string, accounts: readonly Told<FtpAccount>[], askedAt: Moment): void
  accountGone(serverId: string, username: string): void
  jobRead(serverId: string, job: Told<CronJob>, askedAt?: Moment): CronJob
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

  const ftpSlice = (serverId: string): FtpSlice =>
    storage.snapshots.ftp([serverId])[0] ?? { serverId, kind: 'ftp', rows: [], readAtMs: null, total: null }
  const cronSlice = (serverId: string): CronSlice =>
    storage.snapshots.cron([serverId])[0] ?? { serverId, kind: 'cron', rows: [], readAtMs: null, total: null }

  const keep = (slice: FtpSlice | CronSlice) => {
    if (!storage.servers.get(slice.serverId)) return
    const jsonText = storage.snapshots.put(slice)
    board.counted(slice.serverId, slice.kind, slice.rows.length)
    emit('inventory.sliceChanged', { jsonText })
  }

  const freshness = createFreshness()
  const replaceRows = (serverId: string, told: readonly Told<FtpAccount>[], askedAt: Moment) => {
    const slice = ftpSlice(serverId)
    const accounts = withSwitches(
      told,
      () => slice.rows,
      (row) => row.username,
    )
    const news = new Map(
      accounts
        .filter((row) => freshness.rowTold(serverId, 'ftp', row.username, askedAt))
        .map((row) => [row.username, row]),
    )
    if (news.size > 0) keep({ ...slice, rows: slice.rows.map((row) => news.get(row.username) ?? row) })
  }
  const allowedIps = createAllowedIpsReader({ ...deps, freshness, ftpSlice, replaceRows })
  const reader = createReader({ ...deps, board, freshness, ftpSlice, cronSlice, keep, missingIps: allowedIps.start })
  let closed = false

  const refresh: Inventory['refresh'] = async ({ serverIds, kinds: wanted, lane }) => {
    const ids = serverIds ?? storage.servers.list().map((server) => server.id)
    // One server is waited for, so both its lists are asked for at once. A fleet waits for handshakes: one each will
    // do.
    const oneByOne = ids.length > startTogether.slots
    await eachPaced(
      ids,
      (id) => (closed ? Promise.resolve() : reader.read(id, wanted ?? kinds, lane, oneByOne)),
      startTogether,
      clock,
    )
    return ids.filter((id) => storage.servers.get(id)).map(board.status)
  }

  const forget = (id: string) => {
    reader.forget(id)
    allowedIps.forget(id)
    board.forget(id)
    freshness.forget(id)
  }

  return {
    statuses: () => storage.servers.list().map((server) => board.status(server.id)),
    refresh,
    readNow: reader.readNow,
    touched: freshness.rowTouched,
    ftpSlice,
    cronSlice,
    moment: freshness.now,
    accountRead(serverId, told, askedAt = freshness.now()) {
      const slice = ftpSlice(serverId)
      const account = withSwitch(
        told,
        slice.rows.find((row) => row.username === told.username),
      )
      if (freshness.rowTold(serverId, 'ftp', account.username, askedAt)) keep(withAccount(slice, account))
      return account
    },
    accountsRead: replaceRows,
    accountGone(serverId, username) {
      freshness.rowTold(serverId, 'ftp', username, freshness.now())
      keep(withoutAccount(ftpSlice(serverId), username))
    },
    jobRead(serverId, told, askedAt = freshness.now()) {
      const slice = cronSlice(serverId)
      const job = withSwitch(
        told,
        slice.rows.find((row) => row.id === told.id),
      )
      if (freshness.rowTold(serverId, 'cron', job.id, askedAt)) keep(withJob(slice, job))
      return job
    },
    jobGone(serverId, id) {
      freshness.rowTold(serverId, 'cron', id, freshness.now())
      keep(withoutJob(cronSlice(serverId), id))
    },
    serverChanged(id) {
      reader.forget(id)
      allowedIps.stop(id)
      if (!closed) void refresh({ serverIds: [id], lane: 'background' })
    },
    serverMoved(id) {
      forget(id)
      for (const kind of kinds) storage.snapshots.remove(id, kind)
      storage.facts.remove(id)
      board.announce(id)
      for (const slice of [ftpSlice(id), cronSlice(id)])
        emit('inventory.sliceChanged', { jsonText: JSON.stringify(slice) })
    },
    serverRemoved: forget,
    learn(id, facts) {
      board.learn(id, facts)
    },
    close() {
      closed = true
      allowedIps.close()
      return reader.settled()
    },
  }
}
