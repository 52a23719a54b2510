import { onBeforeUnmount, onMounted, shallowRef, type Ref } from 'vue'

/** The inner width of an element in px, without its scroll bar; 0 until it is there. */
export function useWidth(element: Readonly<Ref<HTMLElement | null>>): Readonly<Ref<number>> {
  const widthPx = shallowRef(0)
  const observer = new ResizeObserver(([entry]) => (widthPx.value = entry?.contentRect.width ?? 0))
  onMounted(() => {
    if (element.value !== null) observer.observe(element.value)
  })
  onBeforeUnmount(() => observer.disconnect())
  return widthPx
}
