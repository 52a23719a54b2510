import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { ActivityEntry } from '../../shared/model/activity.ts'
import { api } from '../api/client.ts'

const pageSize = 200

/**
 * The activity log by pages, newest first. `scope` is the id of the server whose entries it holds, null for all
 * servers. The log is read when its screen first opens.
 */
export const useActivityStore = defineStore('activity', () => {
  const cached = shallowRef<readonly ActivityEntry[] | null>(null)
  const complete = shallowRef(false)
  const scope = shallowRef<string | null>(null)

  /** Returns null if another scope was chosen meanwhile: then the answer is of no use. */
  const page = async (beforeId?: number) => {
    const serverId = scope.value
    const entries = await api.call('activity.list', {
      limit: pageSize,
      ...(beforeId === undefined ? {} : { beforeId }),
      ...(serverId === null ? {} : { serverIds: [serverId] }),
    })
    if (serverId !== scope.value) return null
    complete.value = entries.length < pageSize
    return entries
  }
  const load = async () => {
    const first = await page()
    if (first) cached.value = first
  }
  return {
    entries: computed(() => cached.value ?? []),
    loaded: computed(() => cached.value !== null),
    complete: computed(() => complete.value),
    scope: computed(() => scope.value),
    load,
    /** Reads the log of one server, or of all servers with null. Loaded entries that fit stay visible until then. */
    show: async (serverId: string | null) => {
      scope.value = serverId
      if (cached.value && serverId !== null) cached.value = cached.value.filter((entry) => entry.serverId === serverId)
      await load()
    },
    loadMore: async () => {
      const last = cached.value?.at(-1)
      if (!last || complete.value) return
      const older = await page(last.id)
      if (older) cached.value = [...(cached.value ?? []), ...older.filter((entry) => entry.id < last.id)]
    },
    arrived: (entry: ActivityEntry) => {
      if (scope.value !== null && entry.serverId !== scope.value) return
      if (cached.value && !cached.value.some((known) => known.id === entry.id)) cached.value = [entry, ...cached.value]
    },
  }
})
