import type { Handlers } from '../dispatch.ts'
import { createPlanHandlers } from './plan-handlers.ts'
import { createRunHandlers } from './run-handlers.ts'
import type { BulkDeps } from './types.ts'

type BulkMethods = Extract<keyof Handlers, `bulk.${string}`>

export interface Bulk {
  readonly handlers: Pick<Handlers, BulkMethods>
  /** Called when tokens may have become accessible: reconciles runs that are not running. */
  tokensChanged(): void
  /** Called when the machine goes to sleep or has woken up. Runs in progress wait during the sleep. */
  setAwake(awake: boolean): void
  /** Sends nothing more; resolves once the work under way has ended. */
  close(): Promise<void>
}

/** Creates what bulk changes need: plans, their runs and their credentials sheets. `scryptCost` is for tests. */
export function createBulk(deps: BulkDeps, scryptCost?: number): Bulk {
  // Plans read runs to undo them, and runs take plans to run them.
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
