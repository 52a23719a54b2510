import { randomUUID } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import type { BulkIntent } from '../../../shared/model/bulk-action.ts'
import type { BulkDeps, CachedPlan, Runs } from '../types.ts'
import type { RandomBytes } from './actions/ftp-rows.ts'
import { createCompiler } from './compile.ts'
import { readServerViews, stoppable } from './read-server-views.ts'
import { planHeadOf } from './head.ts'
import { createPlanningProgress } from './planning-progress.ts'
import { prepare } from './prepare.ts'
import type { PlanSecrets } from './prepared.ts'

/** How long rows are planned, in ms, before other work on this thread gets a turn. */
const yieldAfterMs = 30

/** What is to be planned. `planningId` is the id by which the planning can be stopped. */
interface PlanRequest {
  readonly planningId: string
  readonly intent: BulkIntent
  /** The name of the saved plan that it comes from. */
  readonly name: string | null
  readonly secrets: PlanSecrets
}

/** Creates a planner. It makes plans, each under an id by which it can be stopped. */
export function createPlanner(deps: BulkDeps, runs: Runs, random: RandomBytes) {
  const abortControllers = new Map<string, AbortController>()

  const makePlan = async (
    { planningId, intent, name, secrets }: PlanRequest,
    signal: AbortSignal,
  ): Promise<CachedPlan> => {
    const { action } = intent
    // An item whose outcome is not known yet can neither be undone nor retried, so the run is reconciled first.
    if (action.type === 'undo' || action.type === 'retry') await stoppable(runs.reconcile(action.runId), signal)
    const protectedIps = deps.storage.settings.get().ourAddresses
    const prepared = prepare(intent, { servers: deps.storage.servers.list(), protectedIps, runs, random, secrets })
    const progress = createPlanningProgress(deps, planningId)
    const views = await readServerViews(deps, prepared.plannedReads, { progress, signal }).finally(progress.end)
    const view = (serverId: string) => {
      const known = views.get(serverId)
      if (!known) throw new Error(`The plan uses server ${serverId}, which is missing from its planned reads`)
      return known
    }
    const compiler = createCompiler(view)
    let yieldedAtMs = deps.clock.monotonic()
    for (const draft of prepared.drafts(view)) {
      compiler.add(draft)
      if (deps.clock.monotonic() - yieldedAtMs < yieldAfterMs) continue
      await new Promise((resolve) => setImmediate(resolve))
      if (signal.aborted) throw new AppError('cancelled', 'The planning was stopped')
      yieldedAtMs = deps.clock.monotonic()
    }
    const compiled = compiler.done()
    const { items, impossible } = compiled
    return {
      head: planHeadOf(compiled, { id: randomUUID(), intent, name, nowMs: deps.clock.now() }, view),
      intent,
      items,
      impossible,
      secrets: compiled.secrets,
    }
  }

  return {
    /** @throws AppError input.invalid if the id is in use; cancelled if stopped; what `prepare` and its drafts throw */
    async plan(request: PlanRequest): Promise<CachedPlan> {
      const { planningId, secrets } = request
      if (abortControllers.has(planningId))
        throw new AppError('input.invalid', 'This planning id is in use', {
          issues: [{ path: 'planningId', message: 'In use' }],
        })
      if (secrets.password !== undefined) deps.log.guard(secrets.password)
      const abort = new AbortController()
      abortControllers.set(planningId, abort)
      try {
        return await makePlan(request, abort.signal)
      } finally {
        abortControllers.delete(planningId)
      }
    },
    /** Stops a planning. Does nothing if no planning has this id, because it may just have ended. */
    stop(planningId: string) {
      abortControllers.get(planningId)?.abort()
    },
    close() {
      for (const abort of abortControllers.values()) abort.abort()
    },
  }
}
