import type { Handlers } from '../dispatch.ts'
import { createPlanHandlers } from './plan-handlers.ts'
import { createRunHandlers } from './run-handlers.ts'
import type { BulkDeps } from './types.ts'

type BulkMethods = Extract<keyof Handlers, `bulk.${string}`>

export interface Bulk {
  readonly handlers: Pick<Handlers, BulkMethods>
  /** Tokens may be within reach that were not: runs that were cut off are settled. */
  tokensChanged(): void
  /** The machine goes to sleep, or has woken up: runs at work sleep with it. */
  setAwake(awake: boolean): void
  /** Lets nothing more leave; resolves when what was under way has ended. */
  close(): Promise<void>
}

/** Bulk changes: plans, their runs, and what becomes of them. `scryptCost` is for tests. */
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
