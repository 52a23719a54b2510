import { type BudgetState, freshInFlight, windowMs } from './budget-model.ts'

/** How long after it left a request may have been counted by the panel: the connection had to be made first. */
const countedWithinMs = 2000

/**
 * Adds the requests of an earlier process to a fresh budget, so that a panel that reports no budget is not sent more
 * than its limit after a restart. A panel that reports one corrects this with its first reply.
 */
export function withEarlierRequests(fresh: BudgetState, agesMs: readonly number[], nowMs: number): BudgetState {
  const log = agesMs
    .map((ageMs) => ({ sentAtMs: nowMs - ageMs, receivedAtMs: nowMs - Math.max(0, ageMs - countedWithinMs) }))
    .filter(({ receivedAtMs }) => receivedAtMs + windowMs > nowMs)
  const oldest = log[0]
  if (oldest === undefined) return fresh
  return {
    ...fresh,
    log,
    ownInWindow: log.length,
    reset: { loMs: oldest.sentAtMs, hiMs: oldest.receivedAtMs + windowMs, seen: false, shortWindows: 0 },
    // More requests than these are noted only if the panel has left the first ones without a budget.
    silentReplies: log.length > freshInFlight ? 1 : 0,
  }
}
