import { AppError } from '../../../shared/errors.ts'
import type { Clock } from '../../ports.ts'
import type { CachedPlan, Plans } from '../types.ts'

/** The number of plans kept. The oldest ones go first, because they are the least likely to be looked at again. */
const mostPlans = 20
/**
 * The number of items and impossible rows kept in all plans, at some 400 bytes each. The newest plan is kept even if it
 * has more.
 */
const mostItems = 400_000
const mostExpiredIds = 1000

/** The latest few plans in memory, without those that have expired. */
export interface PlanCache extends Plans {
  add(plan: CachedPlan): void
  rename(planId: string, name: string): void
  close(): void
}

export function createPlanCache(clock: Clock): PlanCache {
  const plans = new Map<string, CachedPlan>()
  /** Ids of plans that expired or made room for others, so that `get` can tell them from plans that never existed. */
  const expired = new Set<string>()
  let cancelSweep = () => {}

  const expire = (planId: string) => {
    plans.delete(planId)
    expired.add(planId)
    for (const oldest of [...expired].slice(0, Math.max(0, expired.size - mostExpiredIds))) expired.delete(oldest)
  }
  const sweep = () => {
    cancelSweep()
    for (const { head } of plans.values()) if (head.expiresAtMs <= clock.now()) expire(head.id)
    const next = Math.min(...[...plans.values()].map(({ head }) => head.expiresAtMs))
    cancelSweep = Number.isFinite(next) ? clock.after(Math.max(0, next - clock.now()), sweep) : () => {}
  }
  const size = () =>
    [...plans.values()].reduce((sum, { items, impossible }) => sum + items.length + impossible.length, 0)

  return {
    add(plan) {
      plans.set(plan.head.id, plan)
      for (const id of [...plans.keys()])
        if (id !== plan.head.id && (plans.size > mostPlans || size() > mostItems)) expire(id)
      sweep()
    },
    get(planId) {
      const plan = plans.get(planId)
      if (plan && plan.head.expiresAtMs > clock.now()) return plan
      if (plan) expire(planId)
      if (expired.has(planId)) throw new AppError('plan.expired', 'The plan is older than what may be run')
      throw new AppError('plan.unknown', 'No such plan')
    },
    drop(planId) {
      plans.delete(planId)
      expired.delete(planId)
    },
    rename(planId, name) {
      const plan = plans.get(planId)
      if (plan) plans.set(planId, { ...plan, head: { ...plan.head, name } })
    },
    close() {
      cancelSweep()
      plans.clear()
    },
  }
}
