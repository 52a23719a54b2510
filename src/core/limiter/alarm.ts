import type { Clock } from '../ports.ts'

/** One timer that can be set again. It fires once each time it is set. */
export interface Alarm {
  /** Fires at `atMs` (steady clock), or never if null. Replaces the time that was set before. */
  set(atMs: number | null, nowMs: number): void
}

/**
 * The longest single timer. Node cannot wait longer than 2^31 − 1 ms; the owner sets an alarm that fired early again.
 */
const longestDelayMs = 3_600_000

/** Returns an alarm for one owner. At most one timer is alive, and none while no time is set. Steady times in ms. */
export function createAlarm(clock: Clock, ring: () => void): Alarm {
  let setAtMs: number | null = null
  let stop: (() => void) | null = null
  return {
    set(atMs, nowMs) {
      if (atMs === setAtMs) return
      stop?.()
      stop = null
      setAtMs = atMs
      if (atMs === null) return
      const delayMs = Math.min(longestDelayMs, Math.max(0, Math.ceil(atMs - nowMs)))
      stop = clock.after(delayMs, () => {
        stop = null
        setAtMs = null
        ring()
      })
    },
  }
}
