import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { ServerBudget } from '../../shared/model/budget.ts'
import { api } from '../api/client.ts'
import { createKeyedProjection } from './projection.ts'

/** The request budget of each server's token, as far as it is known. */
export const useBudgetsStore = defineStore('budgets', () => {
  const { entries: budgets, put, replace } = createKeyedProjection<ServerBudget>(({ serverId }) => serverId)
  const waiting = computed(() =>
    [...budgets.value.values()].filter(
      (budget) => budget.waiting > 0 && (budget.reason === 'waiting-reset' || budget.reason === 'backing-off'),
    ),
  )
  return {
    of: (serverId: string): ServerBudget | undefined => budgets.value.get(serverId),
    /** Servers whose requests wait, either for the end of their rate window or because they back off. */
    waiting,
    /** When the last of their waiting requests will have been sent, on this machine's clock. Null if none waits. */
    waitingUntilMs: computed(
      () => Math.max(0, ...waiting.value.map((budget) => budget.doneAtMs ?? budget.resetAtMs ?? 0)) || null,
    ),
    arrived: (value: ServerBudget, seq: number) => put([{ seq, value }]),
    async load() {
      const { seq, value } = await api.numbered('budget.list', {})
      replace(value, seq)
    },
  }
})
