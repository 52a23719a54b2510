import { AppError } from '../../../shared/errors.ts'
import type { Clock } from '../../ports.ts'
import type { CachedPlan, Plans } from '../types.ts'

/** Plans that nobody will look at again go first. */
const mostPlans = 20
/** Some 400 bytes each. */
const mostItems = 400_000
const mostIds = 1000

/** Plans in memory: the latest few, and none beyond its time. */
export interface PlanCache extends Plans {
  add(plan: CachedPlan): void
  rename(planId: string, name: string): void
  close(): void
}

export function createPlanCache(clock: Clock): PlanCache {
  const plans = new Map<string, CachedPlan>()
  /** Of these it can be said that they were too old, and not that they never were. */
  const expired = new Set<string>()
  let cancelSweep = () => {}

  const expire = (planId: string) => {
    plans.delete(planId)
    expired.add(planId)
    for (const oldest of [...expired].slice(0, Math.max(0, expired.size - mostIds))) expired.delete(oldest)
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
