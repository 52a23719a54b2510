import type { Column, SortValue } from './columns.ts'

export interface SortKey {
  readonly columnId: string
  readonly direction: 'asc' | 'desc'
}
/** First key first; later keys decide among equals. */
export type Sort = readonly SortKey[]

/** What a click on a header makes of the sort: ascending, descending, and for a key among several then none. */
export function toggleSort(sort: Sort, columnId: string, isAdded: boolean): Sort {
  const known = sort.find((key) => key.columnId === columnId)
  if (!isAdded) {
    const isFlip = sort.length === 1 && known?.direction === 'asc'
    return [{ columnId, direction: isFlip ? 'desc' : 'asc' }]
  }
  if (known === undefined) return [...sort, { columnId, direction: 'asc' }]
  if (known.direction === 'desc') return sort.filter((key) => key !== known)
  return sort.map((key) => (key === known ? { columnId, direction: 'desc' } : key))
}

export type Compare = (a: string, b: string) => number

/** Compares as a reader would: `web-9` before `web-12`, capitals and accents apart only among equals. */
export function createCompare(locale: string): Compare {
  const { compare } = new Intl.Collator(locale, { numeric: true })
  return compare
}

function compareValues(a: SortValue, b: SortValue, compare: Compare): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return compare(String(a), String(b))
}

/**
 * The places of rows in sorted order. Nulls (and empty texts) are last either way; equals keep the order of `rows`.
 * `start` may be any permutation: one that is nearly right, as the order before a refresh, makes the sort nearly linear.
 */
export function sortOrder<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: Sort,
  compare: Compare,
  start?: Uint32Array,
): Uint32Array {
  const order = start ?? Uint32Array.from({ length: rows.length }, (_, place) => place)
  const keys = sort.flatMap(({ columnId, direction }) => {
    const column = columns.find(({ id }) => id === columnId)
    if (column === undefined) return []
    const values = rows.map(column.sortKey ?? column.text)
    return [{ values, sign: direction === 'asc' ? 1 : -1 }]
  })
  if (keys.length === 0) return start === undefined ? order : Uint32Array.from(order).sort()
  // A plain array: the sort of typed arrays does not use runs that are in order already.
  const sorted = Array.from(order).sort((a, b) => {
    for (const { values, sign } of keys) {
      const one = values[a] ?? null
      const other = values[b] ?? null
      if (one === other) continue
      if (one === null || one === '') return 1
      if (other === null || other === '') return -1
      const difference = compareValues(one, other, compare)
      if (difference !== 0) return difference * sign
    }
    return a - b
  })
  return Uint32Array.from(sorted)
}
