import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { ErrorValue } from '../../shared/errors.ts'
import type { EventPayload, Input } from '../../shared/contract.ts'
import type { BulkIntent } from '../../shared/model/bulk-action.ts'
import type { Plan } from '../../shared/model/plan.ts'
import { api, errorOf } from '../api/client.ts'

/** The forms in which a change of many rows is asked for; `saved` lists the plans that were kept. */
export type BulkForm =
  | 'ftp-ips'
  | 'ftp-settings'
  | 'ftp-passwords'
  | 'ftp-create'
  | 'ftp-import'
  | 'cron-edit'
  | 'cron-copy'
  | 'cron-create'
  | 'saved'

/** A form and the rows that it is for: keys frozen when it was opened. */
export interface FormAsk {
  readonly form: BulkForm
  readonly keys: readonly string[]
  /** Tells one opening from the next: each starts fresh. */
  readonly turn: number
}
/** What a plan is made of: an intent, or one that was saved. */
export type PlanRequest = { readonly intent: BulkIntent } | { readonly savedId: string }
type Confirmed = Omit<Input<'bulk.start'>, 'planId'>
type Planning = EventPayload<'bulk.planning'>

const newTicket = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-')

/** Asks core for plans, one at a time: a plan that comes when another was asked for is dropped. */
function usePlanning() {
  const request = shallowRef<PlanRequest | null>(null)
  const ticket = shallowRef<string | null>(null)
  const progress = shallowRef<Planning | null>(null)
  const plan = shallowRef<Plan | null>(null)
  const error = shallowRef<ErrorValue | null>(null)

  const drop = (planId: string) => void api.call('bulk.dropPlan', { planId }).catch(() => undefined)

  /** Lets go of what was planned or is being planned. */
  function letGo(): void {
    if (ticket.value !== null) void api.call('bulk.stopPlanning', { ticket: ticket.value }).catch(() => undefined)
    if (plan.value !== null) drop(plan.value.id)
    ticket.value = null
    progress.value = null
    plan.value = null
    error.value = null
  }

  async function ask(wanted: PlanRequest): Promise<void> {
    letGo()
    request.value = wanted
    const mine = newTicket()
    ticket.value = mine
    try {
      const made = await api.call('bulk.plan', { ticket: mine, ...wanted })
      if (ticket.value !== mine) return drop(made.id)
      plan.value = made
    } catch (thrown) {
      if (ticket.value === mine) error.value = errorOf(thrown)
    } finally {
      if (ticket.value === mine) ticket.value = null
    }
  }

  /** How far it is; null where nothing is planned. */
  const step = computed(() => {
    if (plan.value !== null) return 'plan'
    if (ticket.value !== null) return 'planning'
    return error.value === null ? null : 'failed'
  })

  function arrived(payload: Planning): void {
    if (payload.ticket === ticket.value) progress.value = payload
  }

  return { request, progress, plan, error, step, letGo, ask, arrived }
}

/**
 * What stands in the panel of bulk changes: a form, the planning, a plan or a run. One at a time for the whole window.
 * A form stays behind the plan that was made of it, so that Back finds it as it was left.
 */
export const useBulkStore = defineStore('bulk', () => {
  const ask = shallowRef<FormAsk | null>(null)
  const runId = shallowRef<string | null>(null)
  const planning = usePlanning()
  const { request, progress, plan, error, letGo } = planning
  let turn = 0

  const step = computed(() => {
    if (runId.value !== null) return 'run'
    return planning.step.value ?? (ask.value === null ? 'closed' : 'form')
  })

  function close(): void {
    letGo()
    ask.value = null
    request.value = null
    runId.value = null
  }

  function preview(wanted: PlanRequest): Promise<void> {
    runId.value = null
    return planning.ask(wanted)
  }

  function openRun(id: string): void {
    close()
    runId.value = id
  }

  return {
    ask,
    plan,
    progress,
    error,
    runId,
    step,
    /** Whether there is a form to go back to. */
    hasForm: computed(() => ask.value !== null),
    close,
    preview,
    openForm(form: BulkForm, keys: readonly string[] = []) {
      close()
      turn += 1
      ask.value = { form, keys, turn }
    },
    /** Makes a plan of an action that needs no form. */
    act(action: BulkIntent['action'], keys: readonly string[] = []) {
      close()
      return preview({ intent: { action, keys } })
    },
    openRun,
    /** Back to the form, or out where there is none. */
    back() {
      if (ask.value === null) return close()
      letGo()
    },
    again: () => (request.value === null ? Promise.resolve() : preview(request.value)),
    planningArrived: planning.arrived,
    /** Runs the plan that is shown, and shows its run. Throws what core throws; the plan stays then. */
    async start(confirmed: Confirmed) {
      if (plan.value === null) return null
      const run = await api.call('bulk.start', { planId: plan.value.id, ...confirmed })
      // It is used up: there is nothing to drop.
      plan.value = null
      openRun(run.id)
      return run
    },
  }
})
