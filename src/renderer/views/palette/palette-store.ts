import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { type Entry, withRecent } from './entries.ts'

/** Whether the palette is open, and what was chosen in it lately. Recent entries last as long as the window. */
export const usePaletteStore = defineStore('palette', () => {
  const recent = shallowRef<readonly Entry[]>([])
  return {
    open: ref(false),
    recent: computed(() => recent.value),
    chosen: (entry: Entry) => void (recent.value = withRecent(recent.value, entry)),
  }
})
