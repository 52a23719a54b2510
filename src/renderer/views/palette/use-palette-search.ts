import { useTimeoutFn } from '@vueuse/core'
import { shallowRef, watch } from 'vue'
import type { Entry } from './entries.ts'
import { createTexts, search } from './search.ts'
import { type Searchable, type Source, useSources } from './use-sources.ts'

const mostShown = 50
/** The longest time slice of a search. A key press is answered within a frame, however long the search takes. */
const timeSliceMs = 5

/** Finds entries while `query` is typed. The search runs in time slices and is dropped when the query changes. */
export function usePaletteSearch(query: () => string) {
  const sources = useSources()
  const textAt = createTexts<Searchable>()
  const found = shallowRef<readonly Entry[]>([])
  const busy = shallowRef(false)
  const { start: runLater, stop } = useTimeoutFn((runTimeSlice: () => void) => runTimeSlice(), 0, { immediate: false })

  function run(text: string): void {
    stop()
    const steps = search<Searchable, Source>(text, sources.all(), textAt, mostShown)
    const runTimeSlice = () => {
      const endMs = performance.now() + timeSliceMs
      while (performance.now() < endMs) {
        const step = steps.next()
        if (step.done !== true) continue
        found.value = step.value.map(({ item, group }) => group.entryOf(item))
        busy.value = false
        return
      }
      runLater(runTimeSlice)
    }
    busy.value = true
    runTimeSlice()
  }
  watch(
    query,
    (text) => {
      if (text.trim() !== '') return run(text)
      stop()
      busy.value = false
      found.value = []
    },
    { immediate: true },
  )
  return { found, busy, suggestions: sources.suggestions }
}
