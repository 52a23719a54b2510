import type { Clock } from '../ports.ts'
import type { Settling } from './settle.ts'

/**
 * Returns how to find out the outcome of a lost creation with a snapshot: rows in the snapshot are not the new row.
 * If the list was never read, no such rows are known.
 */
export function settling(clock: Clock, ids: readonly (string | number)[], readAtMs: number | null): Settling {
  const wait = (delayMs: number) => new Promise<void>((resolve) => void clock.after(delayMs, resolve))
  return readAtMs === null ? { wait } : { wait, knownBefore: new Set(ids) }
}
