import { type Places, placeOf } from './places.ts'

/**
 * Keys of the selected rows; it may hold keys that the filter hides now. Any set of keys is one. What this module makes
 * keeps a mark per place instead of the keys, so that a hundred thousand rows are selected in a fraction of a
 * millisecond.
 */
export interface Selection extends Iterable<string> {
  readonly size: number
  has(key: string): boolean
}

/** A selection among the rows of one table as it stands now. */
export interface PlaceSelection<Row> extends Selection {
  readonly places: Places<Row>
  /** By place: 1 where its row is selected. */
  readonly marks: Uint8Array
}

export const emptySelection: Selection = new Set()

function createSelection<Row>(places: Places<Row>, marks: Uint8Array, size: number): PlaceSelection<Row> {
  return {
    places,
    marks,
    size,
    has: (key) => marks[placeOf(places, key)] === 1,
    *[Symbol.iterator]() {
      for (const { rows, places: own } of places.blocks.values()) {
        for (let at = 0; at < own.length; at += 1)
          if (marks[own[at] as number] === 1) yield places.keyOf(rows[at] as Row)
      }
    },
  }
}

function isPlaced(selection: Selection): selection is PlaceSelection<unknown> {
  return 'marks' in selection
}

/**
 * A selection in terms of the rows that are there now: keys of rows that are gone leave it, the others stay. It costs
 * the rows of the servers that have changed since; the same object comes back where none has.
 */
export function carry<Row>(selection: Selection, places: Places<Row>): PlaceSelection<Row> {
  if (!isPlaced(selection)) return carryKeys(selection, places)
  if (selection.places === (places as Places<unknown>)) return selection as PlaceSelection<Row>
  const marks = new Uint8Array(places.rows.length)
  if (selection.size === 0) return createSelection(places, marks, 0)
  // Rows of one table keep their places; what a plain list has replaced is found by key alone.
  const isSameTable = selection.places.rows === (places.rows as unknown)
  if (isSameTable) marks.set(selection.marks.subarray(0, marks.length))
  const keys: string[] = []
  for (const [id, old] of selection.places.blocks) {
    if (isSameTable && places.blocks.get(id) === (old as unknown)) continue
    old.places.forEach((place, at) => {
      if (selection.marks[place] !== 1) return
      if (isSameTable) marks[place] = 0
      keys.push(selection.places.keyOf(old.rows[at]))
    })
  }
  for (const key of keys) {
    const place = placeOf(places, key)
    if (place >= 0) marks[place] = 1
  }
  let size = 0
  for (let place = 0; place < marks.length; place += 1) size += marks[place] as number
  return createSelection(places, marks, size)
}

function carryKeys<Row>(keys: Iterable<string>, places: Places<Row>): PlaceSelection<Row> {
  const marks = new Uint8Array(places.rows.length)
  let size = 0
  for (const key of keys) {
    const place = placeOf(places, key)
    if (place < 0 || marks[place] === 1) continue
    marks[place] = 1
    size += 1
  }
  return createSelection(places, marks, size)
}

/** Whether of the rows that are there now the same are selected. */
export function isSameSelection<Row>(a: Selection, b: Selection, places: Places<Row>): boolean {
  if (a === b) return true
  const [one, other] = [carry(a, places), carry(b, places)]
  return one.size === other.size && one.marks.every((mark, place) => mark === other.marks[place])
}

/** With (`mark` 1) or without (0) the rows at some places. */
function markPlaces<Row>(selection: PlaceSelection<Row>, places: ArrayLike<number>, mark: 0 | 1): PlaceSelection<Row> {
  const marks = selection.marks.slice()
  let size = selection.size
  for (let at = 0; at < places.length; at += 1) {
    const place = places[at] as number
    if (marks[place] === mark) continue
    marks[place] = mark
    size += mark === 1 ? 1 : -1
  }
  return createSelection(selection.places, marks, size)
}

/** With all rows at these places of `places` in it. */
export function addPlaces<Row>(
  selection: Selection,
  places: Places<Row>,
  added: ArrayLike<number>,
): PlaceSelection<Row> {
  return markPlaces(carry(selection, places), added, 1)
}

/** With none of the rows at these places of `places` in it. */
export function removePlaces<Row>(
  selection: Selection,
  places: Places<Row>,
  removed: ArrayLike<number>,
): PlaceSelection<Row> {
  return markPlaces(carry(selection, places), removed, 0)
}

/** One row more or less. */
export function togglePlace<Row>(selection: Selection, places: Places<Row>, place: number): PlaceSelection<Row> {
  const now = carry(selection, places)
  return markPlaces(now, [place], now.marks[place] === 1 ? 0 : 1)
}

/** With all rows at these places, or with none of them where all are in it. */
export function togglePlaces<Row>(
  selection: Selection,
  places: Places<Row>,
  toggled: Uint32Array,
): PlaceSelection<Row> {
  const now = carry(selection, places)
  return markPlaces(now, toggled, countShown(now, toggled) === toggled.length ? 0 : 1)
}

/** The selected rows in the order of the desk. */
export function selectedRows<Row>({ places, marks, size }: PlaceSelection<Row>): readonly Row[] {
  if (size === 0) return []
  return [...places.blocks.values()].flatMap((block) =>
    block.rows.filter((_, at) => marks[block.places[at] as number] === 1),
  )
}

/** How many of the rows that an order shows are selected. */
export function countShown<Row>({ marks, size }: PlaceSelection<Row>, order: Uint32Array): number {
  if (size === 0) return 0
  let shown = 0
  for (let at = 0; at < order.length; at += 1) shown += marks[order[at] as number] as number
  return shown
}

/** On how many servers the selected rows are. */
export function countServers<Row>({ places, marks, size }: PlaceSelection<Row>): number {
  if (size === 0) return 0
  let servers = 0
  for (const block of places.blocks.values()) if (block.places.some((place) => marks[place] === 1)) servers += 1
  return servers
}
