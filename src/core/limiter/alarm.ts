import type { Clock } from '../ports.ts'

/** The longest single timer. Node cannot wait longer than 2^31 − 1 ms. The owner sets it again if it fired early. */
const longestDelayMs = 3_600_000

/**
 * Creates an alarm for one owner, which may set it again at any time. At most one timer is alive, and none while no
 * time is set. Steady times in ms.
 */
export function createAlarm(clock: Clock, onFire: () => void) {
  let setAtMs: number | null = null
  let stop: (() => void) | null = null
  return {
    /** Fires once at `atMs`, or early after an hour; never if null. Replaces a time that was set before. */
    set(atMs: number | null, nowMs: number) {
      if (atMs === setAtMs) return
      stop?.()
      stop = null
      setAtMs = atMs
      if (atMs === null) return
      const delayMs = Math.min(longestDelayMs, Math.max(0, Math.ceil(atMs - nowMs)))
      stop = clock.after(delayMs, () => {
        stop = null
        setAtMs = null
        onFire()
      })
    },
  }
}
