import { defineStore } from 'pinia'
import type { Settings } from '../../shared/model/settings.ts'
import { api } from '../api/client.ts'
import { createProjection } from './projection.ts'

/** The settings of the whole app. Null until they have been read from core. */
export const useSettingsStore = defineStore('settings', () => {
  const { value: settings, replace, load } = createProjection(() => api.numbered('settings.get', {}))
  return {
    settings,
    replace,
    load,
    change: (patch: Partial<Settings>) => api.call('settings.set', patch),
  }
})
