import { probeBetween } from './blind-window.ts'
import { type BudgetState, knownLimit, type RepliedEvent, windowMs } from './budget-model.ts'

const firstBackOffMs = 1000
const longestBackOffMs = 64_000
/** A bucket is asked again when about this many tokens have come: one would be lost to any other client's call. */
export const bucketPatience = 3
/** A Reset further off than this many tokens is when a bucket is full, not when its next token comes. */
const fullAfterTokens = 4

/**
 * When to ask again after the n-th rejection in a row, on the steady clock. `state` is as the rejection left it but for
 * the answer to this question; `resetAtMs` is the corrected Reset, null where none came.
 */
export function askAgainAt(
  state: BudgetState,
  event: RepliedEvent,
  resetAtMs: number | null,
  rejections: number,
  nowMs: number,
): number {
  // A Reset that was wrong once is not believed again: the turn lies before the minute is over.
  if (rejections <= 2 && state.lostProbes > 0 && isClockUnsure(state, nowMs)) {
    return probeBetween(event.sentAtMs, (state.firstSuccessMs ?? nowMs) + windowMs, state.lostProbes)
  }
  const backOff = Math.min(longestBackOffMs, firstBackOffMs * 2 ** (rejections - 1))
  const roomAtMs = rejections <= 2 ? roomByKind(state, resetAtMs, rejections, nowMs) : null
  const at = roomAtMs ?? namedByPanel(state, event, resetAtMs, rejections, nowMs) ?? nowMs + backOff
  // Neither hammered because a panel says "now", nor stalled because it says "next year".
  const least = rejections === 1 ? nowMs + 1 : nowMs + backOff / 2
  return Math.min(Math.max(at, least), nowMs + (windowMs + 1000) * 2 ** Math.min(rejections - 1, 10))
}

/** Whether Reset alone tells of the panel's clock, and the minute since this window's first success is not over. */
export function isClockUnsure(state: BudgetState, nowMs: number): boolean {
  return state.skew?.source === 'reset' && state.firstSuccessMs !== null && nowMs < state.firstSuccessMs + windowMs
}

function namedByPanel(
  state: BudgetState,
  event: RepliedEvent,
  resetAtMs: number | null,
  rejections: number,
  nowMs: number,
): number | null {
  const reported: number[] = []
  if (resetAtMs !== null && resetAtMs > nowMs) reported.push(resetAtMs)
  if (event.rate.retryAfterMs !== null) reported.push(event.receivedAtMs + event.rate.retryAfterMs)
  // Once the nearer of the two was wrong, the farther is believed.
  const named = rejections === 1 ? Math.min(...reported) : Math.max(...reported)
  if (reported.length > 0 && named > nowMs) return named
  const minute = state.firstSuccessMs === null ? 0 : state.firstSuccessMs + windowMs
  return minute > nowMs && rejections === 1 ? minute : null
}

/**
 * When a panel that is known to forget bit by bit will have room, whatever its Reset says; null where that is unknown.
 */
function roomByKind(state: BudgetState, resetAtMs: number | null, rejections: number, nowMs: number): number | null {
  if (state.forgets === 'one-by-one') {
    const blocking = state.log[Math.max(0, state.log.length - knownLimit(state))]
    const atMs = blocking === undefined ? 0 : blocking.receivedAtMs + windowMs
    return rejections === 1 && atMs > nowMs ? atMs : null
  }
  if (state.forgets !== 'evenly') return null
  const tokenMs = windowMs / knownLimit(state)
  const toResetMs = resetAtMs === null ? 0 : resetAtMs - nowMs
  if (toResetMs > fullAfterTokens * tokenMs)
    return nowMs + Math.max(tokenMs, toResetMs - windowMs + bucketPatience * tokenMs)
  // The next token was no help: the bucket is overdrawn by a lower limit.
  const overdrawn = rejections === 2 && state.overdrawnUntilMs !== null && state.overdrawnUntilMs > nowMs
  return overdrawn ? state.overdrawnUntilMs : null
}

/** When a bucket whose limit was cut will have let go of what was taken under the old one; null for other kinds. */
export function overdrawnUntil(before: BudgetState, after: BudgetState, nowMs: number): number | null {
  if (before.forgets !== 'evenly' || before.limit === null) return null
  const taken = before.limit - (before.remaining ?? 0)
  const limit = knownLimit(after)
  return nowMs + (Math.max(0, taken - limit) + bucketPatience) * (windowMs / limit)
}
