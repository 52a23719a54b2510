import { AppError, toErrorValue, type ErrorValue } from '../../shared/errors.ts'
import type { Kind } from '../../shared/model/inventory.ts'
import { isAhead } from '../limiter/shared-request.ts'
import type { Priority } from '../limiter/types.ts'
import { framesOf } from '../log/frames.ts'
import type { CallOptions } from '../panel/types.ts'
import { settledWithin } from './pace.ts'
import { createListReader, type Listed, type ListReader, type ListReaderDeps } from './read-list.ts'

/**
 * How long one list may delay the other, which waits for the same connection. Even if the panel hangs, both are
 * requested.
 */
const patienceMs = 1_000

/** Reads one server with one list request for each kind. Each list is stored or fails on its own. */
export interface Reader {
  /**
   * Reads one list with a request of its own, even if a read is in progress, and stores it.
   * @throws AppError as the panel's client does
   */
  readNow<K extends Kind>(id: string, kind: K, options: Omit<CallOptions, 'unshared'>): Promise<Listed[K]>
  /**
   * Reads these kinds of one server. Joins a read in progress, unless that has a lower priority or lacks a kind.
   * Then the new read replaces it, and waiting requests that both need move up. With `oneByOne` the second list
   * follows the first over the same connection. Never rejects.
   */
  read(id: string, kinds: readonly Kind[], priority: Priority, oneByOne: boolean): Promise<void>
  /** Discards the result of a read in progress, because the server's address or token has changed. */
  forget(id: string): void
  /** Resolves when all reads in progress have ended. */
  settled(): Promise<void>
}

/** Reads one list; what goes wrong is said on the board, as long as somebody waits for it. */
function createAttempt({ storage, board, log }: ListReaderDeps, readList: ListReader) {
  return async (id: string, kind: Kind, priority: Priority, current: () => boolean) => {
    try {
      if (!storage.servers.get(id)?.hasToken)
        throw new AppError('vault.missing', 'This server has no token yet', { never: true })
      await readList(id, kind, { priority }, current)
    } catch (thrown) {
      if (!current()) return
      const error: ErrorValue = toErrorValue(thrown)
      if (error.code === 'internal') log.error('inventory.read-broke', { server: id, kind, where: framesOf(thrown) })
      if (error.code !== 'cancelled') board.failed(id, kind, error)
    }
  }
}

export function createReader(deps: ListReaderDeps): Reader {
  const { storage, board, clock, log } = deps
  const readList = createListReader(deps)
  const underWay = new Map<
    string,
    {
      readonly stamp: symbol
      readonly kinds: readonly Kind[]
      readonly priority: Priority
      readonly done: Promise<void>
    }
  >()

  const attempt = createAttempt(deps, readList)

  return {
    read(id, wanted, priority, oneByOne) {
      const running = underWay.get(id)
      if (running && wanted.every((kind) => running.kinds.includes(kind)) && !isAhead(priority, running.priority))
        return running.done
      // This read replaces the one in progress. It reads the kinds of both, and shares those of the other read's
      // requests that have not been answered yet.
      const kinds = [...new Set([...(running?.kinds ?? []), ...wanted])]
      if (!storage.servers.get(id)) return Promise.resolve()
      const stamp = Symbol(id)
      const current = () => underWay.get(id)?.stamp === stamp && storage.servers.get(id) !== null
      const run = async () => {
        board.began(id)
        const attempts: Promise<void>[] = []
        for (const kind of kinds) {
          if (!current()) return
          const running = attempt(id, kind, priority, current)
          attempts.push(running)
          if (oneByOne) await settledWithin(running, patienceMs, clock)
        }
        await Promise.all(attempts)
        if (!current()) return
        underWay.delete(id)
        board.ended(id)
      }
      // Start in a microtask: the entry must be in `underWay` before the first step calls `current`.
      const done = Promise.resolve()
        .then(run)
        .catch((thrown: unknown) =>
          log.error('inventory.read-broke', { server: id, ...toErrorValue(thrown), where: framesOf(thrown) }),
        )
      underWay.set(id, { stamp, kinds, priority, done })
      return done
    },
    readNow: (id, kind, options) =>
      readList(id, kind, { ...options, unshared: true }, () => storage.servers.get(id) !== null),
    forget(id) {
      underWay.delete(id)
    },
    async settled() {
      await Promise.all([...underWay.values()].map(({ done }) => done))
    },
  }
}
