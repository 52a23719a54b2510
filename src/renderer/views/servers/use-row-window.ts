import { useResizeObserver } from '@vueuse/core'
import { computed, onMounted, ref, type ComputedRef, type Ref } from 'vue'
import { offsetsOf, windowOf } from './row-window.ts'

/**
 * Draws only the part of a long list that its scroller shows. `reveal` scrolls an item into view before it is drawn.
 */
export function useRowWindow(
  scroller: Readonly<Ref<HTMLElement | null>>,
  heightsPx: ComputedRef<readonly number[]>,
  headPx: number,
) {
  const scrollTopPx = ref(0)
  const viewportPx = ref(800)
  const offsets = computed(() => offsetsOf(heightsPx.value))
  const measure = () => {
    scrollTopPx.value = scroller.value?.scrollTop ?? 0
    viewportPx.value = scroller.value?.clientHeight ?? 800
  }
  useResizeObserver(scroller, measure)
  onMounted(measure)

  return {
    onScroll: measure,
    shown: computed(() => windowOf(offsets.value, scrollTopPx.value, viewportPx.value)),
    reveal(index: number): void {
      const element = scroller.value
      const [top, bottom] = [offsets.value[index] ?? 0, offsets.value[index + 1] ?? 0]
      if (element === null) return
      if (top < element.scrollTop) element.scrollTop = top
      else if (bottom + headPx > element.scrollTop + element.clientHeight)
        element.scrollTop = bottom + headPx - element.clientHeight
      measure()
    },
  }
}
