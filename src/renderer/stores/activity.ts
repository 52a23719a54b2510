import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { ActivityEntry } from '../../shared/model/activity.ts'
import { api } from '../api/client.ts'

const pageSize = 200

/** The activity log as far as it has been paged in, newest first. Loaded when its screen is first opened. */
export const useActivityStore = defineStore('activity', () => {
  const held = shallowRef<readonly ActivityEntry[] | null>(null)
  const complete = shallowRef(false)

  const page = async (beforeId?: number) => {
    const entries = await api.call('activity.list', { limit: pageSize, ...(beforeId === undefined ? {} : { beforeId }) })
    complete.value = entries.length < pageSize
    return entries
  }
  return {
    entries: computed(() => held.value ?? []),
    loaded: computed(() => held.value !== null),
    complete: computed(() => complete.value),
    load: async () => void (held.value = await page()),
    loadMore: async () => {
      const last = held.value?.at(-1)
      if (last && !complete.value) held.value = [...(held.value ?? []), ...(await page(last.id))]
    },
    arrived: (entry: ActivityEntry) => {
      if (held.value && !held.value.some((known) => known.id === entry.id)) held.value = [entry, ...held.value]
    },
  }
})
