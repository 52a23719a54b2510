import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { api } from '../api/client.ts'

/** The user's notes on cron jobs by row key. They live in Wisdeck alone; read when a screen first needs them. */
export const useNotesStore = defineStore('notes', () => {
  const held = shallowRef<Readonly<Record<string, string>> | null>(null)
  return {
    loaded: computed(() => held.value !== null),
    of: (key: string): string => held.value?.[key] ?? '',
    load: async () => void (held.value = await api.call('cron.notes', {})),
    /** Keeps a note; an empty one is none. Throws AppError, and the note in sight stays the one before. */
    async put(serverId: string, id: number, note: string): Promise<void> {
      await api.call('cron.setNote', { serverId, id, note })
      held.value = { ...held.value, [`${serverId}/cron/${id}`]: note }
    },
  }
})
