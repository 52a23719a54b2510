import { bucketPatience } from './ask-again.ts'
import { probeBetween } from './blind-window.ts'
import { type BudgetState, knownLimit, type RepliedEvent, windowMs } from './budget-model.ts'

/** How far behind its own sending a corrected reset may lie and still be taken for rounding rather than nonsense. */
const resetToleranceMs = 1000

/**
 * The earliest moment at which more than `remaining` may be there; see README.md for the bounds. `resetAtMs` is the
 * corrected Reset of this reply, null where it names none.
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
    return { overAtMs: event.receivedAtMs + (bucketPatience * windowMs) / knownLimit(state), overByGuess: true }
  }
  const oldest = state.forgets === 'one-by-one' ? state.log[0] : undefined
  const forgotten = oldest === undefined ? Infinity : oldest.receivedAtMs + windowMs
  const guess = Math.min(forgotten, probeOfWrongClock(state, event, certain))
  return guess < certain ? { overAtMs: guess, overByGuess: true } : { overAtMs: certain, overByGuess: false }
}

/**
 * Where no Date comes and Reset shows that the clocks differ, only bounds of a minute's width are known at first. A
 * probe between them tells more than waiting for the later one.
 */
function probeOfWrongClock(state: BudgetState, event: RepliedEvent, latestMs: number): number {
  const { skew, forgets } = state
  const vague = skew?.source === 'reset' && (skew.loMs > 0 || skew.hiMs < 0) && forgets === 'at-once'
  if (!vague || event.rate.reset?.kind !== 'instant') return Infinity
  // A panel may have rounded the second up.
  const earliestMs = Math.max(event.receivedAtMs, event.rate.reset.atMs - 1000 - skew.hiMs)
  return probeBetween(earliestMs, latestMs, state.lostProbes)
}
