import { defineStore } from 'pinia'
import type { EventPayload } from '../../shared/contract.ts'
import { api } from '../api/client.ts'
import { createProjection } from './projection.ts'

/** Version, data folder, and notices about the data. */
export const useAppInfoStore = defineStore('app-info', () => {
  const { value: info, replace, load } = createProjection(() => api.call('app.info', {}))
  const unstoredArrived = ({ error }: EventPayload<'data.unstored'>) => {
    if (info.value) replace({ ...info.value, unstored: error })
  }
  return { info, load, unstoredArrived }
})
