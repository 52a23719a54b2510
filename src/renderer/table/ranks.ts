import type { Collation } from './collation.ts'
import type { SortValue } from './columns.ts'

/** By slot: how many different values of a column come before this row's value. Equal values share a rank. */
export interface Ranks {
  readonly ranks: Uint32Array
  /** The number of different values. It is also the rank of rows without a value (null, NaN or an empty text). */
  readonly count: number
}

const isNothing = (value: SortValue | undefined) =>
  value === null || value === undefined || value === '' || Number.isNaN(value)

/**
 * Ranks the values of rows; `values` is indexed by slot. If all are numbers, they are ordered by size, otherwise all as
 * a reader orders texts. Uses plain loops, here and below, because every sort handles a hundred thousand rows.
 */
export function rankValues(values: readonly (SortValue | undefined)[], collation: Collation): Ranks {
  const valued = new Uint32Array(values.length)
  let length = 0
  let isNumeric = true
  for (let slot = 0; slot < values.length; slot += 1) {
    if (isNothing(values[slot])) continue
    valued[length++] = slot
    isNumeric &&= typeof values[slot] === 'number'
  }
  const items = valued.subarray(0, length)
  const { ranks, count } = isNumeric ? rankNumbers(items, values) : rankTexts(items, values, collation)
  for (let slot = 0; slot < values.length; slot += 1) if (isNothing(values[slot])) ranks[slot] = count
  return { ranks, count }
}

/** Sorts the numbers alone, natively. The rank of a row is the position of its number, found by binary search. */
function rankNumbers(
  items: Uint32Array,
  values: readonly (SortValue | undefined)[],
): { ranks: Uint32Array; count: number } {
  const sorted = new Float64Array(items.length)
  for (let at = 0; at < items.length; at += 1) sorted[at] = values[items[at] as number] as number
  sorted.sort()
  let count = 0
  for (let at = 0; at < sorted.length; at += 1)
    if (at === 0 || sorted[at] !== sorted[count - 1]) sorted[count++] = sorted[at] as number
  const ranks = new Uint32Array(values.length)
  for (const slot of items) ranks[slot] = positionOf(values[slot] as number, sorted, count)
  return { ranks, count }
}

function positionOf(value: number, sorted: Float64Array, count: number): number {
  let low = 0
  let high = count - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}

function rankTexts(
  items: Uint32Array,
  values: readonly (SortValue | undefined)[],
  collation: Collation,
): { ranks: Uint32Array; count: number } {
  const texts = new Array<string>(values.length).fill('')
  for (const slot of items) {
    const value = values[slot]
    texts[slot] = typeof value === 'string' ? value : String(value)
  }
  const starts = collation.sort(items, texts)
  const ranks = new Uint32Array(values.length)
  let count = 0
  for (let at = 0; at < items.length; at += 1) {
    count += starts[at] as number
    ranks[items[at] as number] = count - 1
  }
  return { ranks, count }
}

/** Returns `order` sorted by rank. Rows of equal rank keep their order, and rows without a value always come last. */
export function orderByRank(order: Uint32Array, { ranks, count }: Ranks, direction: 'asc' | 'desc'): Uint32Array {
  const isUp = direction === 'asc'
  const ends = new Uint32Array(count + 2)
  for (let at = 0; at < order.length; at += 1) {
    const rank = ranks[order[at] as number] as number
    ;(ends[(isUp || rank === count ? rank : count - 1 - rank) + 1] as number) += 1
  }
  for (let bucket = 1; bucket < ends.length; bucket += 1) (ends[bucket] as number) += ends[bucket - 1] as number
  const sorted = new Uint32Array(order.length)
  for (let at = 0; at < order.length; at += 1) {
    const slot = order[at] as number
    const rank = ranks[slot] as number
    const bucket = isUp || rank === count ? rank : count - 1 - rank
    const to = ends[bucket] as number
    sorted[to] = slot
    ends[bucket] = to + 1
  }
  return sorted
}
