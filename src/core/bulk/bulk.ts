import { createChangeHandlers } from './apply.ts'
import { createPlanHandlers } from './plan-handlers.ts'
import { createRunHandlers } from './run-handlers.ts'
import type { BulkDeps } from './types.ts'

/** Creates what bulk changes need: plans, their runs and their credentials sheets. `scryptCost` is for tests. */
export function createBulk(deps: BulkDeps, scryptCost?: number) {
  // The two need each other: undo and retry plans read runs, and a run starts from a plan.
  const running = createRunHandlers(deps, () => planning.plans, scryptCost)
  const planning = createPlanHandlers(deps, running.runs)
  return {
    handlers: {
      ...planning.handlers,
      ...running.handlers,
      ...createChangeHandlers(deps, planning.planner, running.startRow),
    },
    /** Returns a run. @throws AppError run.unknown */
    run: running.runs.run,
    reconcileAll: running.reconcileAll,
    setAwake: running.setAwake,
    recordErased: running.recordErased,
    /** Sends nothing more; resolves once the runs have stopped. Reads of a stopped planning may still be under way. */
    close() {
      planning.close()
      return running.close()
    },
  }
}
