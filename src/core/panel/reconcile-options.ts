import type { Clock } from '../ports.ts'
import type { ReconcileOptions } from './reconcile.ts'

/**
 * Returns how to find out the outcome of a lost creation with a snapshot: rows in the snapshot are not the new row.
 * If the list was never read, no such rows are known.
 */
export function reconcileOptions(
  clock: Clock,
  ids: readonly (string | number)[],
  readAtMs: number | null,
): ReconcileOptions {
  const wait = (delayMs: number) => new Promise<void>((resolve) => void clock.after(delayMs, resolve))
  return readAtMs === null ? { wait } : { wait, knownBefore: new Set(ids) }
}
