import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Settings } from '../../shared/model/settings.ts'
import { api } from '../api/client.ts'

/** Settings of the whole app. Null until core has told them. */
export const useSettingsStore = defineStore('settings', () => {
  const held = shallowRef<Settings | null>(null)
  return {
    settings: computed(() => held.value),
    replace: (next: Settings) => void (held.value = next),
    load: async () => void (held.value = await api.call('settings.get', {})),
    change: (patch: Partial<Settings>) => api.call('settings.set', patch),
  }
})
