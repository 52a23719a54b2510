import { askAgainAt, isClockUnsure, overdrawnUntil } from './ask-again.ts'
import { learnReset, learnResetRejected } from './blind-window.ts'
import {
  type BudgetState,
  documentedLimit,
  isSilentPanel,
  otherWindowMs,
  type RepliedEvent,
  type SentRequest,
  windowMs,
} from './budget-model.ts'
import { latestReset, narrowSkew } from './skew.ts'
import { windowEnd } from './window-end.ts'

/**
 * The number of replies in a row without a budget, the last one to a probe, after which a panel that has reported its
 * budget before counts as silent.
 */
const leastSilentReplies = 3
/** With fewer own requests than this in the last minute, a reply does not show how a panel forgets. */
const tellingLogLength = 8
/** The time without a rejection after which an assumed limit is raised a little. */
const assumedLimitQuietMs = 5 * windowMs
const longestLog = 2000

/** Applies what a reply that is not a 429 teaches. Pure; times on the steady clock. */
export function learnAccepted(state: BudgetState, event: RepliedEvent, nowMs: number): BudgetState {
  const asProbe = event.sequence === state.probeSequence
  const later = event.sequence >= state.rejectedAsOfSequence
  const updated: BudgetState = {
    ...applyAnyReply(state, event),
    log: appendToLog(state.log, event, state),
    // A reply to a request that left before a rejection does not cancel the rejection.
    rejections: later ? 0 : state.rejections,
  }
  if (updated.rejections > 0) return { ...updated, ownInWindow: updated.ownInWindow + 1 }
  return event.rate.remaining === null
    ? learnSilent(updated, event, asProbe, nowMs)
    : learnBudget(updated, event, asProbe)
}

/** Applies what a 429 teaches: the budget is spent, and when to send again. The panel did nothing with the request. */
export function learnRejected(state: BudgetState, event: RepliedEvent, nowMs: number): BudgetState {
  const updated = applyAnyReply(state, event)
  // The request left before an earlier rejection came, so its own rejection teaches nothing new.
  if (event.sequence < state.rejectedAsOfSequence) return updated
  const explained = isSilentPanel(state) && event.rate.remaining === null ? learnResetRejected(state, event) : null
  if (explained !== null) return { ...updated, ...explained, rejectedAsOfSequence: state.nextSequence }
  const rejections = state.rejections + 1
  const cut = event.rate.limit !== null && state.limit !== null && event.rate.limit < state.limit
  // A lower limit explains the rejection: the guess may have been right.
  const asProbe = event.sequence === state.probeSequence && !cut
  const lostProbe = asProbe && state.forgets === 'at-once' && isClockUnsure(updated, event.sentAtMs)
  const wrongGuess = asProbe && state.overByGuess && !lostProbe
  const silent = updated.limit === null && event.rate.remaining === null && state.remaining === null
  const resetAtMs = latestReset(event.rate, updated.skew, event.receivedAtMs)
  const forgets = wrongGuess ? 'at-once' : state.forgets
  const overdrawnUntilMs = cut ? overdrawnUntil(state, updated, nowMs) : state.overdrawnUntilMs
  const lostProbes = state.lostProbes + (lostProbe ? 1 : 0)
  const known = { ...updated, forgets, overdrawnUntilMs, lostProbes }
  return {
    ...known,
    ...(silent ? lowerAssumedLimit(state, nowMs) : {}),
    remaining: silent ? null : 0,
    silentReplies: silent ? Math.max(1, state.silentReplies) : 0,
    remainingAsOfSequence: state.nextSequence,
    resetAtMs: resetAtMs ?? state.resetAtMs,
    overAtMs: askAgainAt(known, event, resetAtMs, rejections, nowMs),
    overByGuess: false,
    guessFailed: state.guessFailed || wrongGuess,
    reset: null,
    rejections,
    rejectedAsOfSequence: state.nextSequence,
  }
}

/** Applies that a request got no answer. Its slot is free, and the panel may have counted it. */
export function learnFailed(state: BudgetState, sequence: number, sentAtMs: number, nowMs: number): BudgetState {
  return {
    ...state,
    inFlight: state.inFlight - 1,
    probeSequence: state.probeSequence === sequence ? null : state.probeSequence,
    remaining: state.remaining === null ? null : Math.max(0, state.remaining - 1),
    log: appendToLog(state.log, { sentAtMs, receivedAtMs: nowMs }, state),
    ownInWindow: state.ownInWindow + 1,
  }
}

/** Applies what any reply teaches: a free slot, the limit, the server's clock, the round trip. */
function applyAnyReply(state: BudgetState, event: RepliedEvent): BudgetState {
  const tripMs = event.receivedAtMs - event.sentAtMs
  const { rate, sentAtMs, receivedAtMs } = event
  return {
    ...state,
    inFlight: state.inFlight - 1,
    probeSequence: event.sequence === state.probeSequence ? null : state.probeSequence,
    limit: rate.limit ?? state.limit,
    skew: narrowSkew(state.skew, rate, sentAtMs, receivedAtMs, windowMs),
    roundTripMs: state.roundTripMs === null ? tripMs : state.roundTripMs * 0.8 + tripMs * 0.2,
  }
}

function appendToLog(log: readonly SentRequest[], sent: SentRequest, state: BudgetState): readonly SentRequest[] {
  const { sentAtMs, receivedAtMs } = sent
  const most = Math.min(longestLog, 2 * Math.max(state.limit ?? 0, state.assumedLimit))
  const oldest = log[0]
  // This code runs for every reply, so do not copy the log twice if nothing has to be dropped.
  if (oldest === undefined || (log.length < most && oldest.receivedAtMs + windowMs > receivedAtMs))
    return [...log, { sentAtMs, receivedAtMs }]
  const recent = log.filter((one) => one.receivedAtMs + windowMs > receivedAtMs)
  return [...recent.slice(-most), { sentAtMs, receivedAtMs }]
}

function learnSilent(state: BudgetState, event: RepliedEvent, asProbe: boolean, nowMs: number): BudgetState {
  const silentReplies = state.silentReplies + 1
  const quiet = state.assumedSinceMs !== null && nowMs - state.assumedSinceMs >= assumedLimitQuietMs
  const next: BudgetState = {
    ...state,
    silentReplies,
    assumedLimit: quiet ? Math.min(documentedLimit, Math.ceil(state.assumedLimit * 1.1)) : state.assumedLimit,
    assumedSinceMs: quiet ? nowMs : state.assumedSinceMs,
  }
  if (state.remaining === null) return { ...next, ...learnReset(state, event, asProbe), overAtMs: null }
  // One reply of a proxy does not make a silent panel. Several replies without a budget, the last one to a probe, do.
  if (asProbe && silentReplies >= leastSilentReplies) return { ...next, remaining: null, overAtMs: null }
  return { ...next, ownInWindow: state.ownInWindow + 1, remaining: Math.max(0, state.remaining - 1) }
}

function learnBudget(state: BudgetState, event: RepliedEvent, asProbe: boolean): BudgetState {
  const reported = event.rate.remaining ?? 0
  const resetAtMs = latestReset(event.rate, state.skew, event.receivedAtMs)
  const movedMs = resetAtMs === null || state.resetAtMs === null ? 0 : resetAtMs - state.resetAtMs
  const later = event.sequence >= state.remainingAsOfSequence
  // This is a late reply of the window before.
  if (state.remaining !== null && !later && movedMs < -otherWindowMs) return state
  const newWindow = state.remaining === null || movedMs > otherWindowMs
  // Among overlapping requests, only the lowest figure is safe: the panel read a higher one earlier.
  const isNewer = newWindow || later || reported < (state.remaining ?? 0)
  const begins = newWindow || asProbe
  const ownInWindow = begins ? 1 : state.ownInWindow + 1
  const next: BudgetState = {
    ...state,
    ...(asProbe ? observeForgetting(state, event, reported, movedMs) : {}),
    remaining: isNewer ? reported : state.remaining,
    remainingAsOfSequence: isNewer ? state.nextSequence : state.remainingAsOfSequence,
    resetAtMs: resetAtMs ?? state.resetAtMs,
    firstSuccessMs: begins ? event.receivedAtMs : (state.firstSuccessMs ?? event.receivedAtMs),
    silentReplies: 0,
    reset: null,
    ownInWindow,
  }
  return { ...next, foreign: foreignRequests(next, reported), ...windowEnd(next, event, resetAtMs) }
}

/**
 * Returns how the panel forgets requests, by the reply to a probe. If the panel still counts every own request of
 * the last minute, it forgets one by one, each a minute after it was made, whatever its Reset says. If it counts
 * fewer, although its Reset did not advance by a window, it is a bucket that fills evenly.
 */
function observeForgetting(
  state: BudgetState,
  event: RepliedEvent,
  reported: number,
  movedMs: number,
): Pick<BudgetState, 'forgets'> {
  const surelyRecent = state.log.filter((one) => one.sentAtMs + windowMs > event.receivedAtMs).length - 1
  if (state.limit === null || state.guessFailed || surelyRecent < tellingLogLength) return { forgets: state.forgets }
  const jumped = Math.abs(movedMs) >= otherWindowMs
  // A bucket that is kept nearly empty counts about as many requests as our log does. Only a Reset that jumps by a
  // window shows that it is no bucket.
  if (state.forgets === 'evenly') return { forgets: jumped ? 'at-once' : 'evenly' }
  if (state.limit - reported >= surelyRecent) return { forgets: 'one-by-one' }
  const resetsKnown = state.resetAtMs !== null && event.rate.reset !== null && state.skew?.source === 'date'
  // A reply that came while the probe was in flight may have brought the new window's Reset. Then the probe shows
  // nothing.
  if (event.sequence < state.remainingAsOfSequence) return { forgets: state.forgets }
  return { forgets: resetsKnown && !jumped ? 'evenly' : 'at-once' }
}

/** Returns how many counted requests were not ours. If the panel forgets gradually, our own log tells which were. */
function foreignRequests(state: BudgetState, reported: number): number {
  if (state.limit === null) return 0
  const own = state.forgets === 'at-once' ? state.ownInWindow : state.log.length
  return Math.max(0, state.limit - reported - own - state.inFlight)
}

/** Lowers the assumed limit of a panel that reports none: the number of requests of the last minute was the limit. */
function lowerAssumedLimit(state: BudgetState, nowMs: number): Partial<BudgetState> {
  const recent = state.log.filter((one) => one.receivedAtMs + windowMs > nowMs).length
  return {
    assumedLimit: recent === 0 ? state.assumedLimit : Math.min(state.assumedLimit, recent),
    assumedSinceMs: nowMs,
  }
}
