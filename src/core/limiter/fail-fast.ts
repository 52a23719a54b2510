import { AppError } from '../../shared/errors.ts'
import type { Budget } from './types.ts'

/** The longest wait that a person who is watching accepts without a message. */
const acceptableWaitMs = 3_000

/**
 * Returns the same budget for a caller that prefers an error to a long wait. If the window is spent and ends later than
 * `acceptableWaitMs` from now, a request fails at once with `panel.throttled` and the time when the window ends.
 */
export function failFast(budget: Budget, nowMs: () => number): Budget {
  return {
    ...budget,
    async request(request) {
      const { remaining, resetAtMs } = budget.view()
      if (remaining === 0 && resetAtMs !== null && resetAtMs - nowMs() > acceptableWaitMs) {
        throw new AppError('panel.throttled', 'The panel allows no more requests for now', {
          untilMs: resetAtMs,
          sent: false,
        })
      }
      return budget.request(request)
    },
  }
}
