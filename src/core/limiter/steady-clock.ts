import type { Clock } from '../ports.ts'

/** Time that neither jumps when the computer's clock is set nor loses its meaning as a date. All in ms. */
export interface SteadyClock {
  now(): number
  /** A wall-clock stamp taken during the present stretch of wall time, on this clock. */
  fromWall(wallMs: number): number
  /** A moment of this clock as the wall clock shows it now. */
  toWall(steadyMs: number): number
}

/** Starts at the wall time of its making and runs on the monotonic clock from there. */
export function createSteadyClock(clock: Clock): SteadyClock {
  const originMs = clock.now() - clock.monotonic()
  const now = (): number => originMs + clock.monotonic()
  return {
    now,
    fromWall: (wallMs) => wallMs - (clock.now() - now()),
    toWall: (steadyMs) => steadyMs + (clock.now() - now()),
  }
}
