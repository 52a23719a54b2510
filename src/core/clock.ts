import type { Clock } from './ports.ts'

/**
 * Returns the machine's own clock. Its timers do not keep a process alive by themselves. They run after about 25 days
 * (2^31 - 1 ms) at the latest, because `setTimeout` takes no longer delay.
 */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    after(delayMs, run) {
      const timer = setTimeout(run, Math.min(delayMs, 2 ** 31 - 1))
      timer.unref()
      return () => clearTimeout(timer)
    },
  }
}
