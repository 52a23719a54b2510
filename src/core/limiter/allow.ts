import { bucketWaitTokens } from './ask-again.ts'
import { probeAtMs, spareInWindow } from './blind-window.ts'
import {
  type BudgetState,
  freshInFlight,
  isSilentPanel,
  knownLimit,
  type Reduced,
  type SendDecision,
  totalWaiting,
  windowMs,
} from './budget-model.ts'
import { reserved, type ReserveInput, leftWhenReserved } from './reserve.ts'
import type { Priority } from './types.ts'

/**
 * What may leave now. `spare` is how many requests the panel would accept beyond those in flight. The cap on
 * requests in flight and the reserves are not applied to it.
 */
interface Allowance {
  readonly spare: number
  readonly asProbe: boolean
  /** Whether `spare` is known to be left in this window, so that a part of it may have to stay reserved. */
  readonly counted: boolean
}

/**
 * The time in which one window is to be spent. A sliding log forgets requests at the pace of the last burst, so a
 * slow burst would slow down every later minute.
 */
const burstMs = 6000
/** The same for the window in which the work ends. */
const lastBurstMs = 2000

/** The least time to wait for a probe before another probe may leave. */
const probePatienceMs = 2000

const noAllowance: Allowance = { spare: 0, asProbe: false, counted: false }

/** Decides which requests leave now and when to decide again. Pure; `nowMs` is on the steady clock. */
export function decideSends(start: BudgetState, nowMs: number): Reduced {
  const sends: SendDecision[] = []
  let state = start
  for (let next = nextSend(state, nowMs); next !== null; next = nextSend(state, nowMs)) {
    const { priority, asProbe } = next
    const sequence = state.nextSequence
    sends.push({ priority, sequence })
    state = {
      ...state,
      waiting: { ...state.waiting, [priority]: state.waiting[priority] - 1 },
      inFlight: state.inFlight + 1,
      nextSequence: sequence + 1,
      ...(asProbe ? { probeSequence: sequence, probeSentMs: nowMs } : {}),
    }
  }
  return { state, sends, wakeAtMs: wakeAt(state, nowMs) }
}

/**
 * Returns how many more requests the panel would accept now. Requests in flight are subtracted, reserves are not. An
 * unknown window counts as unspent. After a rejection the figure is 0 until the next probe is due, and then 1.
 */
export function spareNow(state: BudgetState, nowMs: number): number {
  if (state.rejections > 0) return state.overAtMs !== null && nowMs < state.overAtMs ? 0 : 1
  if (isSilentPanel(state)) {
    return spareInWindow(state) ?? Math.max(0, state.assumedLimit - ownRecent(state, nowMs) - state.inFlight)
  }
  if (state.remaining === null || isOver(state, nowMs)) return Math.max(0, knownLimit(state) - state.inFlight)
  return Math.max(0, state.remaining - state.inFlight)
}

/** Returns for how many ms what is known about this window still holds. */
export function leftOfWindow(state: BudgetState, nowMs: number): number {
  if (state.overAtMs !== null) return Math.max(0, state.overAtMs - nowMs)
  if (isSilentPanel(state) && state.reset?.seen === true) return Math.max(0, state.reset.hiMs - nowMs)
  const oldest = isSilentPanel(state) ? state.log[0] : undefined
  return oldest === undefined ? windowMs : Math.max(0, oldest.receivedAtMs + windowMs - nowMs)
}

/** Returns the figures that reserve.ts needs of a budget. */
export function reserveInput(state: BudgetState, nowMs: number): ReserveInput {
  return {
    limit: knownLimit(state),
    shareForOthers: state.shareForOthers,
    foreign: state.foreign,
    viewOpen: state.viewsOpen > 0,
    lastWindow: state.waiting.bulk + state.waiting.background <= spareNow(state, nowMs),
    demand: state.demand,
    windowMs,
  }
}

/** Returns whether the window that `remaining` belongs to may be over. */
export function isOver(state: BudgetState, nowMs: number): boolean {
  return state.overAtMs !== null && nowMs >= state.overAtMs
}

function allowance(state: BudgetState, nowMs: number): Allowance {
  const mayProbe: Allowance = nowMs >= nextProbeAtMs(state) ? { spare: 1, asProbe: true, counted: false } : noAllowance
  const over = isOver(state, nowMs)
  if (state.rejections > 0) return over ? mayProbe : noAllowance
  if (isSilentPanel(state)) return silentPanelAllowance(state, mayProbe, nowMs)
  if (state.remaining === null) return { spare: freshInFlight - state.inFlight, asProbe: false, counted: false }
  // Leave the last token in a bucket. The token is not lost, and without it a request of another client in between
  // would cost us a rejection.
  const spare = state.remaining - state.inFlight - (state.forgets === 'evenly' ? 1 : 0)
  if (spare > 0) return { spare, asProbe: false, counted: !over }
  return over ? mayProbe : noAllowance
}

/**
 * Returns when the next probe may leave. A slow probe (a long write or a read that hangs) must not block the token,
 * so another probe may leave after this time.
 */
function nextProbeAtMs(state: BudgetState): number {
  if (state.probeSequence === null) return -Infinity
  return state.probeSentMs + Math.max(probePatienceMs, 4 * (state.roundTripMs ?? 0))
}

/** Returns the allowance of a silent panel: what our own log or a known window reset permits, else a probe when due. */
function silentPanelAllowance(state: BudgetState, mayProbe: Allowance, nowMs: number): Allowance {
  const spare = spareNow(state, nowMs)
  if (spare > 0) return { spare, asProbe: false, counted: true }
  const probeMs = probeAtMs(state)
  // With other requests in flight, the panel's answer to the probe could not be distinguished from its answers to them.
  return probeMs !== null && nowMs >= probeMs && state.inFlight === 0 ? mayProbe : noAllowance
}

function nextSend(
  state: BudgetState,
  nowMs: number,
): { readonly priority: Priority; readonly asProbe: boolean } | null {
  if (totalWaiting(state) === 0 || isFull(state, nowMs)) return null
  const { spare, asProbe, counted } = allowance(state, nowMs)
  if (spare <= 0) return null
  if (state.waiting.interactive > 0) return { priority: 'interactive', asProbe }
  if (counted && keepsReserve(state) && spare <= reserved(reserveInput(state, nowMs), leftOfWindow(state, nowMs)))
    return null
  return { priority: state.waiting.bulk > 0 ? 'bulk' : 'background', asProbe }
}

/** Returns whether anything can be reserved. Runs at every step, so it must cost less than calculating the reserve. */
function keepsReserve(state: BudgetState): boolean {
  return state.viewsOpen > 0 || state.shareForOthers > 0
}

/**
 * Returns how many requests, interactive ones included, may be in flight right after a bulk or background one has left.
 * If the panel lowers the limit in mid-burst, or another client uses up the window, each request in flight costs a
 * rejection. Speed is worth that risk only in the window in which the work ends. Before that, a burst has time until
 * the reset, so a few slots are enough.
 */
function slotsForBulk(state: BudgetState, nowMs: number): number {
  // While a view is open, keep one slot free, because slow bulk requests would occupy all of them.
  const most = state.viewsOpen > 0 ? Math.max(1, state.maxInFlight - 1) : state.maxInFlight
  // If the end of the window is not certain, it may come at any moment, and unspent requests would be lost.
  const endUncertain = state.remaining === null ? state.reset?.seen !== true : state.skew?.source === 'reset'
  if (state.roundTripMs === null || endUncertain) return most
  const spare = spareNow(state, nowMs)
  // A bucket gives few tokens at a time and rejects any request beyond them.
  if (state.forgets === 'evenly' && spare <= bucketWaitTokens + 1) return 1
  const backlog = state.waiting.bulk + state.waiting.background
  const needed = (requests: number, withinMs: number): number =>
    Math.ceil((requests * (state.roundTripMs ?? 0)) / withinMs)
  const isLastWindow = backlog <= spare
  const slots = isLastWindow
    ? Math.max(2, needed(backlog + state.inFlight, lastBurstMs))
    : Math.max(1, needed(knownLimit(state), burstMs), needed(spare, Math.max(1, leftOfWindow(state, nowMs) / 4)))
  return Math.min(most, slots)
}

/** Returns whether the next request has to wait for a free slot, however large the budget is. */
export function isFull(state: BudgetState, nowMs: number): boolean {
  return state.inFlight >= (state.waiting.interactive > 0 ? state.maxInFlight : slotsForBulk(state, nowMs))
}

function wakeAt(state: BudgetState, nowMs: number): number | null {
  if (totalWaiting(state) === 0 || isFull(state, nowMs)) return null
  const at = Math.min(windowResetsAtMs(state, nowMs), reserveShrinksAtMs(state, nowMs))
  return at === Infinity ? null : at
}

function windowResetsAtMs(state: BudgetState, nowMs: number): number {
  if (isSilentPanel(state) && state.rejections === 0) {
    const probeMs = state.probeSequence === null ? (probeAtMs(state) ?? Infinity) : Infinity
    return Math.min(logHasRoomAtMs(state, nowMs), probeMs > nowMs ? probeMs : Infinity)
  }
  const at = Math.max(state.overAtMs ?? Infinity, nextProbeAtMs(state))
  return at > nowMs ? at : Infinity
}

/** Returns when our own log has room again: when the request that blocks it is a minute old; Infinity if none does. */
function logHasRoomAtMs(state: BudgetState, nowMs: number): number {
  const room = state.assumedLimit - state.inFlight
  const blocking = room > 0 ? state.log[state.log.length - room] : undefined
  const at = blocking === undefined ? Infinity : blocking.receivedAtMs + windowMs
  return at > nowMs ? at : Infinity
}

function reserveShrinksAtMs(state: BudgetState, nowMs: number): number {
  if (!keepsReserve(state)) return Infinity
  const allowed = allowance(state, nowMs)
  if (!allowed.counted || allowed.spare <= 0) return Infinity
  const leftMs = leftOfWindow(state, nowMs)
  // Wait at least 1 ms, so that the clock has advanced at every wake-up.
  return nowMs + Math.max(1, leftMs - leftWhenReserved(reserveInput(state, nowMs), allowed.spare - 1, leftMs))
}

function ownRecent(state: BudgetState, nowMs: number): number {
  return state.log.filter((one) => one.receivedAtMs + windowMs > nowMs).length
}
