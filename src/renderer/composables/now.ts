import { createSharedComposable, useIntervalFn } from '@vueuse/core'
import { readonly, shallowRef, watch, type Ref } from 'vue'

const tickMs = 10_000

/** The time in ms, updated every ten seconds by one clock for the whole page, but not while the page is hidden. */
export const useNow = createSharedComposable((): Readonly<Ref<number>> => {
  const now = shallowRef(Date.now())
  useIntervalFn(() => {
    if (!document.hidden) now.value = Date.now()
  }, tickMs)
  return readonly(now)
})

/** Counts the whole seconds until a time, once a second; null if there is no such time. */
export function useSeconds(untilMs: () => number | null): Readonly<Ref<number | null>> {
  const left = shallowRef<number | null>(null)
  const tick = useIntervalFn(count, 1000, { immediate: false })
  function count(): void {
    const until = untilMs()
    left.value = until === null ? null : Math.max(0, Math.ceil((until - Date.now()) / 1000))
    if (until === null) tick.pause()
    else if (!tick.isActive.value) tick.resume()
  }
  watch(untilMs, count, { immediate: true })
  return left
}
