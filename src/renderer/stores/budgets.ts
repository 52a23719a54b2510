import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { ServerBudget } from '../../shared/model/budget.ts'
import { api } from '../api/client.ts'

/** The request budget of each server's token, as far as it is known. */
export const useBudgetsStore = defineStore('budgets', () => {
  const held = shallowRef<ReadonlyMap<string, ServerBudget>>(new Map())
  const waiting = computed(() =>
    [...held.value.values()].filter(
      (budget) => budget.waiting > 0 && (budget.reason === 'waiting-reset' || budget.reason === 'backing-off'),
    ),
  )
  return {
    of: (serverId: string): ServerBudget | undefined => held.value.get(serverId),
    /** Servers that hold calls back until their window ends. */
    waiting,
    /** When the last of their calls will have left, on this machine's clock. */
    waitingUntilMs: computed(
      () => Math.max(0, ...waiting.value.map((budget) => budget.doneAtMs ?? budget.resetAtMs ?? 0)) || null,
    ),
    arrived: (budget: ServerBudget) => void (held.value = new Map(held.value).set(budget.serverId, budget)),
    load: async () => {
      const budgets = await api.call('budget.list', {})
      held.value = new Map(budgets.map((budget) => [budget.serverId, budget]))
    },
  }
})
