import type { MessageKey } from '../i18n/index.ts'
import type { Collation } from './collation.ts'
import { naturalOrder, type RowSlots, touchedBetween } from './row-slots.ts'
import { orderByRank, type Ranks } from './ranks.ts'

/** One way to group the rows of a table. A row is in only one group, so it is shown, counted and selected once. */
export interface GroupKey<Row> {
  /** The id that a saved view keeps: the id of the column by which rows are grouped, if there is one. */
  readonly id: string
  readonly header: MessageKey
  /** Returns the same text for all rows of a group, and an empty text for a row without a value. */
  readonly of: (row: Row) => string
  /** Returns the name of a group, from any of its rows, if that is not the text of `of`. */
  readonly label?: (row: Row) => string
  /** Returns the order of a group, from any of its rows, if groups are not ordered by name alone. */
  readonly rank?: (row: Row) => number
  /** The name of the group of rows without a value. That group comes last. */
  readonly none?: MessageKey
  readonly mono?: boolean
  /**
   * All rows of a group have one environment. The group's header shows it by a strip, and with `named` also in words,
   * because the group's name does not tell it.
   */
  readonly showsEnvironment?: 'strip' | 'named'
}

/** Rows next to each other in a grouped order: `count` rows from `start`. */
export interface Group {
  /** The text of `of` for its rows. */
  readonly key: string
  /** Empty for the group of rows without a value. */
  readonly label: string
  readonly start: number
  readonly count: number
}

interface Grouped {
  /** The slots of the given order, group by group. Within a group the order is kept. */
  readonly order: Uint32Array
  readonly groups: readonly Group[]
}

/** Groups the rows at the slots of an order. */
type Grouping<Row> = (rowSlots: RowSlots<Row>, order: Uint32Array) => Grouped

/**
 * Returns a function that groups the rows of one table. Groups are sorted by rank if the key has ranks, then by name,
 * `web-9` before `web-12`; rows without a value come last. Results are cached: a refresh reads only the values of its
 * own rows, and a new filter or sort reads none. What remains to be done for all rows is a counting sort.
 */
export function createGrouping<Row>(groupKey: GroupKey<Row>, collation: Collation): Grouping<Row> {
  const values = createValues(groupKey, collation)
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

/** The values by which rows are grouped. Each value has a number of its own; 0 means no value. */
interface Values<Row> {
  /** Reads the values of new or changed rows at some slots. */
  read(rowSlots: RowSlots<Row>, at: Uint32Array): void
  ranks(): Ranks
  /** Returns the group that begins with the row at a slot. */
  groupAt(slot: number, start: number, count: number): Group
}

function createValues<Row>(groupKey: GroupKey<Row>, collation: Collation): Values<Row> {
  const numbers = new Map([['', 0]])
  const keys = ['']
  const labels = ['']
  const ownRanks = [0]
  let numberAt = new Uint32Array(0)
  let rankByNumber: Uint32Array | null = null

  const numberOf = (row: Row): number => {
    const key = groupKey.of(row)
    const known = numbers.get(key)
    const number = known ?? keys.length
    if (number === 0) return 0
    const label = groupKey.label?.(row) ?? key
    const rank = groupKey.rank?.(row) ?? 0
    if (known !== undefined && labels[number] === label && ownRanks[number] === rank) return number
    // The value is new, or its label or rank has changed, for example because a server was renamed.
    numbers.set(key, number)
    keys[number] = key
    labels[number] = label
    ownRanks[number] = rank
    rankByNumber = null
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
      const byNumber = (rankByNumber ??= rankNumbers(keys, labels, ownRanks, collation))
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

/**
 * Returns for each value's number how many values come before it: values are ordered by rank, then by name, then by
 * key. The number 0, no value, comes last.
 */
function rankNumbers(
  keys: readonly string[],
  labels: readonly string[],
  ownRanks: readonly number[],
  collation: Collation,
): Uint32Array {
  const sorted = Uint32Array.from({ length: keys.length - 1 }, (_, at) => at + 1)
  const starts = collation.sort(sorted, labels)
  for (let from = 0, to = 1; from < sorted.length; from = to, to += 1) {
    while (to < sorted.length && starts[to] === 0) to += 1
    if (to - from > 1) sorted.subarray(from, to).sort((a, b) => ((keys[a] as string) < (keys[b] as string) ? -1 : 1))
  }
  if (ownRanks.some((rank) => rank !== 0)) sorted.sort((a, b) => (ownRanks[a] as number) - (ownRanks[b] as number))
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
