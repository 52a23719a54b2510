import { defineStore } from 'pinia'
import { type Component, computed, shallowRef } from 'vue'
import type { ErrorValue } from '../../shared/errors.ts'
import type { EventPayload, Input } from '../../shared/contract.ts'
import type { BulkIntent } from '../../shared/model/bulk-action.ts'
import type { Plan } from '../../shared/model/plan.ts'
import { api, errorOf } from '../api/client.ts'

/** An open form and the keys of the rows that it was opened for. The keys do not change while it is open. */
interface FormRequest {
  /** Emits `close`. */
  readonly form: Component
  readonly keys: readonly string[]
  /** A different number for each opening, so that each starts with an empty form. */
  readonly openingId: number
}
/** The source of a plan: an intent, or a saved plan. */
export type PlanRequest = { readonly intent: BulkIntent } | { readonly savedId: string }
type Confirmed = Omit<Input<'bulk.start'>, 'planId'>
type Planning = EventPayload<'bulk.planning'>

const newPlanningId = () =>
  Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-')

/** Requests plans from core, one at a time. A plan that arrives after its planning was discarded is dropped. */
function usePlanning() {
  const request = shallowRef<PlanRequest | null>(null)
  const planningId = shallowRef<string | null>(null)
  const progress = shallowRef<Planning | null>(null)
  const plan = shallowRef<Plan | null>(null)
  const error = shallowRef<ErrorValue | null>(null)

  const drop = (planId: string) => void api.call('bulk.dropPlan', { planId }).catch(() => undefined)

  /** Drops the plan, or cancels the planning. */
  function discardPlan(): void {
    if (planningId.value !== null)
      void api.call('bulk.stopPlanning', { planningId: planningId.value }).catch(() => undefined)
    if (plan.value !== null) drop(plan.value.id)
    planningId.value = null
    progress.value = null
    plan.value = null
    error.value = null
  }

  async function requestPlan(wanted: PlanRequest, tryHung = false): Promise<void> {
    discardPlan()
    request.value = wanted
    const ownPlanningId = newPlanningId()
    planningId.value = ownPlanningId
    try {
      const newPlan = await api.call('bulk.plan', { planningId: ownPlanningId, ...wanted, tryHung })
      if (planningId.value !== ownPlanningId) return drop(newPlan.id)
      plan.value = newPlan
    } catch (thrown) {
      if (planningId.value === ownPlanningId) error.value = errorOf(thrown)
    } finally {
      if (planningId.value === ownPlanningId) planningId.value = null
    }
  }

  /** The state of the planning; null if nothing is planned. */
  const step = computed(() => {
    if (plan.value !== null) return 'plan'
    if (planningId.value !== null) return 'planning'
    return error.value === null ? null : 'failed'
  })

  function arrived(payload: Planning): void {
    if (payload.planningId === planningId.value) progress.value = payload
  }

  return { request, progress, plan, error, step, discardPlan, requestPlan, arrived }
}

/**
 * What the panel of bulk changes shows: a form, the planning, a plan or a run. There is one for the whole window. A
 * form stays behind the plan that was made from it, so that Back shows it unchanged.
 */
export const useBulkStore = defineStore('bulk', () => {
  const formRequest = shallowRef<FormRequest | null>(null)
  const runId = shallowRef<string | null>(null)
  const planning = usePlanning()
  const { request, progress, plan, error, discardPlan } = planning
  let openingId = 0

  const step = computed(() => {
    if (runId.value !== null) return 'run'
    return planning.step.value ?? (formRequest.value === null ? 'closed' : 'form')
  })

  function close(): void {
    discardPlan()
    formRequest.value = null
    request.value = null
    runId.value = null
  }

  function preview(wanted: PlanRequest, tryHung = false): Promise<void> {
    runId.value = null
    return planning.requestPlan(wanted, tryHung)
  }

  function openRun(id: string): void {
    close()
    runId.value = id
  }

  return {
    formRequest,
    plan,
    progress,
    error,
    runId,
    step,
    /** The keys of the rows that the open form is for. */
    formKeys: computed(() => formRequest.value?.keys ?? []),
    /** Whether there is a form to go back to. */
    hasForm: computed(() => formRequest.value !== null),
    close,
    preview: (wanted: PlanRequest) => preview(wanted),
    openForm(form: Component, keys: readonly string[] = []) {
      close()
      openingId += 1
      formRequest.value = { form, keys, openingId }
    },
    /** Makes a plan of an action that needs no form. */
    act(action: BulkIntent['action'], keys: readonly string[] = []) {
      close()
      return preview({ intent: { action, keys } })
    },
    openRun,
    /** Returns to the form, or closes the panel if there is none. */
    back() {
      if (formRequest.value === null) return close()
      discardPlan()
    },
    /** Makes the plan again. Servers that have just not answered in time are tried once more. */
    again: () => (request.value === null ? Promise.resolve() : preview(request.value, true)),
    planningArrived: planning.arrived,
    /**
     * Runs the plan that is shown, and shows the run. Returns null if no plan is shown. Throws what core throws; then
     * the plan stays.
     */
    async start(confirmed: Confirmed) {
      if (plan.value === null) return null
      const run = await api.numbered('bulk.start', { planId: plan.value.id, ...confirmed })
      // Core has used the plan, so there is nothing to drop.
      plan.value = null
      openRun(run.value.id)
      return run
    },
  }
})
