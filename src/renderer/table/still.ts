import type { Group } from './groups.ts'
import { placeOf, type Places, touchedBetween } from './places.ts'

/** The order that is shown, and the rows it was made of. */
export interface Shown<Row> {
  readonly places: Places<Row>
  readonly order: Uint32Array
  /** The groups that the order falls into, one after the other; null where rows are not grouped. */
  readonly groups: readonly Group[] | null
}

/**
 * After a refresh, the rows that are shown in the order and the groups they have: what is gone leaves, and with its
 * last row a group; what is new waits, nothing changes places.
 */
export function holdStill<Row>(shown: Shown<Row>, places: Places<Row>): Shown<Row> {
  const { marks } = touchedBetween(shown.places, places)
  const keys = new Map<number, string>()
  for (const [id, block] of shown.places.blocks) {
    if (places.blocks.get(id) !== block)
      block.places.forEach((place, at) => keys.set(place, places.keyOf(block.rows[at] as Row)))
  }
  const held = new Uint32Array(shown.order.length)
  let count = 0
  const hold = (order: Uint32Array) => {
    for (const place of order) {
      const now = marks[place] === 0 ? place : placeOf(places, keys.get(place) ?? '')
      if (now >= 0) held[count++] = now
    }
  }
  if (shown.groups === null) hold(shown.order)
  const groups = shown.groups?.map((group) => {
    const start = count
    hold(shown.order.subarray(group.start, group.start + group.count))
    return { ...group, start, count: count - start }
  })
  return { places, order: held.slice(0, count), groups: groups?.filter((group) => group.count > 0) ?? null }
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
