import { AppError, toErrorValue, type ErrorValue } from '../../shared/errors.ts'
import type { CronSlice, FtpSlice, Kind } from '../../shared/model/inventory.ts'
import { isAhead } from '../limiter/flights.ts'
import type { Lane } from '../limiter/types.ts'
import { framesOf } from '../log/frames.ts'
import type { CallOptions, CronList, FtpList } from '../panel/types.ts'
import type { InventoryDeps } from './deps.ts'
import type { Freshness } from './freshness.ts'
import { settledWithin } from './pace.ts'
import { keepKnownIps, keepNewer, newestOffset, withSwitches } from './slices.ts'
import type { StatusBoard } from './status-board.ts'

/**
 * How long one list may keep the other waiting for its connection: a panel that hangs is asked for both all the same.
 */
const patienceMs = 1_000

interface ReaderDeps extends InventoryDeps {
  readonly board: StatusBoard
  readonly freshness: Freshness
  readonly ftpSlice: (serverId: string) => FtpSlice
  readonly cronSlice: (serverId: string) => CronSlice
  readonly keep: (slice: FtpSlice | CronSlice) => void
  /** Called after a list that came without `allowed_ips`. */
  readonly missingIps: (serverId: string) => void
}

/** What a panel's list holds, as it came. */
export interface Listed {
  readonly ftp: FtpList
  readonly cron: CronList
}

/** Reads one server: one list request a kind, both at once, each kept or failed by itself. */
export interface Reader {
  /**
   * Reads one list by a request of its own, which no reading under way stands in for, and keeps it.
   * @throws AppError as the panel's client does
   */
  readNow<K extends Kind>(id: string, kind: K, options: Omit<CallOptions, 'unshared'>): Promise<Listed[K]>
  /**
   * A reading of this server that is already under way is joined, not repeated; a slower lane's is taken over, and what
   * it waits for moves up. With `oneByOne` a list follows the other over the same connection. Never rejects.
   */
  read(id: string, kinds: readonly Kind[], lane: Lane, oneByOne: boolean): Promise<void>
  /** What is under way for this server no longer counts: its address or token has changed. */
  forget(id: string): void
  /** Resolves when all that is under way now has ended. */
  settled(): Promise<void>
}

export function createReader(deps: ReaderDeps): Reader {
  const { storage, connections, board, clock, log, freshness } = deps
  const underWay = new Map<
    string,
    { readonly stamp: symbol; readonly kinds: readonly Kind[]; readonly lane: Lane; readonly done: Promise<void> }
  >()

  const readFtp = async (id: string, options: CallOptions, current: () => boolean): Promise<FtpList> => {
    const askedAt = freshness.now()
    // An equal request of a bulk plan or an earlier reading may be under way that left before the change.
    const list = await connections.client(id).ftp.list({ unshared: freshness.touched(id, 'ftp'), ...options })
    if (!current()) return list
    const readAtMs = clock.now()
    const last = () => deps.ftpSlice(id).rows
    const told = withSwitches(list.accounts, last, (row) => row.username)
    const listed = list.hasAllowedIps === false ? keepKnownIps(told, last()) : told
    const rows = keepNewer(listed, last, (row) => row.username, freshness.listTold(id, 'ftp', askedAt))
    deps.keep({ serverId: id, kind: 'ftp', rows, readAtMs, total: list.total + rows.length - listed.length })
    learnOffset(id, rows)
    if (list.hasAllowedIps !== null) board.learn(id, { listHasAllowedIps: list.hasAllowedIps })
    board.succeeded(id, 'ftp', readAtMs)
    if (rows.some((row) => row.allowedIps === null)) deps.missingIps(id)
    return list
  }

  const readCron = async (id: string, options: CallOptions, current: () => boolean): Promise<CronList> => {
    const askedAt = freshness.now()
    const list = await connections.client(id).cron.list({ unshared: freshness.touched(id, 'cron'), ...options })
    if (!current()) return list
    const readAtMs = clock.now()
    const last = () => deps.cronSlice(id).rows
    const told = withSwitches(list.jobs, last, (row) => row.id)
    const rows = keepNewer(told, last, (row) => row.id, freshness.listTold(id, 'cron', askedAt))
    deps.keep({ serverId: id, kind: 'cron', rows, readAtMs, total: list.total + rows.length - told.length })
    learnOffset(id, rows)
    learnClock(id)
    board.succeeded(id, 'cron', readAtMs)
    return list
  }

  const learnOffset = (id: string, rows: Parameters<typeof newestOffset>[0]) => {
    const offset = newestOffset(rows)
    if (offset) board.offsetSeen(id, offset)
  }

  /** The replies that were just read have told the time; what jobs are judged by is kept beside them. */
  const learnClock = (id: string) => {
    const clockAheadMs = connections.knownBudget(id)?.clockAheadMs() ?? null
    if (clockAheadMs !== null) board.learn(id, { clockAheadMs })
  }

  const attempt = async (id: string, kind: Kind, lane: Lane, current: () => boolean) => {
    try {
      if (!storage.servers.get(id)?.hasToken)
        throw new AppError('vault.missing', 'This server has no token yet', { never: true })
      await (kind === 'ftp' ? readFtp(id, { lane }, current) : readCron(id, { lane }, current))
    } catch (thrown) {
      if (!current()) return
      const error: ErrorValue = toErrorValue(thrown)
      if (error.code === 'internal') log.error('inventory.read-broke', { server: id, kind, where: framesOf(thrown) })
      if (error.code !== 'cancelled') board.failed(id, kind, error)
    }
  }

  return {
    read(id, wanted, lane, oneByOne) {
      const running = underWay.get(id)
      if (running && wanted.every((kind) => running.kinds.includes(kind)) && !isAhead(lane, running.lane))
        return running.done
      // The other reading no longer counts: what it was to bring, this one brings, by the same requests as far as they
      // are under way.
      const kinds = [...new Set([...(running?.kinds ?? []), ...wanted])]
      if (!storage.servers.get(id)) return Promise.resolve()
      const stamp = Symbol(id)
      const current = () => underWay.get(id)?.stamp === stamp && storage.servers.get(id) !== null
      const run = async () => {
        board.began(id)
        const attempts: Promise<void>[] = []
        for (const kind of kinds) {
          if (!current()) return
          const running = attempt(id, kind, lane, current)
          attempts.push(running)
          if (oneByOne) await settledWithin(running, patienceMs, clock)
        }
        await Promise.all(attempts)
        if (!current()) return
        underWay.delete(id)
        board.ended(id)
      }
      // The entry must stand before the first step asks whether it is still current.
      const done = Promise.resolve()
        .then(run)
        .catch((thrown: unknown) =>
          log.error('inventory.read-broke', { server: id, ...toErrorValue(thrown), where: framesOf(thrown) }),
        )
      underWay.set(id, { stamp, kinds, lane, done })
      return done
    },
    async readNow<K extends Kind>(id: string, kind: K, options: Omit<CallOptions, 'unshared'>) {
      const there = () => storage.servers.get(id) !== null
      const list = await (kind === 'ftp' ? readFtp : readCron)(id, { ...options, unshared: true }, there)
      return list as Listed[K]
    },
    forget(id) {
      underWay.delete(id)
    },
    async settled() {
      await Promise.all([...underWay.values()].map(({ done }) => done))
    },
  }
}
