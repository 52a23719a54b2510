import { type RowSlots, slotOf } from './row-slots.ts'

/**
 * The keys of the selected rows; some may be hidden by the filter now. Any set of keys is a Selection. The functions
 * here keep a mark for each slot instead of the keys, so that selecting a hundred thousand rows takes a fraction of a
 * millisecond.
 */
export interface Selection extends Iterable<string> {
  readonly size: number
  has(key: string): boolean
}

/** A selection among the current rows of one table. */
export interface SlotSelection<Row> extends Selection {
  readonly rowSlots: RowSlots<Row>
  /** By slot: 1 if its row is selected. */
  readonly marks: Uint8Array
}

export const emptySelection: Selection = new Set()

function createSelection<Row>(rowSlots: RowSlots<Row>, marks: Uint8Array, size: number): SlotSelection<Row> {
  return {
    rowSlots,
    marks,
    size,
    has: (key) => marks[slotOf(rowSlots, key)] === 1,
    *[Symbol.iterator]() {
      for (const { rows, rowSlots: own } of rowSlots.blocks.values()) {
        for (let at = 0; at < own.length; at += 1)
          if (marks[own[at] as number] === 1) yield rowSlots.keyOf(rows[at] as Row)
      }
    },
  }
}

function isSlotSelection(selection: Selection): selection is SlotSelection<unknown> {
  return 'marks' in selection
}

/**
 * Returns the selection for the current rows. Keys of removed rows leave it, the others stay. In one table, only the
 * rows of servers that have changed since are looked at. Returns the same object if it is one of these row slots.
 */
export function updateSelection<Row>(selection: Selection, rowSlots: RowSlots<Row>): SlotSelection<Row> {
  if (!isSlotSelection(selection)) return selectKeys(selection, rowSlots)
  if (selection.rowSlots === (rowSlots as RowSlots<unknown>)) return selection as SlotSelection<Row>
  const marks = new Uint8Array(rowSlots.rows.length)
  if (selection.size === 0) return createSelection(rowSlots, marks, 0)
  // Rows of one table keep their slots. When a plain list has been replaced, its rows can only be found by key.
  const isSameTable = selection.rowSlots.rows === (rowSlots.rows as unknown)
  if (isSameTable) marks.set(selection.marks.subarray(0, marks.length))
  const keys: string[] = []
  for (const [id, old] of selection.rowSlots.blocks) {
    if (isSameTable && rowSlots.blocks.get(id) === (old as unknown)) continue
    old.rowSlots.forEach((slot, at) => {
      if (selection.marks[slot] !== 1) return
      if (isSameTable) marks[slot] = 0
      keys.push(selection.rowSlots.keyOf(old.rows[at]))
    })
  }
  for (const key of keys) {
    const slot = slotOf(rowSlots, key)
    if (slot >= 0) marks[slot] = 1
  }
  let size = 0
  for (let slot = 0; slot < marks.length; slot += 1) size += marks[slot] as number
  return createSelection(rowSlots, marks, size)
}

function selectKeys<Row>(keys: Iterable<string>, rowSlots: RowSlots<Row>): SlotSelection<Row> {
  const marks = new Uint8Array(rowSlots.rows.length)
  let size = 0
  for (const key of keys) {
    const slot = slotOf(rowSlots, key)
    if (slot < 0 || marks[slot] === 1) continue
    marks[slot] = 1
    size += 1
  }
  return createSelection(rowSlots, marks, size)
}

/** Whether both select the same of the current rows. */
export function isSameSelection<Row>(a: Selection, b: Selection, rowSlots: RowSlots<Row>): boolean {
  if (a === b) return true
  const [one, other] = [updateSelection(a, rowSlots), updateSelection(b, rowSlots)]
  return one.size === other.size && one.marks.every((mark, slot) => mark === other.marks[slot])
}

/** Returns the selection with (`mark` 1) or without (`mark` 0) the rows at some slots. */
function markSlots<Row>(selection: SlotSelection<Row>, slots: ArrayLike<number>, mark: 0 | 1): SlotSelection<Row> {
  const marks = selection.marks.slice()
  let size = selection.size
  for (let at = 0; at < slots.length; at += 1) {
    const slot = slots[at] as number
    if (marks[slot] === mark) continue
    marks[slot] = mark
    size += mark === 1 ? 1 : -1
  }
  return createSelection(selection.rowSlots, marks, size)
}

/** Returns the selection with all rows at the `added` slots in it. */
export function addSlots<Row>(
  selection: Selection,
  rowSlots: RowSlots<Row>,
  added: ArrayLike<number>,
): SlotSelection<Row> {
  return markSlots(updateSelection(selection, rowSlots), added, 1)
}

/** Returns the selection without the rows at the `removed` slots. */
export function removeSlots<Row>(
  selection: Selection,
  rowSlots: RowSlots<Row>,
  removed: ArrayLike<number>,
): SlotSelection<Row> {
  return markSlots(updateSelection(selection, rowSlots), removed, 0)
}

/** Returns the selection with one row added or removed. */
export function toggleSlot<Row>(selection: Selection, rowSlots: RowSlots<Row>, slot: number): SlotSelection<Row> {
  const current = updateSelection(selection, rowSlots)
  return markSlots(current, [slot], current.marks[slot] === 1 ? 0 : 1)
}

/** Returns the selection with all rows at these slots, or without them if all are selected already. */
export function toggleSlots<Row>(
  selection: Selection,
  rowSlots: RowSlots<Row>,
  toggled: Uint32Array,
): SlotSelection<Row> {
  const current = updateSelection(selection, rowSlots)
  return markSlots(current, toggled, countShown(current, toggled) === toggled.length ? 0 : 1)
}

/** Returns the selected rows in the order of the fleet. */
export function selectedRows<Row>({ rowSlots, marks, size }: SlotSelection<Row>): readonly Row[] {
  if (size === 0) return []
  return [...rowSlots.blocks.values()].flatMap((block) =>
    block.rows.filter((_, at) => marks[block.rowSlots[at] as number] === 1),
  )
}

/** Returns how many rows of an order are selected. */
export function countShown<Row>({ marks, size }: SlotSelection<Row>, order: Uint32Array): number {
  if (size === 0) return 0
  let shown = 0
  for (let at = 0; at < order.length; at += 1) shown += marks[order[at] as number] as number
  return shown
}

/** Returns on how many servers the selected rows are. */
export function countServers<Row>({ rowSlots, marks, size }: SlotSelection<Row>): number {
  if (size === 0) return 0
  let servers = 0
  for (const block of rowSlots.blocks.values()) if (block.rowSlots.some((slot) => marks[slot] === 1)) servers += 1
  return servers
}
