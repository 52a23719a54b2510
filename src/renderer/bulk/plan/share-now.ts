import type { PlanServer } from '../../../shared/model/plan.ts'
import type { ServerBudget } from '../../../shared/model/budget.ts'

/**
 * How much of a server's time is spent at work rather than in waiting for its quota, from 0 to 1: the share of its
 * requests that the budget lets through at once. A budget that is not known is taken to let all through.
 */
export function shareNow(
  { requests }: Pick<PlanServer, 'requests'>,
  budget: Pick<ServerBudget, 'remaining'> | undefined,
): number {
  const remaining = budget?.remaining ?? null
  if (remaining === null || requests <= remaining || requests === 0) return 1
  return Math.max(0, remaining) / requests
}
