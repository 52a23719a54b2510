import type { Clock } from '../../src/core/ports.ts'
import { scaledTime, type TimeScale } from '../fixtures/scaled-time.ts'

/** Core's clock in a soak. It runs faster than the machine's, and it counts its waiting timers. */
export interface FastClock extends Clock {
  /** The number of timers that have neither fired nor been cancelled. */
  waiting(): number
}

/**
 * A clock that is a linear function of the machine's time, equal in every process that has the scale. Its timers keep
 * the process alive, so that a forgotten timer is noticed. They fire after the sockets have delivered what arrived
 * meanwhile: a busy machine must not look like a silent panel.
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
      const fire = () => {
        next = setImmediate(() => {
          end()
          run()
        })
      }
      waiting += 1
      const timer = setTimeout(fire, Math.min(2 ** 31 - 1, Math.ceil(delayMs / scale.factor)))
      return () => {
        end()
        clearTimeout(timer)
        clearImmediate(next)
      }
    },
    waiting: () => waiting,
  }
}

/** Resolves when the clock shows this time, or at the next turn of the event loop if the time has passed. */
export function until(clock: Clock, atMs: number): Promise<void> {
  return new Promise((resolve) => void clock.after(Math.max(0, atMs - clock.now()), resolve))
}
