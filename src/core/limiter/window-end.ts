import { bucketWaitTokens } from './ask-again.ts'
import { probeBetween } from './blind-window.ts'
import { type BudgetState, knownLimit, type RepliedEvent, windowMs } from './budget-model.ts'

/** How far a corrected Reset may lie before the sending of its request. So much is rounding; more is nonsense. */
const resetToleranceMs = 1000

/**
 * Returns the earliest time at which more than `remaining` requests may be available; see README.md for the bounds.
 * `resetAtMs` is the corrected Reset of this reply, or null if it names none.
 */
export function windowEnd(
  state: BudgetState,
  event: RepliedEvent,
  resetAtMs: number | null,
): Pick<BudgetState, 'overAtMs' | 'overByGuess'> {
  const reset = resetAtMs !== null && resetAtMs > event.sentAtMs - resetToleranceMs ? resetAtMs : Infinity
  const minute = (state.firstSuccessMs ?? event.receivedAtMs) + windowMs
  const certain = Math.min(reset, minute)
  if (state.forgets === 'evenly') {
    return { overAtMs: event.receivedAtMs + (bucketWaitTokens * windowMs) / knownLimit(state), overByGuess: true }
  }
  const oldest = state.forgets === 'one-by-one' ? state.log[0] : undefined
  const forgotten = oldest === undefined ? Infinity : oldest.receivedAtMs + windowMs
  const guess = Math.min(forgotten, probeOfWrongClock(state, event, certain))
  return guess < certain ? { overAtMs: guess, overByGuess: true } : { overAtMs: certain, overByGuess: false }
}

/**
 * Returns when to probe a panel that sends no Date and whose Reset shows that the clocks differ; Infinity for any
 * other panel. At first only bounds a minute apart are known. A probe between them tells more than waiting for the
 * later one.
 */
function probeOfWrongClock(state: BudgetState, event: RepliedEvent, latestMs: number): number {
  const { skew, forgets } = state
  const vague = skew?.source === 'reset' && (skew.loMs > 0 || skew.hiMs < 0) && forgets === 'at-once'
  if (!vague || event.rate.reset?.kind !== 'instant') return Infinity
  // The panel may have rounded the second up.
  const earliestMs = Math.max(event.receivedAtMs, event.rate.reset.atMs - 1000 - skew.hiMs)
  return probeBetween(earliestMs, latestMs, state.lostProbes)
}
