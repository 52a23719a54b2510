import { placeOf, type Places, touchedBetween } from './places.ts'

/** The order that is shown, and the rows it was made of. */
export interface Shown<Row> {
  readonly places: Places<Row>
  readonly order: Uint32Array
}

/** After a refresh, the rows that are shown in the order they have: what is gone leaves, what is new waits, nothing changes places. */
export function holdStill<Row>(shown: Shown<Row>, places: Places<Row>): Uint32Array {
  const { marks } = touchedBetween(shown.places, places)
  const keys = new Map<number, string>()
  for (const [id, block] of shown.places.blocks) {
    if (places.blocks.get(id) !== block) block.places.forEach((place, at) => keys.set(place, places.keyOf(block.rows[at] as Row)))
  }
  const held = new Uint32Array(shown.order.length)
  let count = 0
  for (const place of shown.order) {
    const now = marks[place] === 0 ? place : placeOf(places, keys.get(place) ?? '')
    if (now >= 0) held[count++] = now
  }
  return held.slice(0, count)
}

/** Where the scroll has to go so that a row that went from one position to another stays where it is on the screen. */
export function scrollFor(from: number, to: number, view: { readonly rowPx: number; readonly scrollTop: number; readonly mostPx: number }) {
  const scrollTop = view.scrollTop + (to - from) * view.rowPx
  return { scrollTop, isPossible: scrollTop >= 0 && scrollTop <= Math.max(0, view.mostPx) }
}
