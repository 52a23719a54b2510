import type { Collation } from './collation.ts'
import type { Column, SortValue } from './columns.ts'
import { isSameOrder, keepSlots, naturalOrder, type RowSlots, touchedBetween, type Touched } from './row-slots.ts'
import { orderByRank, type Ranks } from './ranks.ts'

interface SortKey {
  readonly columnId: string
  readonly direction: 'asc' | 'desc'
}
/** The first key decides; later keys decide between equal rows. */
export type Sort = readonly SortKey[]

/**
 * Returns the sort after a click on a header: ascending, then descending. In a table whose rows have an order of the
 * user's own (`hasOwnOrder`) a third click returns to that order. With `isAdded` the column is one key among several,
 * and a third click removes it.
 */
export function toggleSort(sort: Sort, columnId: string, isAdded: boolean, hasOwnOrder = false): Sort {
  const known = sort.find((key) => key.columnId === columnId)
  if (!isAdded) {
    const direction = sort.length === 1 ? known?.direction : undefined
    if (direction === 'desc' && hasOwnOrder) return []
    return [{ columnId, direction: direction === 'asc' ? 'desc' : 'asc' }]
  }
  if (known === undefined) return [...sort, { columnId, direction: 'asc' }]
  if (known.direction === 'desc') return sort.filter((key) => key !== known)
  return sort.map((key) => (key === known ? { columnId, direction: 'desc' } : key))
}

/** Returns the value by which a row is sorted in a column. */
export function sortValue<Row>(column: Column<Row>, row: Row): SortValue {
  return (column.sortKey ?? column.text)(row)
}

/** Returns all slots in sorted order. Nulls and empty texts always come last; equal rows stay in fleet order. */
export function sortOrder<Row>(
  rowSlots: RowSlots<Row>,
  sort: Sort,
  ranksOf: (columnId: string) => Ranks | null,
): Uint32Array {
  return sort.toReversed().reduce((order, { columnId, direction }) => {
    const ranks = ranksOf(columnId)
    return ranks === null ? order : orderByRank(order, ranks, direction)
  }, naturalOrder(rowSlots))
}

function compareValues(a: SortValue, b: SortValue, collation: Collation): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return collation.compare(String(a), String(b))
}

/** Returns a function that compares the rows at two slots as `sortOrder` does. Values must not be NaN. */
function rowCompare<Row>(rowSlots: RowSlots<Row>, columns: readonly Column<Row>[], sort: Sort, collation: Collation) {
  const keys = sort.flatMap(({ columnId, direction }) => {
    const column = columns.find(({ id }) => id === columnId)
    return column === undefined ? [] : [{ column, sign: direction === 'asc' ? 1 : -1 }]
  })
  const order = naturalOrder(rowSlots)
  const natural = new Uint32Array(rowSlots.rows.length)
  for (let at = 0; at < order.length; at += 1) natural[order[at] as number] = at
  return (a: number, b: number): number => {
    for (const { column, sign } of keys) {
      const one = sortValue(column, rowSlots.rows[a] as Row)
      const other = sortValue(column, rowSlots.rows[b] as Row)
      if (one === other) continue
      if (one === null || one === '') return other === null || other === '' ? 0 : 1
      if (other === null || other === '') return -1
      const difference = compareValues(one, other, collation)
      if (difference !== 0) return difference * sign
    }
    return (natural[a] as number) - (natural[b] as number)
  }
}

/**
 * Returns the slots of a refresh that can change the order. Rows with the same sort values as before stay where they
 * are, for example a row with a changed quota in a sort by name.
 */
export function movedBetween<Row>(
  before: RowSlots<Row>,
  after: RowSlots<Row>,
  columns: readonly Column<Row>[],
  sort: Sort,
): Touched {
  const { marks } = touchedBetween(before, after)
  const keys = columns.filter(({ id }) => sort.some(({ columnId }) => columnId === id))
  const fresh: number[] = []
  for (const [id, block] of after.blocks) {
    const old = before.blocks.get(id)
    if (old === block) continue
    const isKept = old !== undefined && isSameOrder(old, block)
    const known = new Map(isKept ? Array.from(old.rowSlots, (slot, at) => [slot, old.rows[at] as Row] as const) : [])
    block.rowSlots.forEach((slot, at) => {
      const row = block.rows[at] as Row
      const was = known.get(slot)
      const isSame = was !== undefined && keys.every((column) => sortValue(column, was) === sortValue(column, row))
      if (isSame) marks[slot] = 0
      else fresh.push(slot)
    })
  }
  return { marks, fresh: Uint32Array.from(fresh) }
}

/**
 * Updates an order after a refresh: touched slots are removed, and those that have a row are inserted at their new
 * position. Only their rows are compared; the rest of the order is only copied.
 */
export function mergeOrder<Row>(
  before: Uint32Array,
  { marks, fresh }: Touched,
  rowSlots: RowSlots<Row>,
  by: { readonly columns: readonly Column<Row>[]; readonly sort: Sort; readonly collation: Collation },
): Uint32Array {
  // Most refreshes change no value of the sort.
  if (fresh.length === 0 && before.length === rowSlots.count) return before
  const stayed = keepSlots(before, (slot) => marks[slot] === 0)
  const compare = rowCompare(rowSlots, by.columns, by.sort, by.collation)
  const order = new Uint32Array(stayed.length + fresh.length)
  let from = 0
  let to = 0
  for (const slot of fresh.slice().sort(compare)) {
    let low = from
    let high = stayed.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compare(stayed[middle] as number, slot) < 0) low = middle + 1
      else high = middle
    }
    order.set(stayed.subarray(from, low), to)
    to += low - from
    order[to++] = slot
    from = low
  }
  order.set(stayed.subarray(from), to)
  return order
}
