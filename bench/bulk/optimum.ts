const limit = 60
const windowMs = 60_000

/** Counts the requests that came before `startedAtMs` in the window that contains it. */
export function spentBefore(timesMs: readonly number[], startedAtMs: number, phaseMs: number): number {
  const windowOf = (atMs: number) => Math.floor((atMs - phaseMs) / windowMs)
  return timesMs.filter((atMs) => atMs < startedAtMs && windowOf(atMs) === windowOf(startedAtMs)).length
}

/**
 * Returns the least possible time in ms: from `startedAtMs` until a panel can admit the last of `requests`, if `used`
 * requests of the current window are spent. Windows are fixed, as on the demo panels.
 */
export function optimumMs(requests: number, used: number, startedAtMs: number, phaseMs: number): number {
  const leftNow = limit - used
  if (requests <= leftNow) return 0
  const untilResetMs = windowMs - ((((startedAtMs - phaseMs) % windowMs) + windowMs) % windowMs)
  return untilResetMs + (Math.ceil((requests - leftNow) / limit) - 1) * windowMs
}
