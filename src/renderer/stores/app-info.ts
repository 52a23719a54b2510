import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { AppInfo } from '../../shared/model/app-info.ts'
import { api } from '../api/client.ts'

/** Version, data folder and what is to be said about it. */
export const useAppInfoStore = defineStore('app-info', () => {
  const held = shallowRef<AppInfo | null>(null)
  return {
    info: computed(() => held.value),
    load: async () => void (held.value = await api.call('app.info', {})),
  }
})
