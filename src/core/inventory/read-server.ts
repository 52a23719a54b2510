import { AppError, toErrorValue, type ErrorValue } from '../../shared/errors.ts'
import type { Kind } from '../../shared/model/inventory.ts'
import { isAhead } from '../limiter/shared-request.ts'
import type { Priority } from '../limiter/types.ts'
import { framesOf } from '../log/frames.ts'
import type { CallOptions } from '../panel/types.ts'
import { settledWithin } from './pace.ts'
import { createListReader, type Listed, type ListReaderDeps } from './read-list.ts'

/**
 * How long one list may keep the other waiting for its connection: a panel that hangs is asked for both all the same.
 */
const patienceMs = 1_000

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
  read(id: string, kinds: readonly Kind[], priority: Priority, oneByOne: boolean): Promise<void>
  /** What is under way for this server no longer counts: its address or token has changed. */
  forget(id: string): void
  /** Resolves when all that is under way now has ended. */
  settled(): Promise<void>
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

  const attempt = async (id: string, kind: Kind, priority: Priority, current: () => boolean) => {
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

  return {
    read(id, wanted, priority, oneByOne) {
      const running = underWay.get(id)
      if (running && wanted.every((kind) => running.kinds.includes(kind)) && !isAhead(priority, running.priority))
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
          const running = attempt(id, kind, priority, current)
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
