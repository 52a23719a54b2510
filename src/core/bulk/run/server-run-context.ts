import type { ItemOutcome, RunServer, StoredItem } from '../../storage/run-columns.ts'
import type { CallOptions } from '../../panel/types.ts'
import type { ClockOffset } from '../../limiter/types.ts'
import type { BulkDeps } from '../types.ts'
import type { Ledger } from './ledger.ts'

/** What the parts of one server run share. It is mutable and owned by the server run. */
export interface ServerRunContext {
  readonly deps: BulkDeps
  readonly ledger: Ledger
  readonly server: RunServer
  /**
   * Returns the password of an item, or null if it has none.
   * @throws AppError handout.passphrase-needed | handout.damaged | storage.*
   */
  readonly secretOf: (index: number) => string | null
  /** Aborts reads and waits when the server run is told to stop. */
  readonly signal: () => AbortSignal
  readonly stopped: () => boolean
  /** Indexes of items that are being attempted. */
  readonly busy: Set<number>
  /** When an item's last request left, and when its last attempt ended, by index, on the monotonic clock. */
  readonly leftAtMs: Map<number, number>
  readonly endedAtMs: Map<number, number>
  /** How far the panel's clock is ahead of this machine's, by all of its answers; null if that is not known. */
  readonly panelClock: () => ClockOffset | null
  /** Ids of rows that items of this server run have created since the run became live. */
  readonly createdIds: Set<string>
}

/** Whether the run is a change of one row from its own screen, so that a user waits for it. */
export const isOfOneRow = ({ ledger }: Pick<ServerRunContext, 'ledger'>): boolean => ledger.run().head.origin === 'row'

/** Returns the priority of the run's requests. */
export const priorityOf = (context: Pick<ServerRunContext, 'ledger'>): CallOptions['priority'] =>
  isOfOneRow(context) ? 'interactive' : 'bulk'

/** Returns the outcome of an item that ends now. */
export const ended = (context: ServerRunContext, outcome: Partial<ItemOutcome> = {}): Partial<ItemOutcome> => ({
  ...outcome,
  endedAtMs: context.deps.clock.now(),
})

/** The most attempts that an item gets. Each one is reconciled by a read before the next. */
export const mostAttempts = 4

/** The most requests of one server run that are under way at once: as many as its budget allows in flight. */
export const maxInFlight = 6

/**
 * Does the work for all items, a few at a time, until the server run is told to stop. Rejects at the first failure; the
 * other workers continue.
 */
export async function eachOf(
  items: readonly StoredItem[],
  context: ServerRunContext,
  work: (item: StoredItem) => Promise<void>,
): Promise<void> {
  let next = 0
  const worker = async () => {
    while (next < items.length && !context.stopped()) await work(items[next++] as StoredItem)
  }
  await Promise.all(Array.from({ length: Math.min(maxInFlight, items.length) }, worker))
}
