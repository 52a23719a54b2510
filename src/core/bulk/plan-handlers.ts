import { randomBytes, randomUUID } from 'node:crypto'
import { AppError } from '../../shared/errors.ts'
import type { ParsedInput } from '../../shared/contract.ts'
import type { BulkIntent } from '../../shared/model/bulk-action.ts'
import type { SavedPlan } from '../../shared/model/plan.ts'
import type { Handlers } from '../dispatch.ts'
import { readAccountsCsv } from '../kinds/ftp/accounts-csv.ts'
import { exportPlan } from './plan/export-plan.ts'
import { createPlanCache } from './plan/plan-cache.ts'
import { createPlanner } from './plan/planner.ts'
import { countPasswords } from './plan/prepare.ts'
import type { BulkDeps, CachedPlan, Plans, Runs } from './types.ts'

type PlanMethods = Extract<
  keyof Handlers,
  `bulk.${'plan' | 'stopPlanning' | 'planItems' | 'planImpossible' | 'dropPlan' | 'exportPlan' | 'savePlan' | 'savedPlans' | 'forgetPlan' | 'readCsv'}`
>

const unknownSavedPlan = () => new AppError('plan.unknown', 'No such saved plan')

/** Returns the given intent, or the intent of the saved plan. @throws AppError input.invalid | plan.unknown */
function resolveIntent(
  { storage }: BulkDeps,
  intent: BulkIntent | undefined,
  savedId: string | undefined,
): { readonly name: string | null; readonly intent: BulkIntent } {
  if ((intent === undefined) === (savedId === undefined)) {
    throw new AppError('input.invalid', 'An intent or a saved plan, and one of them', {
      issues: [{ path: 'intent', message: 'Give intent or savedId' }],
    })
  }
  if (intent) return { name: null, intent }
  const saved = storage.savedPlans.get(savedId ?? '')
  if (!saved) throw unknownSavedPlan()
  return saved
}

type ItemFilter = Pick<ParsedInput<'bulk.planItems'>, 'serverId' | 'flag' | 'without'>

const matches = ({ serverId, flags }: CachedPlan['items'][number], filter: ItemFilter) =>
  (filter.serverId === undefined || serverId === filter.serverId) &&
  (filter.flag === undefined || flags.includes(filter.flag)) &&
  !filter.without.some((flag) => flags.includes(flag))

/**
 * Refuses an import whose file holds a password, because none may be on disk in clear. A line that cannot be read may
 * hold one in any of its cells.
 * @throws AppError plan.holds-passwords
 */
function refusePasswords({ storage }: BulkDeps, { action }: BulkIntent): void {
  const count = countPasswords(action, storage.servers.list())
  if (count > 0)
    throw new AppError('plan.holds-passwords', 'Lines of this file hold passwords or cannot be read', {
      count,
    })
}

type PlanCache = ReturnType<typeof createPlanCache>

/** Creates the handlers that read, export or drop a plan in the plan cache. */
function createCachedPlanHandlers(
  { storage }: BulkDeps,
  plans: PlanCache,
): Pick<Handlers, 'bulk.planItems' | 'bulk.planImpossible' | 'bulk.dropPlan' | 'bulk.exportPlan'> {
  return {
    'bulk.planItems': ({ planId, offset, limit, ...filter }) => {
      const { items } = plans.get(planId)
      const isAll = filter.serverId === undefined && filter.flag === undefined && filter.without.length === 0
      const found = isAll ? items : items.filter((item) => matches(item, filter))
      return { total: found.length, items: found.slice(offset, offset + limit) }
    },
    'bulk.planImpossible': ({ planId, offset, limit }) => {
      const { impossible } = plans.get(planId)
      return { total: impossible.length, rows: impossible.slice(offset, offset + limit) }
    },
    'bulk.dropPlan': ({ planId }) => {
      plans.drop(planId)
      return {}
    },
    'bulk.exportPlan': ({ planId, format }) => exportPlan(plans.get(planId), format, storage.servers.list()),
  }
}

function createSavedPlanHandlers(
  deps: BulkDeps,
  plans: PlanCache,
): Pick<Handlers, 'bulk.savePlan' | 'bulk.savedPlans' | 'bulk.forgetPlan'> {
  return {
    'bulk.savePlan': ({ planId, name }) => {
      const { head, intent } = plans.get(planId)
      refusePasswords(deps, intent)
      const saved: SavedPlan = {
        id: randomUUID(),
        name,
        action: head.action,
        keys: intent.keys.length,
        savedAtMs: deps.clock.now(),
      }
      deps.storage.savedPlans.put(saved, intent)
      plans.rename(planId, name)
      return saved
    },
    'bulk.savedPlans': () => deps.storage.savedPlans.list(),
    'bulk.forgetPlan': ({ savedId }) => {
      if (!deps.storage.savedPlans.remove(savedId)) throw unknownSavedPlan()
      return {}
    },
  }
}

/** Creates the handlers for everything about plans except running them. */
export function createPlanHandlers(
  deps: BulkDeps,
  runs: Runs,
): {
  readonly plans: Plans
  readonly planner: ReturnType<typeof createPlanner>
  readonly handlers: Pick<Handlers, PlanMethods>
  close(): void
} {
  const plans = createPlanCache(deps.clock)
  const planner = createPlanner(deps, runs, randomBytes)
  const handlers: Pick<Handlers, PlanMethods> = {
    ...createCachedPlanHandlers(deps, plans),
    ...createSavedPlanHandlers(deps, plans),
    'bulk.plan': async ({ planningId, intent, savedId, tryHung }) => {
      const { name, intent: resolvedIntent } = resolveIntent(deps, intent, savedId)
      const plan = await planner.plan({ planningId, intent: resolvedIntent, name, secrets: {}, tryHung })
      plans.add(plan)
      return plan.head
    },
    'bulk.stopPlanning': ({ planningId }) => {
      planner.stop(planningId)
      return {}
    },
    'bulk.readCsv': ({ csv }) => ({
      rows: readAccountsCsv(csv, deps.storage.servers.list()).map(({ password: _, ...line }) => line),
    }),
  }
  return {
    plans,
    planner,
    handlers,
    close() {
      planner.close()
      plans.close()
    },
  }
}
