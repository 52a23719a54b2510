import type { CronSlice, FtpSlice, Kind } from '../../shared/model/inventory.ts'
import type { CallOptions, CronList, FtpList } from '../panel/types.ts'
import type { InventoryDeps } from './deps.ts'
import type { VersionClock } from './version-clock.ts'
import { keepKnownIps, keepNewer, newestOffset, withSwitches } from './slices.ts'
import type { StatusBoard } from './status-board.ts'

export interface ListReaderDeps extends InventoryDeps {
  readonly board: StatusBoard
  readonly versionClock: VersionClock
  readonly ftpSlice: (serverId: string) => FtpSlice
  readonly cronSlice: (serverId: string) => CronSlice
  readonly putSlice: (slice: FtpSlice | CronSlice) => void
  /** Called after a list in which at least one account has no known `allowed_ips`. */
  readonly missingIps: (serverId: string) => void
}

/** The list of each kind, as it came from the panel. */
export interface Listed {
  readonly ftp: FtpList
  readonly cron: CronList
}

/**
 * Returns a function that reads one list of a server and returns it as it came. The list is stored, unless `isCurrent`
 * returns false because the read is outdated, or a list that was requested later is stored already. The function throws
 * AppError as `Connections.client`, the panel's client and the storage do.
 */
export type ListReader = <K extends Kind>(
  id: string,
  kind: K,
  options: CallOptions,
  isCurrent: () => boolean,
) => Promise<Listed[K]>

export function createListReader(deps: ListReaderDeps): ListReader {
  const { connections, board, clock, versionClock } = deps

  const readFtp = async (id: string, options: CallOptions, isCurrent: () => boolean): Promise<FtpList> => {
    const askedAt = versionClock.next()
    // An equal request, of a bulk plan or an earlier read, may be in flight that left before the change.
    const list = await connections
      .client(id)
      .ftp.list({ oneTimeout: true, unshared: versionClock.kindTouched(id, 'ftp'), ...options })
    if (!isCurrent() || versionClock.isListOutdated(id, 'ftp', askedAt)) return list
    const readAtMs = clock.now()
    const last = () => deps.ftpSlice(id).rows
    const reported = withSwitches(list.accounts, last, (row) => row.username)
    const listed = list.hasAllowedIps === false ? keepKnownIps(reported, last()) : reported
    const rows = keepNewer(listed, last, (row) => row.username, versionClock.listReported(id, 'ftp', askedAt))
    deps.putSlice({ serverId: id, kind: 'ftp', rows, readAtMs, total: list.total + rows.length - listed.length })
    learnOffset(id, rows)
    if (list.hasAllowedIps !== null) board.learn(id, { listHasAllowedIps: list.hasAllowedIps })
    board.succeeded(id, 'ftp', readAtMs)
    if (rows.some((row) => row.allowedIps === null)) deps.missingIps(id)
    return list
  }

  const readCron = async (id: string, options: CallOptions, isCurrent: () => boolean): Promise<CronList> => {
    const askedAt = versionClock.next()
    const list = await connections
      .client(id)
      .cron.list({ oneTimeout: true, unshared: versionClock.kindTouched(id, 'cron'), ...options })
    if (!isCurrent() || versionClock.isListOutdated(id, 'cron', askedAt)) return list
    const readAtMs = clock.now()
    const last = () => deps.cronSlice(id).rows
    const reported = withSwitches(list.jobs, last, (row) => row.id)
    const rows = keepNewer(reported, last, (row) => row.id, versionClock.listReported(id, 'cron', askedAt))
    deps.putSlice({ serverId: id, kind: 'cron', rows, readAtMs, total: list.total + rows.length - reported.length })
    learnOffset(id, rows)
    learnClock(id)
    board.succeeded(id, 'cron', readAtMs)
    return list
  }

  const learnOffset = (id: string, rows: Parameters<typeof newestOffset>[0]) => {
    const offset = newestOffset(rows)
    if (offset) board.offsetSeen(id, offset)
  }

  /** Stores the clock offset that the replies have just shown, because the health of the stored jobs depends on it. */
  const learnClock = (id: string) => {
    const clockAheadMs = connections.knownBudget(id)?.clockAheadMs() ?? null
    if (clockAheadMs !== null) board.learn(id, { clockAheadMs })
  }

  return <K extends Kind>(id: string, kind: K, options: CallOptions, isCurrent: () => boolean): Promise<Listed[K]> =>
    (kind === 'ftp' ? readFtp : readCron)(id, options, isCurrent) as Promise<Listed[K]>
}
