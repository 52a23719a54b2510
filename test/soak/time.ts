import type { Clock } from '../../src/core/ports.ts'
import { scaledTime, type TimeScale } from '../fixtures/scaled-time.ts'

/** Core's clock in a soak: it runs faster than the machine's, and knows how many of its timers wait. */
export interface FastClock extends Clock {
  /** Timers that have neither rung nor been taken back. */
  waiting(): number
}

/**
 * A clock on a straight line from the machine's time, the same in every process that has the scale. Its timers keep the
 * process alive, so that a forgotten one is seen, and ring after what the sockets have brought meanwhile: a busy
 * machine must not look like a silent panel.
 */
export function createFastClock(scale: TimeScale): FastClock {
  let waiting = 0
  const now = () => Math.floor(scaledTime(scale))
  return {
    now,
    monotonic: () => scaledTime(scale),
    after(delayMs, run) {
      let open = true
      const end = () => {
        if (open) waiting -= 1
        open = false
      }
      let next: NodeJS.Immediate | undefined
      const ring = () => {
        next = setImmediate(() => {
          end()
          run()
        })
      }
      waiting += 1
      const timer = setTimeout(ring, Math.min(2 ** 31 - 1, Math.ceil(delayMs / scale.factor)))
      return () => {
        end()
        clearTimeout(timer)
        clearImmediate(next)
      }
    },
    waiting: () => waiting,
  }
}

/** Resolves when the clock shows that moment; at the next turn of the loop where it is past. */
export function until(clock: Clock, atMs: number): Promise<void> {
  return new Promise((resolve) => void clock.after(Math.max(0, atMs - clock.now()), resolve))
}
