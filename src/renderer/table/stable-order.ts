import type { Group } from './groups.ts'
import { slotOf, type RowSlots, touchedBetween } from './row-slots.ts'

/** The order that is shown, and the rows it was made of. */
export interface Shown<Row> {
  readonly rowSlots: RowSlots<Row>
  readonly order: Uint32Array
  /** The groups in the order, one after the other; null if rows are not grouped. */
  readonly groups: readonly Group[] | null
}

/**
 * Returns what to show after a refresh without moving anything. Rows keep their order and groups. Removed rows
 * disappear, and a group disappears with its last row. New rows are not shown yet.
 */
export function keepStableOrder<Row>(shown: Shown<Row>, rowSlots: RowSlots<Row>): Shown<Row> {
  const { marks } = touchedBetween(shown.rowSlots, rowSlots)
  const keys = new Map<number, string>()
  for (const [id, block] of shown.rowSlots.blocks) {
    if (rowSlots.blocks.get(id) !== block)
      block.rowSlots.forEach((slot, at) => keys.set(slot, rowSlots.keyOf(block.rows[at] as Row)))
  }
  const kept = new Uint32Array(shown.order.length)
  let count = 0
  const keep = (order: Uint32Array) => {
    for (const slot of order) {
      const newSlot = marks[slot] === 0 ? slot : slotOf(rowSlots, keys.get(slot) ?? '')
      if (newSlot >= 0) kept[count++] = newSlot
    }
  }
  if (shown.groups === null) keep(shown.order)
  const groups = shown.groups?.map((group) => {
    const start = count
    keep(shown.order.subarray(group.start, group.start + group.count))
    return { ...group, start, count: count - start }
  })
  return { rowSlots, order: kept.slice(0, count), groups: groups?.filter((group) => group.count > 0) ?? null }
}

/** Returns the keys of the shown rows in their order. */
function keysOf<Row>({ rowSlots, order }: Shown<Row>): readonly (string | undefined)[] {
  const keys = new Map<number, string>()
  for (const block of rowSlots.blocks.values())
    block.rowSlots.forEach((slot, at) => keys.set(slot, rowSlots.keyOf(block.rows[at] as Row)))
  return Array.from(order, (slot) => keys.get(slot))
}

/** Whether two rows that are shown before and after have changed places. Rows that come and go are passed over. */
export function isReordered<Row>(before: Shown<Row>, after: Shown<Row>): boolean {
  const positions = new Map(keysOf(before).map((key, at) => [key, at]))
  let last = -1
  for (const key of keysOf(after)) {
    const at = positions.get(key) ?? last
    if (at < last) return true
    last = at
  }
  return false
}

/**
 * Returns where to scroll so that a line stays in place when its position changes, and whether the table can scroll
 * there. `mostPx` is the largest scroll position.
 */
export function scrollFor(
  from: number,
  to: number,
  view: { readonly rowPx: number; readonly scrollTop: number; readonly mostPx: number },
) {
  const scrollTop = view.scrollTop + (to - from) * view.rowPx
  return { scrollTop, isPossible: scrollTop >= 0 && scrollTop <= Math.max(0, view.mostPx) }
}
