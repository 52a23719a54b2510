import { nextTick, shallowRef, watch, type ShallowRef } from 'vue'
import type { Group } from '../table/groups.ts'
import { headKey, type Lines } from '../table/lines.ts'
import { keyOfPlace, type Places } from '../table/places.ts'
import { holdStill, scrollFor, type Shown } from '../table/still.ts'

/** What keeping rows still needs to know of a grid. */
export interface StillPort<Row> {
  places(): Places<Row>
  /** As the engine has it now. */
  order(): Uint32Array
  groups(): readonly Group[] | null
  /**
   * What the order follows from besides the rows, the sort and the filter: a change of it shows at once, from the top.
   */
  asked(): readonly unknown[]
  linesOf(shown: Shown<Row>): Lines<Row>
  scroller(): HTMLElement | null
  rowPx(): number
  headPx: number
  /** Where the keyboard is, while the grid has the focus. */
  focusedKey(): string | null
}

/**
 * The order that is shown. A refresh never moves the line under the pointer, or the one the keyboard is on: the scroll
 * makes up for rows that come and go above it, and where it cannot, rows stay in the order they have until pointer and
 * focus have left; `isWaiting` tells that there is a newer order.
 */
export function useStillRows<Row>(port: StillPort<Row>): {
  readonly shown: ShallowRef<Shown<Row>>
  readonly isWaiting: ShallowRef<boolean>
  readonly onPointer: (event: PointerEvent) => void
  readonly onLeave: () => void
  readonly release: () => void
} {
  const fresh = (): Shown<Row> => ({ places: port.places(), order: port.order(), groups: port.groups() })
  const shown = shallowRef(fresh())
  const isWaiting = shallowRef(false)
  let pointerY: number | null = null

  const keyAt = (position: number): string | null => {
    const lines = port.linesOf(shown.value)
    const group = lines.groupAt(position)
    return group === null ? keyOfPlace(shown.value.places, lines.placeAt(position)) : headKey(group)
  }

  const pointedPosition = (box: HTMLElement): number => {
    if (pointerY === null) return -1
    const y = pointerY - box.getBoundingClientRect().top - port.headPx
    return y < 0 ? -1 : Math.floor((y + box.scrollTop) / port.rowPx())
  }

  /**
   * The line that must not move, and where it is: that under the pointer, else that of the keyboard, else the first in
   * sight.
   */
  const anchorOf = (box: HTMLElement) => {
    const focused = port.focusedKey()
    const pointed = pointedPosition(box)
    const isHeld = keyAt(pointed) !== null || focused !== null
    const top = Math.floor(box.scrollTop / port.rowPx())
    const position =
      keyAt(pointed) !== null ? pointed : focused === null ? top : port.linesOf(shown.value).positionOf(focused)
    return { position, key: keyAt(position), isHeld }
  }

  const show = (next: Shown<Row>, scrollTop: number | null) => {
    shown.value = next
    if (scrollTop === null || port.scroller()?.scrollTop === scrollTop) return
    void nextTick(() => port.scroller()?.scrollTo({ top: scrollTop }))
  }

  const onRefresh = () => {
    const box = port.scroller()
    const next = fresh()
    const anchor = box === null ? null : anchorOf(box)
    if (box === null || anchor === null || anchor.key === null) return show(next, null)
    const scrollTo = (to: Shown<Row>) => {
      const lines = port.linesOf(to)
      const mostPx = lines.count * port.rowPx() + port.headPx - box.clientHeight
      const position = lines.positionOf(anchor.key ?? '')
      const goal = scrollFor(anchor.position, position, { rowPx: port.rowPx(), scrollTop: box.scrollTop, mostPx })
      return position < 0 ? { scrollTop: box.scrollTop, isPossible: true } : goal
    }
    const goal = scrollTo(next)
    // Without anyone's hand on the rows the top stays the top, as new rows come in.
    if (!anchor.isHeld) return show(next, box.scrollTop > 0 ? goal.scrollTop : null)
    isWaiting.value = !goal.isPossible
    if (goal.isPossible) return show(next, goal.scrollTop)
    const held = holdStill(shown.value, next.places)
    show(held, scrollTo(held).scrollTop)
  }

  const release = () => {
    if (!isWaiting.value) return
    isWaiting.value = false
    shown.value = fresh()
  }

  watch([port.places, port.order, () => port.asked()] as const, ([places, , asked], [placesBefore, , askedBefore]) => {
    const isAsked = asked.some((each, at) => each !== askedBefore[at])
    if (!isAsked && places !== placesBefore) return onRefresh()
    isWaiting.value = false
    show(fresh(), 0)
  })

  return {
    shown,
    isWaiting,
    onPointer: (event) => void (pointerY = event.clientY),
    onLeave() {
      pointerY = null
      if (port.focusedKey() === null) release()
    },
    release,
  }
}
