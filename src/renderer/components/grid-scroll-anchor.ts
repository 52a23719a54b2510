import { nextTick, shallowRef, watch } from 'vue'
import type { Group } from '../table/groups.ts'
import { headKey, type Lines } from '../table/lines.ts'
import { keyOfSlot, type RowSlots } from '../table/row-slots.ts'
import { isReordered, keepStableOrder, scrollFor, type Shown } from '../table/stable-order.ts'

/** What the scroll anchor needs from a grid. */
interface ScrollAnchorPort<Row> {
  rowSlots(): RowSlots<Row>
  /** Returns the current order of the engine. */
  order(): Uint32Array
  groups(): readonly Group[] | null
  /** Returns the filter, sort order and grouping. A change of one of these shows at once, from the top. */
  orderInputs(): readonly unknown[]
  /** Whether the rows are in the user's own order, so that only the user moves them. Such a move shows at once. */
  isOwnOrder(): boolean
  linesOf(shown: Shown<Row>): Lines<Row>
  scroller(): HTMLElement | null
  rowPx(): number
  headPx: number
  /** Returns the key of the active line while the grid has the focus, or else null. */
  focusedKey(): string | null
}

/**
 * Returns the line that must not move, and its position: the line under the pointer, or else the line with the
 * keyboard focus, or else the first line in view. `isAnchored` is true if the pointer or the keyboard is on the
 * line.
 */
function anchorOf<Row>(port: ScrollAnchorPort<Row>, shown: Shown<Row>, box: HTMLElement, pointerY: number | null) {
  const lines = port.linesOf(shown)
  const keyAt = (position: number): string | null => {
    const group = lines.groupAt(position)
    return group === null ? keyOfSlot(shown.rowSlots, lines.slotAt(position)) : headKey(group)
  }
  const pointedPx = pointerY === null ? -1 : pointerY - box.getBoundingClientRect().top - port.headPx
  const pointed = pointedPx < 0 ? -1 : Math.floor((pointedPx + box.scrollTop) / port.rowPx())
  const focused = port.focusedKey()
  if (keyAt(pointed) !== null) return { position: pointed, key: keyAt(pointed), isAnchored: true }
  const position = focused === null ? Math.floor(box.scrollTop / port.rowPx()) : lines.positionOf(focused)
  return { position, key: keyAt(position), isAnchored: focused !== null }
}

/**
 * The order that is shown. A refresh never moves the line under the pointer or the line with the keyboard focus:
 * the scroll position compensates for rows that come and go above it. Where it cannot, rows keep their present
 * order, and `isWaiting` says that there is a newer one. It is shown when the grid loses the focus, or when the
 * pointer leaves while the grid does not have the focus.
 */
export function useScrollAnchor<Row>(port: ScrollAnchorPort<Row>) {
  const latest = (): Shown<Row> => ({ rowSlots: port.rowSlots(), order: port.order(), groups: port.groups() })
  const shown = shallowRef(latest())
  const isWaiting = shallowRef(false)
  let pointerY: number | null = null

  const show = (next: Shown<Row>, scrollTop: number | null) => {
    shown.value = next
    if (scrollTop === null || port.scroller()?.scrollTop === scrollTop) return
    void nextTick(() => port.scroller()?.scrollTo({ top: scrollTop }))
  }

  const onRefresh = () => {
    const box = port.scroller()
    const next = latest()
    if (port.isOwnOrder() && isReordered(shown.value, next)) {
      isWaiting.value = false
      return show(next, null)
    }
    const anchor = box === null ? null : anchorOf(port, shown.value, box, pointerY)
    if (box === null || anchor === null || anchor.key === null) return show(next, null)
    const scrollTo = (to: Shown<Row>) => {
      const lines = port.linesOf(to)
      const mostPx = lines.count * port.rowPx() + port.headPx - box.clientHeight
      const position = lines.positionOf(anchor.key ?? '')
      const goal = scrollFor(anchor.position, position, { rowPx: port.rowPx(), scrollTop: box.scrollTop, mostPx })
      return position < 0 ? { scrollTop: box.scrollTop, isPossible: true } : goal
    }
    const goal = scrollTo(next)
    // If neither the pointer nor the keyboard is on the rows, a table at its top stays at the top as new rows come in.
    if (!anchor.isAnchored) return show(next, box.scrollTop > 0 ? goal.scrollTop : null)
    isWaiting.value = !goal.isPossible
    if (goal.isPossible) return show(next, goal.scrollTop)
    const kept = keepStableOrder(shown.value, next.rowSlots)
    show(kept, scrollTo(kept).scrollTop)
  }

  const release = () => {
    if (!isWaiting.value) return
    isWaiting.value = false
    shown.value = latest()
  }

  watch(
    [port.rowSlots, port.order, () => port.orderInputs()] as const,
    ([rowSlots, , inputs], [slotsBefore, , inputsBefore]) => {
      const isInputChanged = inputs.some((each, at) => each !== inputsBefore[at])
      if (!isInputChanged && rowSlots !== slotsBefore) return onRefresh()
      isWaiting.value = false
      show(latest(), 0)
    },
  )

  return {
    shown,
    isWaiting,
    onPointer: (event: PointerEvent) => void (pointerY = event.clientY),
    onLeave() {
      pointerY = null
      if (port.focusedKey() === null) release()
    },
    release,
  }
}
