import type { PlanServer } from '../../../shared/model/plan.ts'
import type { ServerBudget } from '../../../shared/model/budget.ts'

/**
 * Returns the part of a server's time that is spent on work and not on waiting for the request budget, from 0 to 1.
 * It is the share of the requests that the budget lets through at once. An unknown budget counts as one that lets all
 * through.
 */
export function shareNow(
  { requests }: Pick<PlanServer, 'requests'>,
  budget: Pick<ServerBudget, 'remaining'> | undefined,
): number {
  const remaining = budget?.remaining ?? null
  if (remaining === null || requests <= remaining || requests === 0) return 1
  return Math.max(0, remaining) / requests
}
