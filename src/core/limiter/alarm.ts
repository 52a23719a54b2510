import type { Clock } from '../ports.ts'

/** One timer that can be set anew; it rings once. */
export interface Alarm {
  /** Rings in `delayMs`, or never with null. Replaces what was set before. */
  set(atMs: number | null, nowMs: number): void
}

/** Node cannot wait longer than 2^31 − 1 ms; an alarm that rings early is simply set again. */
const longestDelayMs = 3_600_000

/** A timer holder for one owner: at most one timer is alive, none when nothing is set. Steady times in ms. */
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
