import { randomUUID } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import type { BulkIntent } from '../../../shared/model/bulk-action.ts'
import { type BulkDeps, type CachedPlan, panelRowOf, type Runs } from '../types.ts'
import type { RandomBytes } from '../../planning/password.ts'
import { joinedReads } from '../../planning/planned-reads.ts'
import type { PlanSecrets, PreparedPlan } from '../../planning/prepared.ts'
import type { ServerView } from '../../planning/server-view.ts'
import { type Compiled, createCompiler } from './compile.ts'
import { readServerViews, stoppable } from './read-server-views.ts'
import { planHeadOf } from './head.ts'
import { createPlanningProgress } from './planning-progress.ts'
import { makesRows, prepare } from './prepare.ts'
import { stepsOf, viewsAfter } from './steps.ts'

/** How long rows are planned, in ms, before other work on this thread gets a turn. */
const yieldAfterMs = 30

/**
 * Compiles steps, each on what the ones before it leave. Other work on this thread gets its turns in between.
 * @throws AppError cancelled; what the drafts throw
 */
async function compile(
  { clock, connections }: Pick<BulkDeps, 'clock' | 'connections'>,
  steps: readonly PreparedPlan[],
  view: (serverId: string) => ServerView,
  openRows: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Compiled> {
  const compiler = createCompiler(view, connections.panelOf, openRows)
  let yieldedAtMs = clock.monotonic()
  for (const [step, { drafts }] of steps.entries()) {
    const planned = step === 0 ? view : viewsAfter(view, compiler.done().items)
    for (const draft of drafts(planned)) {
      compiler.add(draft, steps.length > 1 ? step : undefined)
      if (clock.monotonic() - yieldedAtMs < yieldAfterMs) continue
      await new Promise((resolve) => setImmediate(resolve))
      if (signal.aborted) throw new AppError('cancelled', 'The planning was stopped')
      yieldedAtMs = clock.monotonic()
    }
  }
  return compiler.done()
}

/** What is to be planned. `planningId` is the id by which the planning can be stopped. */
interface PlanRequest {
  readonly planningId: string
  readonly intent: BulkIntent
  /** The name of the saved plan that it comes from. */
  readonly name: string | null
  readonly secrets: PlanSecrets
  /**
   * Whether the intent is of one row. Its rows are then planned as they are known, at any age: the run reads the row
   * itself before it changes it, and compares it with the plan.
   */
  readonly ofOneRow?: boolean
  /** Whether a server is tried again that has just not answered in time. */
  readonly tryHung: boolean
}

/**
 * Returns the rows, by panel, of which a run that is over has sent a change whose outcome is not known: its request may
 * still be carried out.
 */
function openRowsOf({ storage: { runs }, connections }: BulkDeps): ReadonlySet<string> {
  const keys = runs
    .unconfirmed()
    .filter(({ state }) => state === 'done' || state === 'cancelled')
    .flatMap(({ id }) => [...runs.keys({ runId: id, states: ['sent', 'accepted'] })])
  return new Set(keys.map((key) => panelRowOf(connections.panelOf, key)))
}

/** Creates a planner. It makes plans, each under an id by which it can be stopped. */
export function createPlanner(deps: BulkDeps, runs: Runs, random: RandomBytes) {
  const abortControllers = new Map<string, AbortController>()

  const createdWith = (key: string) =>
    deps.storage.record.list({ rowKey: key, op: 'create', result: 'done', limit: 1 })[0]?.after ?? null

  const makePlan = async (
    { planningId, intent, name, secrets, ofOneRow = false, tryHung }: PlanRequest,
    signal: AbortSignal,
  ): Promise<CachedPlan> => {
    const { action } = intent
    // An item whose outcome is not known yet can neither be undone nor retried, so the run is reconciled first.
    if (action.type === 'undo' || action.type === 'retry') await stoppable(runs.reconcile(action.runId), signal)
    const protectedIps = deps.storage.settings.get().ourAddresses
    const planDeps = { servers: deps.storage.servers.list(), protectedIps, runs, random, secrets, createdWith }
    const steps = stepsOf(intent).map((step) => prepare(step, planDeps))
    const plannedReads = joinedReads(steps.map((step) => step.plannedReads))
    const progress = createPlanningProgress(deps, planningId)
    const anyAge = ofOneRow && !makesRows(action)
    const reading = { progress, signal, anyAge, tryHung, ofOneRow }
    const views = await readServerViews(deps, plannedReads, reading).finally(progress.end)
    const view = (serverId: string) => {
      const known = views.get(serverId)
      if (!known) throw new Error(`The plan uses server ${serverId}, which is missing from its planned reads`)
      return known
    }
    const compiled = await compile(deps, steps, view, action.type === 'retry' ? new Set() : openRowsOf(deps), signal)
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
