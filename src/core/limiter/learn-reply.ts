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

/** Scouts in a row without a budget in their reply before the panel counts as one that tells none. */
const silentProbes = 3
/** Fewer own requests than this in the last minute tell nothing about how a panel forgets. */
const tellingLogLength = 8
/** A limit lowered by guesswork is tried a little higher again after this much quiet. */
const assumedLimitQuietMs = 5 * windowMs
const longestLog = 2000

/** What a reply that is not a 429 teaches. Pure; times on the steady clock. */
export function learnAccepted(state: BudgetState, event: RepliedEvent, nowMs: number): BudgetState {
  const asProbe = event.ticket === state.probeTicket
  const later = event.ticket >= state.rejectedBefore
  const landed: BudgetState = {
    ...landedRequest(state, event),
    log: appended(state.log, event, state),
    // The reply of a request that left before a rejection does not undo it.
    rejections: later ? 0 : state.rejections,
  }
  if (landed.rejections > 0) return { ...landed, ownInWindow: landed.ownInWindow + 1 }
  return event.rate.remaining === null
    ? learnSilent(landed, event, asProbe, nowMs)
    : learnBudget(landed, event, asProbe)
}

/** What a 429 teaches: the budget is gone, and when to ask again. The panel did nothing with the request. */
export function learnRejected(state: BudgetState, event: RepliedEvent, nowMs: number): BudgetState {
  const landed = landedRequest(state, event)
  // Others of the same volley were rejected already: nothing new.
  if (event.ticket < state.rejectedBefore) return landed
  const explained = isSilentPanel(state) && event.rate.remaining === null ? learnResetRejected(state, event) : null
  if (explained !== null) return { ...landed, ...explained, rejectedBefore: state.nextTicket }
  const rejections = state.rejections + 1
  const cut = event.rate.limit !== null && state.limit !== null && event.rate.limit < state.limit
  // A lower limit explains the rejection: the guess may have been right.
  const asProbe = event.ticket === state.probeTicket && !cut
  const lostProbe = asProbe && state.forgets === 'at-once' && isClockUnsure(landed, event.sentAtMs)
  const wrongGuess = asProbe && state.overByGuess && !lostProbe
  const silent = landed.limit === null && event.rate.remaining === null && state.remaining === null
  const resetAtMs = latestReset(event.rate, landed.skew, event.receivedAtMs)
  const forgets = wrongGuess ? 'at-once' : state.forgets
  const overdrawnUntilMs = cut ? overdrawnUntil(state, landed, nowMs) : state.overdrawnUntilMs
  const lostProbes = state.lostProbes + (lostProbe ? 1 : 0)
  const known = { ...landed, forgets, overdrawnUntilMs, lostProbes }
  return {
    ...known,
    ...(silent ? lowerAssumedLimit(state, nowMs) : {}),
    remaining: silent ? null : 0,
    silentReplies: silent ? Math.max(1, state.silentReplies) : 0,
    heardBefore: state.nextTicket,
    resetAtMs: resetAtMs ?? state.resetAtMs,
    overAtMs: askAgainAt(known, event, resetAtMs, rejections, nowMs),
    overByGuess: false,
    guessFailed: state.guessFailed || wrongGuess,
    reset: null,
    rejections,
    rejectedBefore: state.nextTicket,
  }
}

/** A request without an answer: its place is free, and the panel may have counted it. */
export function learnFailed(state: BudgetState, ticket: number, sentAtMs: number, nowMs: number): BudgetState {
  return {
    ...state,
    inFlight: state.inFlight - 1,
    probeTicket: state.probeTicket === ticket ? null : state.probeTicket,
    remaining: state.remaining === null ? null : Math.max(0, state.remaining - 1),
    log: appended(state.log, { sentAtMs, receivedAtMs: nowMs }, state),
    ownInWindow: state.ownInWindow + 1,
  }
}

/** What any reply teaches: a free place, the limit, the server's clock, how long a trip takes. */
function landedRequest(state: BudgetState, event: RepliedEvent): BudgetState {
  const tripMs = event.receivedAtMs - event.sentAtMs
  const { rate, sentAtMs, receivedAtMs } = event
  return {
    ...state,
    inFlight: state.inFlight - 1,
    probeTicket: event.ticket === state.probeTicket ? null : state.probeTicket,
    limit: rate.limit ?? state.limit,
    skew: narrowSkew(state.skew, rate, sentAtMs, receivedAtMs, windowMs),
    roundTripMs: state.roundTripMs === null ? tripMs : state.roundTripMs * 0.8 + tripMs * 0.2,
  }
}

function appended(log: readonly SentRequest[], sent: SentRequest, state: BudgetState): readonly SentRequest[] {
  const { sentAtMs, receivedAtMs } = sent
  const most = Math.min(longestLog, 2 * Math.max(state.limit ?? 0, state.assumedLimit))
  const oldest = log[0]
  // Every reply comes by here: what need not be copied twice is not.
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
  // One reply of a proxy does not make a silent panel; several scouts without a word do.
  if (asProbe && silentReplies >= silentProbes) return { ...next, remaining: null, overAtMs: null }
  return { ...next, ownInWindow: state.ownInWindow + 1, remaining: Math.max(0, state.remaining - 1) }
}

function learnBudget(state: BudgetState, event: RepliedEvent, asProbe: boolean): BudgetState {
  const reported = event.rate.remaining ?? 0
  const resetAtMs = latestReset(event.rate, state.skew, event.receivedAtMs)
  const movedMs = resetAtMs === null || state.resetAtMs === null ? 0 : resetAtMs - state.resetAtMs
  const later = event.ticket >= state.heardBefore
  // A late reply of the window before.
  if (state.remaining !== null && !later && movedMs < -otherWindowMs) return state
  const newWindow = state.remaining === null || movedMs > otherWindowMs
  // Among requests that overlap, only the lowest figure is safe: the higher one was read earlier.
  const news = newWindow || later || reported < (state.remaining ?? 0)
  const begins = newWindow || asProbe
  const ownInWindow = begins ? 1 : state.ownInWindow + 1
  const next: BudgetState = {
    ...state,
    ...(asProbe ? observeForgetting(state, event, reported, movedMs) : {}),
    remaining: news ? reported : state.remaining,
    heardBefore: news ? state.nextTicket : state.heardBefore,
    resetAtMs: resetAtMs ?? state.resetAtMs,
    firstSuccessMs: begins ? event.receivedAtMs : (state.firstSuccessMs ?? event.receivedAtMs),
    silentReplies: 0,
    reset: null,
    ownInWindow,
  }
  return { ...next, foreign: foreignRequests(next, reported), ...windowEnd(next, event, resetAtMs) }
}

/**
 * How the panel forgets shows in what a scout finds. If it still counts every own request of the last minute it
 * forgets one by one, each a minute after it was made, whatever its Reset says. If it counts fewer, though its Reset
 * did not move on by a window, it is a bucket that fills evenly.
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
  // A bucket that is kept near empty counts about as many as our log does: only a window's jump speaks against it.
  if (state.forgets === 'evenly') return { forgets: jumped ? 'at-once' : 'evenly' }
  if (state.limit - reported >= surelyRecent) return { forgets: 'one-by-one' }
  const resetsKnown = state.resetAtMs !== null && event.rate.reset !== null && state.skew?.source === 'date'
  // A reply heard while the scout was out may have brought the new window's Reset already: then nothing can be seen.
  if (event.ticket < state.heardBefore) return { forgets: state.forgets }
  return { forgets: resetsKnown && !jumped ? 'evenly' : 'at-once' }
}

/** Requests counted by the panel that were not ours; where it forgets bit by bit our own log tells which were. */
function foreignRequests(state: BudgetState, reported: number): number {
  if (state.limit === null) return 0
  const own = state.forgets === 'at-once' ? state.ownInWindow : state.log.length
  return Math.max(0, state.limit - reported - own - state.inFlight)
}

/** Without any word of the panel: as many as had gone through in the last minute was evidently the limit. */
function lowerAssumedLimit(state: BudgetState, nowMs: number): Partial<BudgetState> {
  const recent = state.log.filter((one) => one.receivedAtMs + windowMs > nowMs).length
  return {
    assumedLimit: recent === 0 ? state.assumedLimit : Math.min(state.assumedLimit, recent),
    assumedSinceMs: nowMs,
  }
}
