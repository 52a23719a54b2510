import type { Clock } from '../ports.ts'

/** A clock that does not jump when the computer's clock is set, and whose times can be read as dates. All in ms. */
export interface SteadyClock {
  now(): number
  /** Converts a wall-clock time to this clock. The wall clock must not have been set since that time was taken. */
  fromWall(wallMs: number): number
  /** Converts a time of this clock to the wall clock as it is set now. */
  toWall(steadyMs: number): number
}

/** Creates a clock that starts at the current wall time and follows the monotonic clock from there. */
export function createSteadyClock(clock: Clock): SteadyClock {
  const originMs = clock.now() - clock.monotonic()
  const now = (): number => originMs + clock.monotonic()
  return {
    now,
    fromWall: (wallMs) => wallMs - (clock.now() - now()),
    toWall: (steadyMs) => steadyMs + (clock.now() - now()),
  }
}
