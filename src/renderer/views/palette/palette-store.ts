import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { type Entry, withRecent } from './entries.ts'

/** Whether the palette is open, and what was chosen in it recently. Recent entries are kept until the window closes. */
export const usePaletteStore = defineStore('palette', () => {
  const recent = shallowRef<readonly Entry[]>([])
  return {
    open: ref(false),
    recent: computed(() => recent.value),
    chosen: (entry: Entry) => void (recent.value = withRecent(recent.value, entry)),
  }
})
