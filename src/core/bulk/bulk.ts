import type { Handlers } from '../dispatch.ts'
import { createPlanHandlers } from './plan-handlers.ts'
import { createRunHandlers } from './run-handlers.ts'
import type { BulkDeps } from './types.ts'

type BulkMethods = Extract<keyof Handlers, `bulk.${string}`>

export interface Bulk {
  readonly handlers: Pick<Handlers, BulkMethods>
  /** Reconciles the runs that are not in progress. Core calls it when tokens may be readable again. */
  tokensChanged(): void
  /** Lets runs in progress wait during a sleep of the machine. Core calls it before the sleep and after it. */
  setAwake(awake: boolean): void
  /** Sends nothing more; resolves once the work under way has ended. */
  close(): Promise<void>
}

/** Creates what bulk changes need: plans, their runs and their credentials sheets. `scryptCost` is for tests. */
export function createBulk(deps: BulkDeps, scryptCost?: number): Bulk {
  // The two need each other: undo and retry plans read runs, and a run starts from a plan.
  const running = createRunHandlers(deps, () => planning.plans, scryptCost)
  const planning = createPlanHandlers(deps, running.runs)
  return {
    handlers: { ...planning.handlers, ...running.handlers },
    tokensChanged: running.tokensChanged,
    setAwake: running.setAwake,
    close() {
      planning.close()
      return running.close()
    },
  }
}
