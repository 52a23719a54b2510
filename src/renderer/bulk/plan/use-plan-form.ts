import { computed, onBeforeUnmount, reactive, shallowRef } from 'vue'
import type { Plan } from '../../../shared/model/plan.ts'
import { type ConfirmableFlag, confirmableFlags } from '../../../shared/plan-flags.ts'
import { typedText } from '../../../shared/typed-confirmation.ts'
import { useTask } from '../../composables/task.ts'
import { useBulkStore } from '../../stores/bulk.ts'
import { useBulkWords } from '../use-bulk-words.ts'
import { useRunsStore } from '../../stores/runs.ts'
import { obstaclesOf } from './confirm-rules.ts'
import { runPart } from './run-part.ts'

/**
 * The input of a plan's confirmation, what would run, what is missing, and the start of the run. The
 * passphrase is wiped when the form closes.
 */
export function usePlanForm(plan: () => Plan) {
  const bulk = useBulkStore()
  const runs = useRunsStore()
  const starting = useTask()
  const words = useBulkWords()
  const form = reactive({
    included: new Set<ConfirmableFlag>(),
    typed: '',
    protectedIp: '',
    first: '',
    second: '',
    canary: false,
    stops: false,
    percent: '20',
    reason: '',
  })
  const tried = shallowRef(false)

  onBeforeUnmount(() => Object.assign(form, { first: '', second: '' }))

  const part = computed(() => runPart(plan(), form.included))
  const wanted = computed(() => (part.value.typed === null ? null : words.typed(part.value.typed)))
  const obstacles = computed(() => obstaclesOf(plan(), form, { changes: part.value.changes, wanted: wanted.value }))

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
    const { protectedIp, reason } = form
    const { typed } = part.value
    return starting.run(async () => {
      const confirmed = {
        confirm: {
          include: confirmableFlags.filter((flag) => form.included.has(flag)),
          ...(typed === null ? {} : { typed: typedText(typed) }),
          ...(form.included.has('ours-dropped') ? { protectedIp: protectedIp.trim() } : {}),
        },
        options: { canary: form.canary, stopAtFailedPercent: form.stops ? Number(form.percent) : null },
        ...(reason.trim() === '' ? {} : { reason }),
        ...(plan().needs.passphrase ? { passphrase: form.first } : {}),
      }
      const run = await bulk.start(confirmed)
      if (run !== null) runs.put(run)
    })
  }

  return { form, part, wanted, obstacles, tried, include, start, starting }
}

export type PlanForm = ReturnType<typeof usePlanForm>
