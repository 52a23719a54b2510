import { onScopeDispose, shallowRef, watch } from 'vue'
import type { Entry } from './entries.ts'
import { createTexts, search } from './search.ts'
import { type Found, type Source, useSources } from './use-sources.ts'

const mostShown = 50
/** The duration of one slice of work. A key press is answered within a frame, however long the search takes. */
const sliceMs = 5

/** Finds entries while `query` is typed. The search runs in slices and is dropped when another key is pressed. */
export function usePaletteSearch(query: () => string) {
  const sources = useSources()
  const textAt = createTexts<Found>()
  const found = shallowRef<readonly Entry[]>([])
  const busy = shallowRef(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  function run(text: string): void {
    clearTimeout(timer)
    const steps = search<Found, Source>(text, sources.all(), textAt, mostShown)
    const runSlice = () => {
      const endMs = performance.now() + sliceMs
      while (performance.now() < endMs) {
        const step = steps.next()
        if (step.done !== true) continue
        found.value = step.value.map(({ item, group }) => group.entryOf(item))
        busy.value = false
        return
      }
      timer = setTimeout(runSlice)
    }
    busy.value = true
    runSlice()
  }
  watch(
    query,
    (text) => {
      if (text.trim() !== '') return run(text)
      clearTimeout(timer)
      busy.value = false
      found.value = []
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
  return { found, busy, suggestions: sources.suggestions }
}
