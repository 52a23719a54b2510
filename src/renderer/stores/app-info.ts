import { defineStore } from 'pinia'
import { api } from '../api/client.ts'
import { createProjection } from './projection.ts'

/** Version, data folder, and notices about the data. */
export const useAppInfoStore = defineStore('app-info', () => {
  const { value: info, load } = createProjection(() => api.call('app.info', {}))
  return { info, load }
})
