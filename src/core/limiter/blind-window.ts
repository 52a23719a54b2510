import { type BudgetState, type RepliedEvent, windowMs } from './budget-model.ts'

/**
 * Where the next turn of a window lies, for a panel that does not say: after `loMs` and not after `hiMs`, steady clock.
 * The first success can have come anywhere in its window, so that at first the two are a minute apart.
 */
export interface ResetBounds {
  readonly loMs: number
  readonly hiMs: number
  /** A request went through before our own log of the last minute would have let it: there are windows indeed. */
  readonly seen: boolean
  /** Windows that held less than the limit after their turn had been found. */
  readonly shortWindows: number
}

/** Rejections that may be spent on finding the turn. */
const mostLostProbes = 2
/** Narrower bounds than this are not worth a rejection. */
const narrowMs = 6000
/**
 * Where between the bounds a probe goes. With two of them lost at most, 300 requests take no more than 15 % longer than
 * with a known turn, wherever it lies; later probes would be lost less often and gain less.
 */
const probeAtShare = 0.45

/** When one request may be sent to see whether the window has turned; null while nothing is known of it. */
export function probeAtMs(state: BudgetState): number | null {
  return state.reset === null ? null : probeBetween(state.reset.loMs, state.reset.hiMs, state.lostProbes)
}

/** Where between two bounds of a turn to ask: at the later one, unless another rejection may be spent on finding it. */
export function probeBetween(loMs: number, hiMs: number, lostProbes: number): number {
  return lostProbes >= mostLostProbes || hiMs - loMs <= narrowMs ? hiMs : loMs + probeAtShare * (hiMs - loMs)
}

/** Requests that this window takes by our own count; null while it is not certain that there are windows. */
export function spareInTurn(state: BudgetState): number | null {
  return state.reset?.seen === true ? Math.max(0, state.assumedLimit - state.ownInWindow - state.inFlight) : null
}

/** What a success without a word about the budget tells of the turn, and how many of our requests its window has. */
export function learnReset(
  state: BudgetState,
  event: RepliedEvent,
  asProbe: boolean,
): Pick<BudgetState, 'reset' | 'ownInWindow'> {
  const { reset } = state
  const hiMs = event.receivedAtMs + windowMs
  if (reset === null) return { reset: { loMs: event.sentAtMs, hiMs, seen: false, shortWindows: 0 }, ownInWindow: 1 }
  // The window had turned before this probe came; when it began is not seen closer than that.
  if (asProbe && event.sentAtMs < reset.hiMs) {
    return { reset: { ...reset, loMs: reset.loMs + windowMs, hiMs, seen: true }, ownInWindow: 1 }
  }
  if (event.sentAtMs < reset.hiMs) return { reset, ownInWindow: state.ownInWindow + 1 }
  const passed = Math.floor((event.sentAtMs - reset.hiMs) / windowMs) + 1
  // A scout leaves only when our own log has no room: that it got through shows that there are windows.
  return {
    reset: { ...reset, loMs: reset.loMs + passed * windowMs, hiMs, seen: reset.seen || asProbe },
    ownInWindow: 1,
  }
}

/**
 * What a rejection without a word about the budget tells, where it can be explained by the turn; null where it cannot.
 */
export function learnResetRejected(state: BudgetState, event: RepliedEvent): Partial<BudgetState> | null {
  const { reset } = state
  if (reset === null || state.rejections > 0 || event.sentAtMs >= reset.hiMs) return null
  if (event.ticket === state.probeTicket)
    return { reset: afterLostProbe(reset, event), lostProbes: state.lostProbes + 1 }
  return reset.seen ? afterShortWindow(state, reset, event) : null
}

/**
 * A window that is full too soon began sooner than believed: if it holds as many as the limit says, it began with the
 * oldest of that many of our last requests. Others may have had the rest; and twice, it is no window.
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

/** The turn comes after a probe that was lost, and perhaps the panel says when (RFC 9110, 10.2.3). */
function afterLostProbe(reset: ResetBounds, event: RepliedEvent): ResetBounds {
  const { retryAfterMs } = event.rate
  const reportedMs = retryAfterMs === null ? Infinity : event.receivedAtMs + retryAfterMs
  if (reportedMs >= reset.hiMs || reportedMs <= event.sentAtMs) return { ...reset, loMs: event.sentAtMs }
  return { ...reset, loMs: Math.max(event.sentAtMs, reportedMs - narrowMs), hiMs: reportedMs }
}
