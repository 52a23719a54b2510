import { type BudgetState, type RepliedEvent, windowMs } from './budget-model.ts'

/**
 * The bounds of the next window reset, for a panel that does not report it: after `loMs` and not after `hiMs`, on
 * the steady clock. The first success can have come anywhere in its window, so at first the bounds are a minute apart.
 */
export interface ResetBounds {
  readonly loMs: number
  readonly hiMs: number
  /** Whether a request succeeded that our own log would have delayed. This proves that the panel has windows. */
  readonly seen: boolean
  /** The number of windows that were full before the limit was reached, although their reset had been found. */
  readonly shortWindows: number
}

/** The number of rejections that may be spent on finding the window reset. */
const mostLostProbes = 2
/** Bounds that are no further apart than this are not worth another rejection. */
const narrowMs = 6000
/**
 * The position of a probe between the bounds, as a share. With at most two lost probes, 300 requests take no more
 * than 15 % longer than with a known reset, wherever it lies. Later probes would be lost less often but gain less.
 */
const probeAtShare = 0.45

/** Returns when one request may probe whether the window has reset; null while nothing is known about the reset. */
export function probeAtMs(state: BudgetState): number | null {
  return state.reset === null ? null : probeBetween(state.reset.loMs, state.reset.hiMs, state.lostProbes)
}

/** Returns when to probe between two bounds of a reset: at the later bound, unless another rejection may be spent. */
export function probeBetween(loMs: number, hiMs: number, lostProbes: number): number {
  return lostProbes >= mostLostProbes || hiMs - loMs <= narrowMs ? hiMs : loMs + probeAtShare * (hiMs - loMs)
}

/** Returns how many more requests this window accepts by our own count; null unless windows are proven to exist. */
export function spareInWindow(state: BudgetState): number | null {
  return state.reset?.seen === true ? Math.max(0, state.assumedLimit - state.ownInWindow - state.inFlight) : null
}

/** Returns what a success without budget headers teaches: the bounds of the reset, and `ownInWindow`. */
export function learnReset(
  state: BudgetState,
  event: RepliedEvent,
  asProbe: boolean,
): Pick<BudgetState, 'reset' | 'ownInWindow'> {
  const { reset } = state
  const hiMs = event.receivedAtMs + windowMs
  if (reset === null) return { reset: { loMs: event.sentAtMs, hiMs, seen: false, shortWindows: 0 }, ownInWindow: 1 }
  // The window had reset before this probe arrived. When exactly is not known.
  if (asProbe && event.sentAtMs < reset.hiMs) {
    return { reset: { ...reset, loMs: reset.loMs + windowMs, hiMs, seen: true }, ownInWindow: 1 }
  }
  if (event.sentAtMs < reset.hiMs) return { reset, ownInWindow: state.ownInWindow + 1 }
  const passed = Math.floor((event.sentAtMs - reset.hiMs) / windowMs) + 1
  // A probe leaves only when our own log has no room, so its success proves that there are windows.
  return {
    reset: { ...reset, loMs: reset.loMs + passed * windowMs, hiMs, seen: reset.seen || asProbe },
    ownInWindow: 1,
  }
}

/** Returns what a rejection without budget headers teaches if the window reset explains it; null if it does not. */
export function learnResetRejected(state: BudgetState, event: RepliedEvent): Partial<BudgetState> | null {
  const { reset } = state
  if (reset === null || state.rejections > 0 || event.sentAtMs >= reset.hiMs) return null
  if (event.sequence === state.probeSequence)
    return { reset: afterLostProbe(reset, event), lostProbes: state.lostProbes + 1 }
  return reset.seen ? afterShortWindow(state, reset, event) : null
}

/**
 * Corrects the bounds after a window that was full too soon and therefore began earlier than assumed. If the window
 * holds as many requests as the limit says, it began with the oldest of that many of our last requests. Other
 * clients may have used a part of it. After the second short window, assume that the panel has no windows.
 */
function afterShortWindow(state: BudgetState, reset: ResetBounds, event: RepliedEvent): Partial<BudgetState> {
  const shortWindows = reset.shortWindows + 1
  const first = state.log.at(-state.assumedLimit)
  const beganMs = first === undefined ? -Infinity : first.receivedAtMs
  const hiMs = beganMs + windowMs > event.receivedAtMs ? Math.min(reset.hiMs, beganMs + windowMs) : reset.hiMs
  return {
    ownInWindow: state.assumedLimit,
    reset: { loMs: hiMs - narrowMs, hiMs, seen: shortWindows < 2, shortWindows },
    lostProbes: mostLostProbes,
  }
}

/**
 * Narrows the bounds after a lost probe. The reset comes after the probe, perhaps at the time that the panel names
 * in Retry-After (RFC 9110, 10.2.3).
 */
function afterLostProbe(reset: ResetBounds, event: RepliedEvent): ResetBounds {
  const { retryAfterMs } = event.rate
  const reportedMs = retryAfterMs === null ? Infinity : event.receivedAtMs + retryAfterMs
  if (reportedMs >= reset.hiMs || reportedMs <= event.sentAtMs) return { ...reset, loMs: event.sentAtMs }
  return { ...reset, loMs: Math.max(event.sentAtMs, reportedMs - narrowMs), hiMs: reportedMs }
}
