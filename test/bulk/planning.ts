import { createPlanHandlers } from '../../src/core/bulk/plan-handlers.ts'
import type { CachedPlan } from '../../src/core/bulk/types.ts'
import type { BulkIntent } from '../../src/shared/model/bulk-action.ts'
import type { Stage } from './stage.ts'

/** Plans an action from what the panels of a stage hold. */
export async function planFor(
  { rig }: Stage,
  action: BulkIntent['action'],
  keys: readonly string[] = [],
): Promise<CachedPlan> {
  const { plans, handlers, close } = createPlanHandlers(rig.deps, rig.running.runs)
  const head = (await handlers['bulk.plan']({ planningId: 't', intent: { action, keys }, tryHung: false })) as {
    readonly id: string
  }
  const plan = plans.get(head.id)
  close()
  return plan
}
