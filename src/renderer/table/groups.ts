import type { MessageKey } from '../i18n/index.ts'
import type { Collation } from './collation.ts'
import { naturalOrder, type RowSlots, touchedBetween } from './row-slots.ts'
import { orderByRank, type Ranks } from './ranks.ts'

/**
 * One way to group the rows of a table. A row is in one group, so that its place, its count and its selection are one.
 */
export interface GroupKey<Row> {
  /** What a saved view keeps of it; the id of the column that it goes by, where there is one. */
  readonly id: string
  readonly header: MessageKey
  /** The same text for all rows of a group; empty for a row that has no such value. */
  readonly of: (row: Row) => string
  /** What a group is called, by any row of it, where that is not what `of` says. */
  readonly label?: (row: Row) => string
  /** Where a group stands, by any row of it, where that does not go by its name alone. */
  readonly rank?: (row: Row) => number
  /** What the rows without a value are called together. They are last. */
  readonly none?: MessageKey
  readonly mono?: boolean
  /**
   * Its rows are all of one environment, which their header shows by a strip, and in words where its name does not say
   * it.
   */
  readonly showsEnvironment?: 'strip' | 'named'
}

/** Rows side by side in a grouped order: `count` of them from `start` on. */
export interface Group {
  /** What `of` says of its rows. */
  readonly key: string
  /** Empty for the rows without a value. */
  readonly label: string
  readonly start: number
  readonly count: number
}

export interface Grouped {
  /** The places of the order that was given, group by group, each in the order it had. */
  readonly order: Uint32Array
  readonly groups: readonly Group[]
}

/** Groups the rows at the places of an order. */
export type Grouping<Row> = (rowSlots: RowSlots<Row>, order: Uint32Array) => Grouped

/**
 * Groups the rows of one table by their names, `web-9` before `web-12` and what has none last, and remembers how: a
 * refresh reads the values of its own rows, a keystroke in the filter or another sort those of none. What is left of it
 * for all rows is a sort by counting.
 */
export function createGrouping<Row>(by: GroupKey<Row>, collation: Collation): Grouping<Row> {
  const values = createValues(by, collation)
  let last: { readonly rowSlots: RowSlots<Row>; readonly from: Uint32Array; readonly grouped: Grouped } | null = null
  return (rowSlots, order) => {
    if (last?.rowSlots === rowSlots && last.from === order) return last.grouped
    if (last?.rowSlots !== rowSlots)
      values.read(rowSlots, last === null ? naturalOrder(rowSlots) : touchedBetween(last.rowSlots, rowSlots).fresh)
    const grouped = groupByRank(order, values)
    last = { rowSlots, from: order, grouped }
    return grouped
  }
}

/** The values that rows are grouped by: each has a number of its own, 0 where there is none. */
interface Values<Row> {
  /** Takes in the rows at some places, new or changed. */
  read(rowSlots: RowSlots<Row>, at: Uint32Array): void
  ranks(): Ranks
  /** The group that begins with the row at a place. */
  groupAt(slot: number, start: number, count: number): Group
}

function createValues<Row>(by: GroupKey<Row>, collation: Collation): Values<Row> {
  const numbers = new Map([['', 0]])
  const keys = ['']
  const labels = ['']
  const wanted = [0]
  let numberAt = new Uint32Array(0)
  let rankOf: Uint32Array | null = null

  const numberOf = (row: Row): number => {
    const key = by.of(row)
    const known = numbers.get(key)
    const number = known ?? keys.length
    if (number === 0) return 0
    const label = by.label?.(row) ?? key
    const rank = by.rank?.(row) ?? 0
    if (known !== undefined && labels[number] === label && wanted[number] === rank) return number
    // A value that is new, or called otherwise from now on, as a server that has been renamed.
    numbers.set(key, number)
    keys[number] = key
    labels[number] = label
    wanted[number] = rank
    rankOf = null
    return number
  }

  return {
    read({ rows }, at) {
      if (numberAt.length < rows.length) {
        const longer = new Uint32Array(rows.length)
        longer.set(numberAt)
        numberAt = longer
      }
      for (const slot of at) numberAt[slot] = numberOf(rows[slot] as Row)
    },
    ranks() {
      const byNumber = (rankOf ??= rankNumbers(keys, labels, wanted, collation))
      const ranks = new Uint32Array(numberAt.length)
      for (let slot = 0; slot < ranks.length; slot += 1) ranks[slot] = byNumber[numberAt[slot] as number] as number
      return { ranks, count: keys.length - 1 }
    },
    groupAt(slot, start, count) {
      const number = numberAt[slot] ?? 0
      return { key: keys[number] ?? '', label: labels[number] ?? '', start, count }
    },
  }
}

/** By number: how many values come before it. Those of one name, as two servers may have, go by their keys. */
function rankNumbers(
  keys: readonly string[],
  labels: readonly string[],
  wanted: readonly number[],
  collation: Collation,
): Uint32Array {
  const sorted = Uint32Array.from({ length: keys.length - 1 }, (_, at) => at + 1)
  const starts = collation.sort(sorted, labels)
  for (let from = 0, to = 1; from < sorted.length; from = to, to += 1) {
    while (to < sorted.length && starts[to] === 0) to += 1
    if (to - from > 1) sorted.subarray(from, to).sort((a, b) => ((keys[a] as string) < (keys[b] as string) ? -1 : 1))
  }
  if (wanted.some((rank) => rank !== 0)) sorted.sort((a, b) => (wanted[a] as number) - (wanted[b] as number))
  const ranks = new Uint32Array(keys.length)
  ranks[0] = sorted.length
  sorted.forEach((number, rank) => (ranks[number] = rank))
  return ranks
}

function groupByRank<Row>(from: Uint32Array, values: Values<Row>): Grouped {
  const known = values.ranks()
  const order = orderByRank(from, known, 'asc')
  const groups: Group[] = []
  for (let start = 0, end = 0; start < order.length; start = end) {
    const rank = known.ranks[order[start] as number]
    while (end < order.length && known.ranks[order[end] as number] === rank) end += 1
    groups.push(values.groupAt(order[start] as number, start, end - start))
  }
  return { order, groups }
}
