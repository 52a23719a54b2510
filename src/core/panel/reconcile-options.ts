import type { Clock } from '../ports.ts'
import type { ReconcileOptions } from './reconcile.ts'

/**
 * Returns the options to find out the outcome of a creation whose answer was lost. `ids` are the rows of the last
 * snapshot, none of which is the new row. `readAtMs` is null if the list was never read, and then no such rows are
 * known. A change that creates nothing passes no ids and null.
 */
export function reconcileOptions(clock: Clock, ids: readonly string[], readAtMs: number | null): ReconcileOptions {
  const wait = (delayMs: number) => new Promise<void>((resolve) => void clock.after(delayMs, resolve))
  return readAtMs === null ? { wait } : { wait, knownBefore: new Set(ids) }
}
