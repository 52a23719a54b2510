/** How often a person's calls come, as an average that forgets. */
export interface Demand {
  readonly calls: number
  readonly watchedS: number
  readonly updatedAtMs: number | null
}

export const quietDemand: Demand = { calls: 0, watchedS: 0, updatedAtMs: null }

/** What is believed before anything was seen: five calls in half a minute, which a few clicks make. */
const priorCalls = 5
const priorWatchedS = 30
const memoryS = 120
/**
 * Of all windows, the share in which the reserve is to be enough. A large reserve costs little: it is spent at the end.
 */
const confidence = 0.99
/** In the window in which bulk work ends nothing is spent later, so a large reserve would only keep it waiting. */
const lastWindowConfidence = 0.7

/** Lets time pass over the average; only time with a view open counts as watched. */
export function passTime(demand: Demand, nowMs: number, watched: boolean): Demand {
  const passedS = demand.updatedAtMs === null ? 0 : Math.max(0, nowMs - demand.updatedAtMs) / 1000
  if (!watched) return { ...demand, updatedAtMs: nowMs }
  const kept = Math.exp(-passedS / memoryS)
  return {
    calls: demand.calls * kept,
    watchedS: demand.watchedS * kept + memoryS * (1 - kept),
    updatedAtMs: nowMs,
  }
}

/** Counts one call of a person, with a view open. */
export function noteCall(demand: Demand, nowMs: number): Demand {
  const passed = passTime(demand, nowMs, true)
  return { ...passed, calls: passed.calls + 1 }
}

/** Calls a second to reckon with. */
export function callsPerSecond(demand: Demand): number {
  return (priorCalls + demand.calls) / (priorWatchedS + demand.watchedS)
}

/** Smallest k with P(X ≤ k) ≥ probability for a Poisson X of this mean. A mean of zero gives 0. */
export function poissonQuantile(mean: number, probability: number): number {
  if (!(mean > 0)) return 0
  // Far out the bell curve is as good, and exp(−mean) would be zero.
  if (mean > 500) return Math.ceil(mean + 3 * Math.sqrt(mean))
  let term = Math.exp(-mean)
  let sum = term
  let k = 0
  while (sum < probability && k < 2000) {
    k += 1
    term *= mean / k
    sum += term
  }
  return k
}

/** What the keeping-back of requests depends on. */
export interface ReserveInput {
  readonly limit: number
  readonly shareForOthers: number
  /** Requests of others that this window has already seen. */
  readonly foreign: number
  readonly viewOpen: boolean
  /** Whether all that waits in the lower lanes fits into what is left. */
  readonly lastWindow: boolean
  readonly demand: Demand
  readonly windowMs: number
}

/**
 * Requests that bulk and background leave alone with `leftMs` of the window to go: the calls a person is likely to
 * make, and what others have not yet used of their share. Both shrink to nothing towards the reset, where an unused
 * request is lost to everyone.
 */
export function reserved(input: ReserveInput, leftMs: number): number {
  const left = Math.max(0, leftMs)
  const share = Math.max(0, input.shareForOthers * input.limit - input.foreign)
  const forOthers = Math.round(share * Math.min(1, left / input.windowMs))
  if (!input.viewOpen) return forOthers
  // A panel that gives next to nothing must not be reserved away from bulk work altogether.
  const most = Math.floor(input.limit / 2)
  const reserve = poissonQuantile(
    callsPerSecond(input.demand) * (left / 1000),
    input.lastWindow ? lastWindowConfidence : confidence,
  )
  return forOthers + Math.min(most, reserve)
}

/** The most time to the reset, at most `leftMs`, at which no more than `allowed` (0 or more) is held back. */
export function leftWhenReserved(input: ReserveInput, allowed: number, leftMs: number): number {
  if (reserved(input, leftMs) <= allowed) return leftMs
  let low = 0
  let high = Math.max(0, leftMs)
  while (high - low > 5) {
    const middle = (low + high) / 2
    if (reserved(input, middle) <= allowed) low = middle
    else high = middle
  }
  return low
}
