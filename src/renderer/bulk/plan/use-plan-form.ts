import { computed, onBeforeUnmount, onMounted, reactive, shallowRef } from 'vue'
import type { ConfirmableFlag, Plan, PlanItem } from '../../../shared/model/plan.ts'
import { api } from '../../api/client.ts'
import { useTask } from '../../composables/task.ts'
import { useBulkStore } from '../../stores/bulk.ts'
import { useRunsStore } from '../../stores/runs.ts'
import {
  confirmable,
  flagSetsOf,
  groupsOf,
  obstaclesOf,
  plainFlagSets,
  runnable,
  type FlagSets,
} from './confirm-rules.ts'

const pageSize = 1000

/** Reads the items that need confirmation, page by page. The plan's counts do not tell which items have several. */
async function readFlagSets(plan: Plan): Promise<FlagSets> {
  const found = new Map<number, Pick<PlanItem, 'flags'>>()
  for (const flag of groupsOf(plan)) {
    for (let offset = 0; ; offset += pageSize) {
      const { items, total } = await api.call('bulk.planItems', { planId: plan.id, flag, offset, limit: pageSize })
      for (const { index, flags } of items) found.set(index, { flags })
      if (items.length === 0 || offset + items.length >= total) break
    }
  }
  return flagSetsOf(found.values())
}

/**
 * The input of a plan's confirmation, how many items would run, what is missing, and the start of the run. The
 * passphrase is wiped when the form closes.
 */
export function usePlanForm(plan: () => Plan) {
  const bulk = useBulkStore()
  const runs = useRunsStore()
  const starting = useTask()
  const form = reactive({
    included: new Set<ConfirmableFlag>(),
    typed: '',
    protectedIp: '',
    first: '',
    second: '',
    canary: false,
    stops: false,
    percent: '20',
  })
  const sets = shallowRef<FlagSets | null>(plainFlagSets(plan()))
  const tried = shallowRef(false)

  onMounted(async () => {
    // Until the items are read, and if reading fails, the count is that of the whole plan. Core reports what the run
    // really does.
    sets.value ??= await readFlagSets(plan()).catch(() => [])
  })
  onBeforeUnmount(() => Object.assign(form, { first: '', second: '' }))

  const count = computed(() => runnable(plan(), sets.value ?? [], form.included))
  const obstacles = computed(() => obstaclesOf(plan(), form, count.value))

  function include(flag: ConfirmableFlag, isIncluded: boolean): void {
    const next = new Set(form.included)
    if (isIncluded) next.add(flag)
    else next.delete(flag)
    form.included = next
  }

  /** Returns true if the run has started. */
  async function start(): Promise<boolean> {
    tried.value = true
    if (obstacles.value.length > 0) return false
    const { typed, protectedIp } = form
    return starting.run(async () => {
      const confirmed = {
        confirm: {
          include: confirmable.filter((flag) => form.included.has(flag)),
          ...(plan().needs.typed === null ? {} : { typed: typed.trim().toLowerCase() }),
          ...(form.included.has('ours-dropped') ? { protectedIp: protectedIp.trim() } : {}),
        },
        options: { canary: form.canary, stopAtFailedPercent: form.stops ? Number(form.percent) : null },
        ...(plan().needs.passphrase ? { passphrase: form.first } : {}),
      }
      await runs.answered(() => bulk.start(confirmed))
    })
  }

  return { form, count, obstacles, tried, include, start, starting }
}

export type PlanForm = ReturnType<typeof usePlanForm>
