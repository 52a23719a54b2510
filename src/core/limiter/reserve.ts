/** How often a person's calls come: an average in which older calls count less. */
export interface Demand {
  readonly calls: number
  readonly watchedS: number
  readonly updatedAtMs: number | null
}

export const quietDemand: Demand = { calls: 0, watchedS: 0, updatedAtMs: null }

/** The demand assumed before any call was seen: five calls in half a minute, about as many as a few clicks make. */
const priorCalls = 5
const priorWatchedS = 30
const memoryS = 120
/** The share of windows in which the reserve is to be enough. A large reserve costs little: it is spent at the end. */
const confidence = 0.99
/** The same for the window in which bulk work ends. Nothing is spent later, so a large reserve only delays the work. */
const lastWindowConfidence = 0.7

/** Advances the average to `nowMs`. Only time with a view open counts as watched. */
export function passTime(demand: Demand, nowMs: number, watched: boolean): Demand {
  const passedS = demand.updatedAtMs === null ? 0 : Math.max(0, nowMs - demand.updatedAtMs) / 1000
  if (!watched) return { ...demand, updatedAtMs: nowMs }
  const weight = Math.exp(-passedS / memoryS)
  return {
    calls: demand.calls * weight,
    watchedS: demand.watchedS * weight + memoryS * (1 - weight),
    updatedAtMs: nowMs,
  }
}

/** Counts one call of a person who has a view open. */
export function noteCall(demand: Demand, nowMs: number): Demand {
  const passed = passTime(demand, nowMs, true)
  return { ...passed, calls: passed.calls + 1 }
}

/** Returns the number of calls per second to expect. */
export function callsPerSecond(demand: Demand): number {
  return (priorCalls + demand.calls) / (priorWatchedS + demand.watchedS)
}

/**
 * Returns the smallest k with P(X ≤ k) ≥ probability for a Poisson X of this mean. A mean of zero gives 0. A mean above
 * 500 gives three standard deviations more than the mean, whatever the probability.
 */
export function poissonQuantile(mean: number, probability: number): number {
  if (!(mean > 0)) return 0
  // For a very large mean, exp(−mean) would underflow to zero.
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

/** What the reserve depends on. */
export interface ReserveInput {
  readonly limit: number
  readonly shareForOthers: number
  /** The number of requests of other clients in this window so far. */
  readonly foreign: number
  readonly viewOpen: boolean
  /** Whether all waiting bulk and background requests fit into what is left. */
  readonly lastWindow: boolean
  readonly demand: Demand
  readonly windowMs: number
}

/**
 * Returns how many requests bulk and background work must leave unused with `leftMs` of the window to go: the calls
 * that a person is likely to make, and what other clients have not yet used of their share. Both shrink to nothing
 * towards the reset, where an unused request is lost to everyone.
 */
export function reserved(input: ReserveInput, leftMs: number): number {
  const left = Math.max(0, leftMs)
  const share = Math.max(0, input.shareForOthers * input.limit - input.foreign)
  const forOthers = Math.round(share * Math.min(1, left / input.windowMs))
  if (!input.viewOpen) return forOthers
  // With a very low limit, the reserve must not take everything away from bulk work.
  const most = Math.floor(input.limit / 2)
  const reserve = poissonQuantile(
    callsPerSecond(input.demand) * (left / 1000),
    input.lastWindow ? lastWindowConfidence : confidence,
  )
  return forOthers + Math.min(most, reserve)
}

/** Returns the longest time to the reset, up to `leftMs`, at which at most `allowed` requests (≥ 0) are reserved. */
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
