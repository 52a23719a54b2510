import { bucketPatience } from './ask-again.ts'
import { probeAtMs, spareInTurn } from './blind-window.ts'
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

/** What may leave now. `spare` is what the panel would take, before places in flight and reserves are looked at. */
interface Allowance {
  readonly spare: number
  readonly asProbe: boolean
  /** Whether `spare` is a known rest of a window, of which some may have to be held back. */
  readonly counted: boolean
}

/** A window is to be spent in about this time: a log forgets, and lets us go on, at the pace of the burst before. */
const burstMs = 6000
/** The same in the window in which the work ends. */
const lastBurstMs = 2000

/** A scout is waited for this long at least before another one may leave. */
const probePatienceMs = 2000

const nothing: Allowance = { spare: 0, asProbe: false, counted: false }

/** Decides what leaves now and when to look again. Pure; `nowMs` on the steady clock. */
export function decideSends(start: BudgetState, nowMs: number): Reduced {
  const sends: SendDecision[] = []
  let state = start
  for (let next = nextSend(state, nowMs); next !== null; next = nextSend(state, nowMs)) {
    const { priority, asProbe } = next
    const ticket = state.nextTicket
    sends.push({ priority, ticket })
    state = {
      ...state,
      waiting: { ...state.waiting, [priority]: state.waiting[priority] - 1 },
      inFlight: state.inFlight + 1,
      nextTicket: ticket + 1,
      ...(asProbe ? { probeTicket: ticket, probeSentMs: nowMs } : {}),
    }
  }
  return { state, sends, wakeAtMs: wakeAt(state, nowMs) }
}

/** Requests the panel would take now, in flight taken off; reserves not. Unknown counts as a full window. */
export function spareNow(state: BudgetState, nowMs: number): number {
  if (state.rejections > 0) return state.overAtMs !== null && nowMs < state.overAtMs ? 0 : 1
  if (isSilentPanel(state)) {
    return spareInTurn(state) ?? Math.max(0, state.assumedLimit - ownRecent(state, nowMs) - state.inFlight)
  }
  if (state.remaining === null || isOver(state, nowMs)) return Math.max(0, knownLimit(state) - state.inFlight)
  return Math.max(0, state.remaining - state.inFlight)
}

/** How long what is known about this window holds, in ms. */
export function leftOfWindow(state: BudgetState, nowMs: number): number {
  if (state.overAtMs !== null) return Math.max(0, state.overAtMs - nowMs)
  if (isSilentPanel(state) && state.reset?.seen === true) return Math.max(0, state.reset.hiMs - nowMs)
  const oldest = isSilentPanel(state) ? state.log[0] : undefined
  return oldest === undefined ? windowMs : Math.max(0, oldest.receivedAtMs + windowMs - nowMs)
}

/** What reserve.ts needs to know of a budget. */
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

/** Whether the window that `remaining` belongs to may be over. */
export function isOver(state: BudgetState, nowMs: number): boolean {
  return state.overAtMs !== null && nowMs >= state.overAtMs
}

function allowance(state: BudgetState, nowMs: number): Allowance {
  const mayProbe: Allowance = nowMs >= nextProbeAtMs(state) ? { spare: 1, asProbe: true, counted: false } : nothing
  const over = isOver(state, nowMs)
  if (state.rejections > 0) return over ? mayProbe : nothing
  if (isSilentPanel(state)) return unseenAllowance(state, mayProbe, nowMs)
  if (state.remaining === null) return { spare: freshInFlight - state.inFlight, asProbe: false, counted: false }
  // The last token of a bucket stays: it is not lost, and whoever comes between would cost a rejection.
  const spare = state.remaining - state.inFlight - (state.forgets === 'evenly' ? 1 : 0)
  if (spare > 0) return { spare, asProbe: false, counted: !over }
  return over ? mayProbe : nothing
}

/**
 * A scout that is slow, a long write or a read that hangs, does not hold up the token: another one may ask after this.
 */
function nextProbeAtMs(state: BudgetState): number {
  if (state.probeTicket === null) return -Infinity
  return state.probeSentMs + Math.max(probePatienceMs, 4 * (state.roundTripMs ?? 0))
}

/**
 * Where the panel tells nothing: what our own log or a turn that was found permits, else a probe when its time has
 * come.
 */
function unseenAllowance(state: BudgetState, mayProbe: Allowance, nowMs: number): Allowance {
  const spare = spareNow(state, nowMs)
  if (spare > 0) return { spare, asProbe: false, counted: true }
  const probeMs = probeAtMs(state)
  // One that is answered while others are under way could not be told from them.
  return probeMs !== null && nowMs >= probeMs && state.inFlight === 0 ? mayProbe : nothing
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

/** Whether anything can be held back at all: asked at every step, so not left to find out by reckoning. */
function keepsReserve(state: BudgetState): boolean {
  return state.viewsOpen > 0 || state.shareForOthers > 0
}

/**
 * How many requests that nobody waits for may be under way at once. Whatever the panel takes away in mid-burst, by a
 * lower limit or for another client, costs a rejection for each of them. Only in the window in which the work ends is
 * haste worth that; before, a burst has the time until the reset, and few places will do.
 */
export function slotsForBulk(state: BudgetState, nowMs: number): number {
  // While somebody looks one place stays free, since slow bulk requests would take them all.
  const most = state.viewsOpen > 0 ? Math.max(1, state.maxInFlight - 1) : state.maxInFlight
  // A window whose end nobody told may end at any moment: what is not spent by then is lost.
  const unreported = state.remaining === null ? state.reset?.seen !== true : state.skew?.source === 'reset'
  if (state.roundTripMs === null || unreported) return most
  const spare = spareNow(state, nowMs)
  // A bucket gives few tokens at a time and has room for none too many.
  if (state.forgets === 'evenly' && spare <= bucketPatience + 1) return 1
  const rest = state.waiting.bulk + state.waiting.background
  const needed = (requests: number, withinMs: number): number =>
    Math.ceil((requests * (state.roundTripMs ?? 0)) / withinMs)
  const last = rest <= spare
  const slots = last
    ? Math.max(2, needed(rest + state.inFlight, lastBurstMs))
    : Math.max(1, needed(knownLimit(state), burstMs), needed(spare, Math.max(1, leftOfWindow(state, nowMs) / 4)))
  return Math.min(most, slots)
}

/** Whether the first in line has to wait for a place, whatever the budget. */
export function isFull(state: BudgetState, nowMs: number): boolean {
  return state.inFlight >= (state.waiting.interactive > 0 ? state.maxInFlight : slotsForBulk(state, nowMs))
}

function wakeAt(state: BudgetState, nowMs: number): number | null {
  if (totalWaiting(state) === 0 || isFull(state, nowMs)) return null
  const at = Math.min(windowResets(state, nowMs), reserveLoosens(state, nowMs))
  return at === Infinity ? null : at
}

function windowResets(state: BudgetState, nowMs: number): number {
  if (isSilentPanel(state) && state.rejections === 0) {
    const probeMs = state.probeTicket === null ? (probeAtMs(state) ?? Infinity) : Infinity
    return Math.min(logLoosens(state, nowMs), probeMs > nowMs ? probeMs : Infinity)
  }
  const at = Math.max(state.overAtMs ?? Infinity, nextProbeAtMs(state))
  return at > nowMs ? at : Infinity
}

/** When the oldest of as many own requests as the limit allows will be a minute old. */
function logLoosens(state: BudgetState, nowMs: number): number {
  const room = state.assumedLimit - state.inFlight
  const blocking = room > 0 ? state.log[state.log.length - room] : undefined
  const at = blocking === undefined ? Infinity : blocking.receivedAtMs + windowMs
  return at > nowMs ? at : Infinity
}

function reserveLoosens(state: BudgetState, nowMs: number): number {
  if (!keepsReserve(state)) return Infinity
  const may = allowance(state, nowMs)
  if (!may.counted || may.spare <= 0) return Infinity
  const leftMs = leftOfWindow(state, nowMs)
  // A millisecond at least, so that a wake-up always finds the clock moved on.
  return nowMs + Math.max(1, leftMs - leftWhenReserved(reserveInput(state, nowMs), may.spare - 1, leftMs))
}

function ownRecent(state: BudgetState, nowMs: number): number {
  return state.log.filter((one) => one.receivedAtMs + windowMs > nowMs).length
}
