import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { EventPayload } from '../../shared/contract.ts'
import { api } from '../api/client.ts'
import { createCopy, createProjection } from './projection.ts'

/** Version, data folder, and notices about the data. */
export const useAppInfoStore = defineStore('app-info', () => {
  const unstored = createCopy<EventPayload<'data.unstored'>>()
  const { value, load } = createProjection(async () => {
    const answer = await api.numbered('app.info', {})
    unstored.replace({ error: answer.value.unstored }, answer.seq)
    return answer
  })
  return {
    info: computed(() => value.value && { ...value.value, unstored: unstored.value.value?.error ?? null }),
    load,
    unstoredArrived: unstored.replace,
  }
})
