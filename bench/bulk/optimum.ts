const limit = 60
const windowMs = 60_000

/** Requests that came before `startedAtMs` in the window that holds it. */
export function spentBefore(timesMs: readonly number[], startedAtMs: number, phaseMs: number): number {
  const windowOf = (atMs: number) => Math.floor((atMs - phaseMs) / windowMs)
  return timesMs.filter((atMs) => atMs < startedAtMs && windowOf(atMs) === windowOf(startedAtMs)).length
}

/**
 * Milliseconds in which nobody could do better: the first moment at which a panel admits the last of `requests` from
 * `startedAtMs` on, when `used` of the window that holds it are spent already. Fixed windows, as the demo panels have
 * them.
 */
export function optimumMs(requests: number, used: number, startedAtMs: number, phaseMs: number): number {
  const leftNow = limit - used
  if (requests <= leftNow) return 0
  const turnMs = windowMs - ((((startedAtMs - phaseMs) % windowMs) + windowMs) % windowMs)
  return turnMs + (Math.ceil((requests - leftNow) / limit) - 1) * windowMs
}
