import { AppError } from '../../shared/errors.ts'
import type { Budget } from './types.ts'

/** A wait that a person watching will sit through without a word. */
const bearableMs = 3_000

/**
 * The same budget for a caller who would rather know than wait: a request that would have to sit out a spent window
 * fails at once with `panel.throttled` and the moment when the window ends.
 */
export function failFast(budget: Budget, nowMs: () => number): Budget {
  return {
    ...budget,
    async request(request) {
      const { remaining, resetAtMs } = budget.view()
      if (remaining === 0 && resetAtMs !== null && resetAtMs - nowMs() > bearableMs) {
        throw new AppError('panel.throttled', 'The panel allows no more requests for now', {
          untilMs: resetAtMs,
          sent: false,
        })
      }
      return budget.request(request)
    },
  }
}
