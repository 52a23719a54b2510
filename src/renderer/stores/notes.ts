import { defineStore } from 'pinia'
import { api } from '../api/client.ts'
import { createProjection } from './projection.ts'

/** The user's notes on cron jobs by row key. No panel has them. They are read when the cron screen opens. */
export const useNotesStore = defineStore('notes', () => {
  const { value: notes, loaded, replace, load } = createProjection(() => api.call('cron.notes', {}))
  return {
    loaded,
    of: (key: string): string => notes.value?.[key] ?? '',
    load,
    /** Saves a note; an empty text removes it. Throws AppError; then the old note stays. */
    async put(serverId: string, id: number, note: string): Promise<void> {
      await api.call('cron.setNote', { serverId, id, note })
      if (notes.value === null) await load()
      else replace({ ...notes.value, [`${serverId}/cron/${id}`]: note })
    },
  }
})
