import { AppError, toErrorValue, type ErrorValue } from '../../shared/errors.ts'
import type { ListedKind } from '../../shared/kinds/index.ts'
import type { ReportedOf } from '../kinds/index.ts'
import { isHigherPriority } from '../limiter/shared-request.ts'
import type { Priority } from '../limiter/types.ts'
import { framesOf } from '../log/frames.ts'
import type { RowList } from '../panel/reply-fields.ts'
import type { CallOptions } from '../panel/types.ts'
import { settledWithin } from './pace.ts'
import { createListReader, type ListReader, type ListReaderDeps } from './read-list.ts'

/** How long one list may delay the other on the same connection. Both are requested even if the panel hangs. */
const maxListDelayMs = 1_000

/** Reads one server with one list request for each kind. Each list is stored or fails on its own. */
export interface Reader {
  /**
   * Reads one list with a request of its own, even if a read is in progress, and stores it.
   * @throws AppError as `Connections.client`, the panel's client and the storage do
   */
  readNow<K extends ListedKind>(
    id: string,
    kind: K,
    options: Omit<CallOptions, 'unshared'>,
  ): Promise<RowList<ReportedOf<K>>>
  /**
   * Reads these kinds of one server. Joins a read in progress, unless that has a lower priority or lacks a kind.
   * Then the new read replaces it, and waiting requests that both need move up. With `oneByOne` the second list
   * follows the first over the same connection. A read that fails does not reject; the status board keeps its error.
   * @throws AppError storage.*
   */
  read(id: string, kinds: readonly ListedKind[], priority: Priority, oneByOne: boolean): Promise<void>
  /** Discards the result of a read in progress, because the server's address or token has changed. */
  forget(id: string): void
  /** Resolves when the current read of every server has ended. Does not wait for replaced reads and `readNow`. */
  settled(): Promise<void>
}

/** Returns a function that reads one list. Records a failure on the status board, unless cancelled or outdated. */
function createAttempt({ storage, board, log }: ListReaderDeps, readList: ListReader) {
  return async (id: string, kind: ListedKind, priority: Priority, isCurrent: () => boolean) => {
    try {
      if (!storage.servers.get(id)?.hasToken)
        throw new AppError('vault.missing', 'This server has no token yet', { never: true })
      await readList(id, kind, { priority }, isCurrent)
    } catch (thrown) {
      if (!isCurrent()) return
      const error: ErrorValue = toErrorValue(thrown)
      if (error.code === 'internal') log.error('inventory.read-broke', { server: id, kind, where: framesOf(thrown) })
      if (error.code !== 'cancelled') board.failed(id, kind, error)
    }
  }
}

export function createReader(deps: ListReaderDeps): Reader {
  const { storage, board, clock, log } = deps
  const readList = createListReader(deps)
  const activeReads = new Map<
    string,
    {
      readonly readId: symbol
      readonly kinds: readonly ListedKind[]
      readonly priority: Priority
      readonly done: Promise<void>
    }
  >()

  const attempt = createAttempt(deps, readList)

  return {
    read(id, wanted, priority, oneByOne) {
      const running = activeReads.get(id)
      const isCovered = running && wanted.every((kind) => running.kinds.includes(kind))
      if (isCovered && !isHigherPriority(priority, running.priority)) return running.done
      // This read replaces the one in progress. It reads the kinds of both, and shares those of the other read's
      // requests that have not been answered yet.
      const kinds = [...new Set([...(running?.kinds ?? []), ...wanted])]
      if (!storage.servers.get(id)) return Promise.resolve()
      const readId = Symbol(id)
      const isCurrent = () => activeReads.get(id)?.readId === readId && storage.servers.get(id) !== null
      const run = async () => {
        board.began(id)
        const attempts: Promise<void>[] = []
        for (const kind of kinds) {
          if (!isCurrent()) return
          const running = attempt(id, kind, priority, isCurrent)
          attempts.push(running)
          if (oneByOne) await settledWithin(running, maxListDelayMs, clock)
        }
        await Promise.all(attempts)
      }
      const end = () => {
        if (!isCurrent()) return
        activeReads.delete(id)
        board.ended(id)
      }
      // Start in a microtask: the entry must be in `activeReads` before the first step calls `isCurrent`.
      const done = Promise.resolve()
        .then(run)
        .finally(end)
        .catch((thrown: unknown) =>
          log.error('inventory.read-broke', { server: id, ...toErrorValue(thrown), where: framesOf(thrown) }),
        )
      activeReads.set(id, { readId, kinds, priority, done })
      return done
    },
    readNow: (id, kind, options) =>
      readList(id, kind, { ...options, unshared: true }, () => storage.servers.get(id) !== null),
    forget(id) {
      activeReads.delete(id)
    },
    async settled() {
      await Promise.all([...activeReads.values()].map(({ done }) => done))
    },
  }
}
