import type { Group } from './groups.ts'
import { slotOf, type RowSlots, touchedBetween } from './row-slots.ts'

/** The order that is shown, and the rows it was made of. */
export interface Shown<Row> {
  readonly rowSlots: RowSlots<Row>
  readonly order: Uint32Array
  /** The groups that the order falls into, one after the other; null where rows are not grouped. */
  readonly groups: readonly Group[] | null
}

/**
 * After a refresh, the rows that are shown in the order and the groups they have: what is gone leaves, and with its
 * last row a group; what is new waits, nothing changes places.
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
      const now = marks[slot] === 0 ? slot : slotOf(rowSlots, keys.get(slot) ?? '')
      if (now >= 0) kept[count++] = now
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

/** Where the scroll has to go so that a row that went from one position to another stays where it is on the screen. */
export function scrollFor(
  from: number,
  to: number,
  view: { readonly rowPx: number; readonly scrollTop: number; readonly mostPx: number },
) {
  const scrollTop = view.scrollTop + (to - from) * view.rowPx
  return { scrollTop, isPossible: scrollTop >= 0 && scrollTop <= Math.max(0, view.mostPx) }
}
