import type { Handlers } from '../dispatch.ts'
import type { BulkDeps, Plans, Runs } from './types.ts'

type PlanMethods = Extract<
  keyof Handlers,
  `bulk.${'plan' | 'stopPlanning' | 'planItems' | 'planImpossible' | 'dropPlan' | 'exportPlan' | 'savePlan' | 'savedPlans' | 'forgetPlan' | 'readCsv'}`
>

export function createPlanHandlers(_deps: BulkDeps, _runs: Runs): { readonly plans: Plans; readonly handlers: Pick<Handlers, PlanMethods>; close(): void } {
  throw new Error('not written yet')
}
