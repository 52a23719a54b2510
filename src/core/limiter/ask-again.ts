import { probeBetween } from './blind-window.ts'
import { type BudgetState, knownLimit, type RepliedEvent, windowMs } from './budget-model.ts'

const firstBackOffMs = 1000
const longestBackOffMs = 64_000
/** The number of tokens to wait for before a bucket is probed again. Another client could take a single token. */
export const bucketWaitTokens = 3
/** A Reset further away than this many tokens names the time when the bucket is full, not when its next token comes. */
const fullAfterTokens = 4

/**
 * Returns when to send again after the n-th rejection in a row, on the steady clock. `rejections` is n. `state` holds
 * the limit, the clock offset and the kind of panel as this rejection showed them; its other figures are from before.
 * `resetAtMs` is the corrected Reset, or null if none came.
 */
export function askAgainAt(
  state: BudgetState,
  event: RepliedEvent,
  resetAtMs: number | null,
  rejections: number,
  nowMs: number,
): number {
  // A Reset that was wrong once is not trusted again. The window resets before the minute since its first success
  // is over, so probe between now and then.
  if (rejections <= 2 && state.lostProbes > 0 && isClockUnsure(state, nowMs)) {
    return probeBetween(event.sentAtMs, (state.firstSuccessMs ?? nowMs) + windowMs, state.lostProbes)
  }
  const backOff = Math.min(longestBackOffMs, firstBackOffMs * 2 ** (rejections - 1))
  const roomAtMs = rejections <= 2 ? roomByKind(state, resetAtMs, rejections, nowMs) : null
  const at = roomAtMs ?? namedByPanel(state, event, resetAtMs, rejections, nowMs) ?? nowMs + backOff
  // Limit the wait in both directions, because a panel may name "now" or "next year".
  const least = rejections === 1 ? nowMs + 1 : nowMs + backOff / 2
  return Math.min(Math.max(at, least), nowMs + (windowMs + 1000) * 2 ** Math.min(rejections - 1, 10))
}

/** Returns whether only Reset tells the panel's clock and this window's first success is less than a minute old. */
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
  // The first rejection trusts the earlier of the two times. If that time was wrong, trust the later one.
  const named = rejections === 1 ? Math.min(...reported) : Math.max(...reported)
  if (reported.length > 0 && named > nowMs) return named
  const minute = state.firstSuccessMs === null ? 0 : state.firstSuccessMs + windowMs
  return minute > nowMs && rejections === 1 ? minute : null
}

/**
 * Returns when a panel that forgets gradually will have room: by our own log, or by the time at which a bucket is full
 * or no longer overdrawn. Null if none of these tells.
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
    return nowMs + Math.max(tokenMs, toResetMs - windowMs + bucketWaitTokens * tokenMs)
  // Waiting for the next token did not help: a lower limit has overdrawn the bucket.
  const overdrawn = rejections === 2 && state.overdrawnUntilMs !== null && state.overdrawnUntilMs > nowMs
  return overdrawn ? state.overdrawnUntilMs : null
}

/**
 * Returns when a bucket whose limit was cut has made up for the requests beyond the new limit, and has
 * `bucketWaitTokens` tokens. Null for other kinds of panel, or if no limit was known before.
 */
export function overdrawnUntil(before: BudgetState, after: BudgetState, nowMs: number): number | null {
  if (before.forgets !== 'evenly' || before.limit === null) return null
  const taken = before.limit - (before.remaining ?? 0)
  const limit = knownLimit(after)
  return nowMs + (Math.max(0, taken - limit) + bucketWaitTokens) * (windowMs / limit)
}
