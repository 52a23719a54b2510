import type { BudgetView } from '../../shared/model/budget.ts'
import type { Clock } from '../ports.ts'
import { boundedShare } from './budget-model.ts'
import { createBudget, type OwnedBudget } from './budget.ts'
import type { Limiter, RequestLog } from './types.ts'

/** The default `maxInFlight`: enough to use up a rate window within seconds, and too few to look like an attack. */
const usualInFlight = 6
/** The share left to other users of the same token, unless the user chooses another. */
const usualShareForOthers = 0.1

export interface LimiterOptions {
  readonly clock: Clock
  /** Called with the key of a budget and what the screen shows of it, at most ten times a second for each key. */
  readonly onChange?: (key: string, view: BudgetView) => void
  /** The most requests of one token in flight at once; 6 by default. */
  readonly maxInFlight?: number
  /** 0 to 0.9; 0.1 by default. */
  readonly shareForOthers?: number
  /** Outlives the process. Without it, a budget starts as if its token had not been used. */
  readonly requestLog?: RequestLog
}

/**
 * Creates the request budgets of all tokens. The budgets are independent: a dead or slow panel delays no other. A
 * budget has a timer only while a request waits or an `onChange` is due.
 */
export function createLimiter(options: LimiterOptions): Limiter {
  const { clock, onChange, requestLog } = options
  const budgets = new Map<string, OwnedBudget>()
  let shareForOthers = boundedShare(options.shareForOthers ?? usualShareForOthers)
  let closed = false

  return {
    budget(key) {
      const known = budgets.get(key)
      if (known) return known
      const budget = createBudget({
        clock,
        maxInFlight: options.maxInFlight ?? usualInFlight,
        shareForOthers,
        onChange: onChange ? (view) => onChange(key, view) : undefined,
        recentAgesMs: requestLog?.agesMs(key) ?? [],
        onUncountedSend: () => requestLog?.note(key),
      })
      if (closed) budget.close()
      budgets.set(key, budget)
      return budget
    },
    setShareForOthers(share) {
      shareForOthers = boundedShare(share)
      for (const budget of budgets.values()) budget.setShareForOthers(shareForOthers)
    },
    close() {
      closed = true
      for (const budget of budgets.values()) budget.close()
    },
  }
}
