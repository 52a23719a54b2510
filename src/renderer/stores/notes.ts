import { defineStore } from 'pinia'
import { api } from '../api/client.ts'
import { createProjection } from './projection.ts'

/** The user's notes on cron jobs by row key. They live in Wisdeck alone; read when a screen first needs them. */
export const useNotesStore = defineStore('notes', () => {
  const { value: notes, loaded, replace, load } = createProjection(() => api.call('cron.notes', {}))
  return {
    loaded,
    of: (key: string): string => notes.value?.[key] ?? '',
    load,
    /** Keeps a note; an empty one is none. Throws AppError, and the note in sight stays the one before. */
    async put(serverId: string, id: number, note: string): Promise<void> {
      await api.call('cron.setNote', { serverId, id, note })
      replace({ ...notes.value, [`${serverId}/cron/${id}`]: note })
    },
  }
})
