import { decideSends } from './allow.ts'
import {
  boundedShare,
  type BudgetEvent,
  type BudgetState,
  isSilentPanel,
  type PriorityCounts,
  type Reduced,
  windowMs,
} from './budget-model.ts'
import { learnAccepted, learnFailed, learnRejected } from './learn-reply.ts'
import { noteCall, passTime } from './reserve.ts'
import type { Priority } from './types.ts'

/**
 * Applies one event to a request budget, as a pure function. Returns the next state, the requests that leave now,
 * and the time of the next wake-up. `nowMs` is steady client time and never goes back.
 */
export function reduceBudget(state: BudgetState, event: BudgetEvent, nowMs: number): Reduced {
  return decideSends(applyEvent(forgetOldWindow(state, nowMs), event, nowMs), nowMs)
}

function applyEvent(state: BudgetState, event: BudgetEvent, nowMs: number): BudgetState {
  switch (event.type) {
    case 'arrived':
      return addWaiting(state, event.priority, nowMs)
    case 'withdrawn':
      return { ...state, waiting: changeCount(state.waiting, event.priority, -1) }
    case 'moved':
      return { ...state, waiting: changeCount(changeCount(state.waiting, event.from, -1), event.to, 1) }
    case 'replied': {
      const learned = event.rejected ? learnRejected(state, event, nowMs) : learnAccepted(state, event, nowMs)
      return event.again === null ? learned : { ...learned, waiting: changeCount(learned.waiting, event.again, 1) }
    }
    case 'failed':
      return learnFailed(state, event.sequence, event.sentAtMs, nowMs)
    case 'view-opened':
      return changeOpenViews(state, 1, nowMs)
    case 'view-closed':
      return changeOpenViews(state, -1, nowMs)
    case 'share-set':
      return { ...state, shareForOthers: boundedShare(event.share) }
    case 'woken':
      return state
  }
}

function addWaiting(state: BudgetState, priority: Priority, nowMs: number): BudgetState {
  const waiting = changeCount(state.waiting, priority, 1)
  const counts = priority === 'interactive' && state.viewsOpen > 0
  return counts ? { ...state, waiting, demand: noteCall(state.demand, nowMs) } : { ...state, waiting }
}

function changeOpenViews(state: BudgetState, change: 1 | -1, nowMs: number): BudgetState {
  return {
    ...state,
    viewsOpen: Math.max(0, state.viewsOpen + change),
    demand: passTime(state.demand, nowMs, state.viewsOpen > 0),
  }
}

/** Clears what is known about a window a minute after its end, when the panel counts none of our requests any more. */
function forgetOldWindow(state: BudgetState, nowMs: number): BudgetState {
  const busy = state.inFlight > 0 || state.rejections > 0 || isSilentPanel(state)
  if (busy || state.overAtMs === null || nowMs < state.overAtMs + windowMs) return state
  return {
    ...state,
    remaining: null,
    overAtMs: null,
    overByGuess: false,
    resetAtMs: null,
    firstSuccessMs: null,
    ownInWindow: 0,
    foreign: 0,
    log: [],
  }
}

function changeCount(waiting: PriorityCounts, priority: Priority, by: 1 | -1): PriorityCounts {
  return { ...waiting, [priority]: waiting[priority] + by }
}
