import type { ItemOutcome, RunServer, StoredItem } from '../../storage/run-columns.ts'
import type { BulkDeps } from '../types.ts'
import type { Ledger } from './ledger.ts'

/** What the parts of one lane share. Mutable, and owned by the lane. */
export interface ServerRunContext {
  readonly deps: BulkDeps
  readonly ledger: Ledger
  readonly server: RunServer
  /** The password of an item; null where it has none. @throws AppError handout.passphrase-needed */
  readonly secretOf: (index: number) => string | null
  /** Aborts readings and waits when the lane is told to stop. */
  readonly signal: () => AbortSignal
  readonly stopped: () => boolean
  /** Items with a request under way. */
  readonly busy: Set<number>
  /** When an item's last request left, and when its attempt ended, on the monotonic clock. */
  readonly leftAtMs: Map<number, number>
  readonly endedAtMs: Map<number, number>
  /** Ids of rows that items of this lane have made. */
  readonly createdIds: Set<string>
}

/** What the ledger keeps of an item that has come to its end now. */
export const ended = (context: ServerRunContext, outcome: Partial<ItemOutcome> = {}): Partial<ItemOutcome> => ({
  ...outcome,
  endedAtMs: context.deps.clock.now(),
})

/** Most attempts an item gets, each settled by a reading before the next. */
export const mostAttempts = 4

/** Requests of one lane under way at once: as many as its budget lets fly. */
export const underWay = 6

/** Does the work for all of them, a few at a time, until it is told to stop; the first failure ends it. */
export async function eachOf(
  items: readonly StoredItem[],
  context: ServerRunContext,
  work: (item: StoredItem) => Promise<void>,
): Promise<void> {
  let next = 0
  const one = async () => {
    while (next < items.length && !context.stopped()) await work(items[next++] as StoredItem)
  }
  await Promise.all(Array.from({ length: Math.min(underWay, items.length) }, one))
}
