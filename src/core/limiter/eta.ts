import type { BudgetView } from '../../shared/model/budget.ts'
import { reserveInput, isFull, isOver, leftOfWindow, spareNow } from './allow.ts'
import { bucketWaitTokens } from './ask-again.ts'
import { type BudgetState, isSilentPanel, knownLimit, priorities, totalWaiting, windowMs } from './budget-model.ts'
import { callsPerSecond, reserved, leftWhenReserved } from './reserve.ts'
import type { Priority } from './types.ts'

/** The round trip assumed until the first reply has shown the real one. */
const usualRoundTripMs = 200

/**
 * Returns the milliseconds until `count` more requests of this priority would have left, after all that wait before
 * them, by what is known now. Other clients and people are expected to continue as in this window. A panel about
 * which nothing is known, or whose last window has passed unseen, is assumed to begin a window now and to forget
 * all requests at once. The error of that is less than a window.
 */
export function etaMs(state: BudgetState, count: number, priority: Priority, nowMs: number): number {
  const requestCount = requestsBefore(state, priority) + Math.max(0, Math.floor(count))
  if (requestCount === 0) return 0
  const roundTripMs = state.roundTripMs ?? usualRoundTripMs
  if (state.rejections === 0 && state.forgets === 'evenly') return roundTripMs + bucketMs(state, requestCount, nowMs)
  if (state.rejections === 0 && state.forgets === 'one-by-one' && !isSilentPanel(state))
    return roundTripMs + logMs(state, requestCount, nowMs)
  const sendingMs = (requests: number): number => (requests / state.maxInFlight) * roundTripMs
  const over = isOver(state, nowMs)
  const spare = state.rejections > 0 ? 0 : spareNow(state, nowMs)
  const leftMs = over ? windowMs : leftOfWindow(state, nowMs)
  if (requestCount <= spare)
    return Math.max(sendingMs(requestCount), reservedFor(state, priority, spare - requestCount, leftMs, nowMs))
  const perWindow = Math.max(1, knownLimit(state) - state.foreign - callsInWindow(state, priority))
  const wholeWindows = Math.ceil((requestCount - spare) / perWindow) - 1
  const lastWindowCount = requestCount - spare - wholeWindows * perWindow
  const tailMs = Math.max(
    roundTripMs + sendingMs(lastWindowCount),
    reservedFor(state, priority, knownLimit(state) - lastWindowCount, windowMs, nowMs),
  )
  return leftMs + wholeWindows * windowMs + tailMs
}

/** Returns the ms until a bucket has refilled what `requestCount` requests lack. One token stays in the bucket. */
function bucketMs(state: BudgetState, requestCount: number, nowMs: number): number {
  const tokenMs = windowMs / knownLimit(state)
  const receivedAtMs = state.overAtMs === null ? nowMs : state.overAtMs - bucketWaitTokens * tokenMs
  const filled = (state.remaining ?? 0) - 1 - state.inFlight + Math.max(0, nowMs - receivedAtMs) / tokenMs
  return Math.max(0, requestCount - filled) * tokenMs
}

/**
 * Returns the ms until enough of our own requests are a minute old that the last of `requestCount` requests has room.
 * The requests that leave then make room again a minute later.
 */
function logMs(state: BudgetState, requestCount: number, nowMs: number): number {
  const limit = Math.max(1, knownLimit(state) - state.foreign)
  const cycles = Math.ceil(requestCount / limit) - 1
  const lastCycleCount = requestCount - cycles * limit
  const countedAtMs = [...state.log.map((one) => one.receivedAtMs), ...new Array<number>(state.inFlight).fill(nowMs)]
  const blocking = countedAtMs[countedAtMs.length - limit + lastCycleCount - 1]
  const firstMs = blocking === undefined ? 0 : Math.max(0, blocking + windowMs - nowMs)
  return cycles * windowMs + firstMs
}

/** Returns the budget for the screens. `toWall` converts steady time to the time of this computer's clock. */
export function viewOf(state: BudgetState, nowMs: number, toWall: (steadyMs: number) => number): BudgetView {
  const limit = state.limit ?? (isSilentPanel(state) ? state.assumedLimit : null)
  const waits = state.overAtMs !== null && state.overAtMs > nowMs
  const known = state.remaining !== null || isSilentPanel(state) || limit !== null
  return {
    limit,
    remaining: known ? (state.rejections > 0 ? 0 : spareNow(state, nowMs)) : null,
    resetAtMs: waits && state.overAtMs !== null ? Math.ceil(toWall(state.overAtMs)) : null,
    waiting: totalWaiting(state),
    doneAtMs:
      totalWaiting(state) === 0 ? null : Math.ceil(toWall(nowMs + etaMs(state, 0, 'background', nowMs)) / 1000) * 1000,
    inFlight: state.inFlight,
    reason: reasonOf(state, nowMs),
  }
}

function reasonOf(state: BudgetState, nowMs: number): BudgetView['reason'] {
  const over = isOver(state, nowMs)
  if (state.rejections > 0 && !over) return 'backing-off'
  if (state.probeSequence !== null) return 'scouting'
  if (totalWaiting(state) === 0) return 'ready'
  if (isFull(state, nowMs)) return 'in-flight-limit'
  // Before the first reply only a few requests leave at once. Their replies report the budget.
  if (state.remaining === null && !isSilentPanel(state)) return 'scouting'
  return over ? 'scouting' : 'waiting-reset'
}

function requestsBefore(state: BudgetState, priority: Priority): number {
  let sum = 0
  for (const one of priorities) {
    sum += state.waiting[one]
    if (one === priority) break
  }
  return sum
}

function callsInWindow(state: BudgetState, priority: Priority): number {
  if (state.viewsOpen === 0 || priority === 'interactive') return 0
  return Math.floor(callsPerSecond(state.demand) * (windowMs / 1000))
}

/**
 * Returns for how many ms the reserve delays the last request. `unspent` is how many requests this last one leaves in
 * its window, and `leftMs` is the time to the end of that window.
 */
function reservedFor(state: BudgetState, priority: Priority, unspent: number, leftMs: number, nowMs: number): number {
  if (priority === 'interactive') return 0
  const input = reserveInput(state, nowMs)
  return reserved(input, leftMs) <= unspent ? 0 : leftMs - leftWhenReserved(input, unspent, leftMs)
}
