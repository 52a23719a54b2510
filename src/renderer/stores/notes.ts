import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { api } from '../api/client.ts'
import { createKeyedProjection } from './projection.ts'

interface Note {
  /** The key of the job's row. */
  readonly key: string
  readonly text: string
}

/** The user's notes on cron jobs by row key. No panel has them. They are read when the cron screen opens. */
export const useNotesStore = defineStore('notes', () => {
  const notes = createKeyedProjection<Note>(({ key }) => key)
  const isLoaded = shallowRef(false)
  return {
    loaded: computed(() => isLoaded.value),
    of: (key: string): string => notes.entries.value.get(key)?.text ?? '',
    async load(): Promise<void> {
      const { seq, value } = await api.numbered('cron.notes', {})
      notes.replace(
        Object.entries(value).map(([key, text]) => ({ key, text })),
        seq,
      )
      isLoaded.value = true
    },
    /** Saves a note; an empty text removes it. Throws AppError; then the old note stays. */
    async put(serverId: string, id: number, text: string): Promise<void> {
      const { seq } = await api.numbered('cron.setNote', { serverId, id, note: text })
      notes.put([{ seq, value: { key: `${serverId}/cron/${id}`, text } }])
    },
  }
})
