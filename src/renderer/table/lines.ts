import type { Group } from './groups.ts'
import { slotOf, type RowSlots } from './row-slots.ts'
import type { Shown } from './stable-order.ts'

/** The lines of a table from top to bottom: its rows, and in a grouped table a header above each group. */
export interface Lines<Row> {
  /** The rows, order and groups that these lines show. */
  readonly shown: Shown<Row>
  readonly count: number
  /** The key of a row or a header; empty beyond the end. */
  keyAt(position: number): string
  /** The row at a position; null for a header and beyond the end. */
  rowAt(position: number): Row | null
  /** The row's slot, or -1. */
  slotAt(position: number): number
  /** The group whose header is at a position; null for a row. */
  groupAt(position: number): Group | null
  /** -1 for a key that is not shown, such as a row in a collapsed group. */
  positionOf(key: string): number
  /** The position of the header above a line, or of the line itself if it is a header; -1 without groups. */
  headerPositionOf(position: number): number
  /**
   * The part of the order that the lines from one position to another (both included) show, without its `until`. A
   * collapsed group stands for all its rows.
   */
  orderRange(from: number, until: number): readonly [from: number, until: number]
}

const headerKeyPrefix = 'group:'

/** Returns the key of a group's header. Row keys cannot collide with it, because they begin with a server's id. */
export const headKey = ({ key }: Pick<Group, 'key'>): string => `${headerKeyPrefix}${key}`

/** Whether a key is that of a group's header. */
export const isHeadKey = (key: string | null): boolean => key?.startsWith(headerKeyPrefix) === true

/** Returns the lines of a table, without the rows of the groups in `folded`, by key. Copies nothing without groups. */
export function createLines<Row>(shown: Shown<Row>, folded: ReadonlySet<string>): Lines<Row> {
  return shown.groups === null ? plainLines(shown) : groupedLines(shown, shown.groups, folded)
}

const keyOrEmpty = <Row>({ keyOf }: RowSlots<Row>, row: Row | null): string => (row === null ? '' : keyOf(row))

function plainLines<Row>(shown: Shown<Row>): Lines<Row> {
  const { rowSlots, order } = shown
  const rowAt = (position: number): Row | null => rowSlots.rows[order[position] ?? -1] ?? null
  return {
    shown,
    count: order.length,
    keyAt: (position) => keyOrEmpty(rowSlots, rowAt(position)),
    rowAt,
    slotAt: (position) => order[position] ?? -1,
    groupAt: () => null,
    positionOf: (key) => order.indexOf(slotOf(rowSlots, key)),
    headerPositionOf: () => -1,
    orderRange: (from, until) => [from, until + 1],
  }
}

function groupedLines<Row>(shown: Shown<Row>, groups: readonly Group[], folded: ReadonlySet<string>): Lines<Row> {
  const { rowSlots, order } = shown
  // Each entry is a slot, or `~index` for the header of the group with that index.
  const buffer = new Int32Array(order.length + groups.length)
  const headerPositions = new Uint32Array(groups.length)
  let count = 0
  groups.forEach(({ key, start, count: rows }, at) => {
    headerPositions[at] = count
    buffer[count++] = ~at
    if (folded.has(key)) return
    buffer.set(order.subarray(start, start + rows), count)
    count += rows
  })
  const lines = buffer.subarray(0, count)

  const groupIndexAt = (position: number): number => {
    let low = 0
    let high = headerPositions.length - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if ((headerPositions[middle] as number) <= position) low = middle
      else high = middle - 1
    }
    return low
  }
  const groupAt = (position: number) => {
    const line = lines[position] ?? 0
    return line < 0 ? (groups[~line] ?? null) : null
  }
  const slotAt = (position: number) => Math.max(-1, lines[position] ?? -1)
  const rowAt = (position: number): Row | null => rowSlots.rows[slotAt(position)] ?? null
  /** Returns where a line begins in the order, or with `isEnd` where it ends. */
  const orderEdgeOf = (position: number, isEnd: boolean): number => {
    const index = groupIndexAt(position)
    const { key, start, count: rows } = groups[index] as Group
    const above = position - (headerPositions[index] as number)
    if (above > 0) return start + above - (isEnd ? 0 : 1)
    return isEnd && folded.has(key) ? start + rows : start
  }
  return {
    shown,
    count,
    keyAt(position) {
      const group = groupAt(position)
      return group === null ? keyOrEmpty(rowSlots, rowAt(position)) : headKey(group)
    },
    slotAt,
    groupAt,
    rowAt,
    positionOf(key) {
      if (isHeadKey(key)) return headerPositions[groups.findIndex((group) => headKey(group) === key)] ?? -1
      const slot = slotOf(rowSlots, key)
      return slot < 0 ? -1 : lines.indexOf(slot)
    },
    headerPositionOf: (position) => headerPositions[groupIndexAt(position)] ?? -1,
    orderRange: (from, until) => [orderEdgeOf(from, false), orderEdgeOf(until, true)],
  }
}
