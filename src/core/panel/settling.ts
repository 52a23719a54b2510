import type { Clock } from '../ports.ts'
import type { Settling } from './settle.ts'

/**
 * How a lost creation is settled from a snapshot: rows that were there when it was read are not the new one.
 * A list that was never read knows none.
 */
export function settling(clock: Clock, ids: readonly (string | number)[], readAtMs: number | null): Settling {
  const wait = (delayMs: number) => new Promise<void>((resolve) => void clock.after(delayMs, resolve))
  return readAtMs === null ? { wait } : { wait, knownBefore: new Set(ids) }
}
