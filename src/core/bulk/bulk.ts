import type { Handlers } from '../dispatch.ts'
import { createPlanHandlers } from './plan-handlers.ts'
import { createRunHandlers } from './run-handlers.ts'
import type { BulkDeps } from './types.ts'

type BulkMethods = Extract<keyof Handlers, `bulk.${string}`>

/** Bulk changes: plans, their runs, and what becomes of them. `close` lets nothing more leave. */
export function createBulk(deps: BulkDeps): { readonly handlers: Pick<Handlers, BulkMethods>; close(): void } {
  // Plans read runs to undo them, and runs take plans to run them.
  const running = createRunHandlers(deps, () => planning.plans)
  const planning = createPlanHandlers(deps, running.runs)
  return {
    handlers: { ...planning.handlers, ...running.handlers },
    close() {
      planning.close()
      running.close()
    },
  }
}
