import { useResizeObserver } from '@vueuse/core'
import { computed, onMounted, ref, type ComputedRef, type Ref } from 'vue'

/**
 * The part of a long list that is drawn: from `first` up to, but not including, `end`. Above and below it are the
 * heights of what is left out.
 */
export interface RowWindow {
  readonly first: number
  readonly end: number
  readonly abovePx: number
  readonly belowPx: number
}

/** Returns where each item begins, and finally where the last one ends. All values are in px. */
export function offsetsOf(heightsPx: readonly number[]): readonly number[] {
  const offsets = [0]
  for (const height of heightsPx) offsets.push((offsets.at(-1) ?? 0) + height)
  return offsets
}

/** How much is drawn beyond either edge, so that scrolling a little shows no gap. */
const marginPx = 400
/** Lists up to this length are drawn completely, so that the browser's own search finds everything. */
const drawAllUpTo = 120

/** Returns what to draw for a viewport: all of a short list, or else the visible items with a margin around them. */
export function windowOf(offsets: readonly number[], scrollTopPx: number, viewportPx: number): RowWindow {
  const count = offsets.length - 1
  const totalPx = offsets[count] ?? 0
  if (count <= drawAllUpTo) return { first: 0, end: count, abovePx: 0, belowPx: 0 }
  const top = Math.min(Math.max(0, scrollTopPx - marginPx), totalPx)
  const bottom = scrollTopPx + viewportPx + marginPx
  // The first item that ends below the top edge, and the first that begins below the bottom edge.
  const first = Math.max(0, offsets.findIndex((offset) => offset > top) - 1)
  const firstBelow = offsets.findIndex((offset) => offset >= bottom)
  const end = firstBelow < 0 ? count : Math.min(count, firstBelow)
  return { first, end, abovePx: offsets[first] ?? 0, belowPx: totalPx - (offsets[end] ?? totalPx) }
}

/**
 * Tells which part of a long list to draw for what its scroller shows. `headPx` is the height of the sticky head above
 * the items. `reveal` scrolls an item into view, drawn or not.
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
