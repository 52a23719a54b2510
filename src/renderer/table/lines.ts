import type { Group } from './groups.ts'
import { slotOf, type RowSlots } from './row-slots.ts'
import type { Shown } from './stable-order.ts'

/** What stands in a table from top to bottom: its rows, and where they are grouped a header above each group. */
export interface Lines<Row> {
  /** What these are the lines of. */
  readonly shown: Shown<Row>
  readonly count: number
  /** The key of a row or a header; empty beyond the end. */
  keyAt(position: number): string
  /** The row at a position; null for a header, and beyond the end. */
  rowAt(position: number): Row | null
  /** Its place in the rows, or -1. */
  slotAt(position: number): number
  /** The group whose header stands there; null for a row. */
  groupAt(position: number): Group | null
  /** -1 for what is not shown, as a row in a group that is folded. */
  positionOf(key: string): number
  /** Where the header above a line is, or the line itself where it is one; -1 without groups. */
  headOf(position: number): number
  /**
   * From where to where lines of the order stand between two positions, both included: a folded group is all of its
   * rows.
   */
  stretch(from: number, until: number): readonly [from: number, until: number]
}

const headMark = 'group:'

/** What the header of a group goes by among the keys of rows, which begin with the id of a server. */
export const headKey = ({ key }: Pick<Group, 'key'>): string => `${headMark}${key}`

/** Whether a key is that of a group's header. */
export const isHeadKey = (key: string | null): boolean => key?.startsWith(headMark) === true

/**
 * The lines of what is shown, without the rows of groups whose keys are in `folded`. Without groups nothing is copied.
 */
export function createLines<Row>(shown: Shown<Row>, folded: ReadonlySet<string>): Lines<Row> {
  return shown.groups === null ? plainLines(shown) : groupedLines(shown, shown.groups, folded)
}

const keyOf = <Row>({ keyOf: print }: RowSlots<Row>, row: Row | null): string => (row === null ? '' : print(row))

function plainLines<Row>(shown: Shown<Row>): Lines<Row> {
  const { rowSlots, order } = shown
  const rowAt = (position: number): Row | null => rowSlots.rows[order[position] ?? -1] ?? null
  return {
    shown,
    count: order.length,
    keyAt: (position) => keyOf(rowSlots, rowAt(position)),
    rowAt,
    slotAt: (position) => order[position] ?? -1,
    groupAt: () => null,
    positionOf: (key) => order.indexOf(slotOf(rowSlots, key)),
    headOf: () => -1,
    stretch: (from, until) => [from, until + 1],
  }
}

function groupedLines<Row>(shown: Shown<Row>, groups: readonly Group[], folded: ReadonlySet<string>): Lines<Row> {
  const { rowSlots, order } = shown
  // A place, or for the header of a group what `~` makes of its number.
  const room = new Int32Array(order.length + groups.length)
  const heads = new Uint32Array(groups.length)
  let count = 0
  groups.forEach(({ key, start, count: rows }, at) => {
    heads[at] = count
    room[count++] = ~at
    if (folded.has(key)) return
    room.set(order.subarray(start, start + rows), count)
    count += rows
  })
  const lines = room.subarray(0, count)

  const numberAt = (position: number): number => {
    let low = 0
    let high = heads.length - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if ((heads[middle] as number) <= position) low = middle
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
  /** Where in the order a line begins, or with `isEnd` ends. */
  const edgeOf = (position: number, isEnd: boolean): number => {
    const number = numberAt(position)
    const { key, start, count: rows } = groups[number] as Group
    const above = position - (heads[number] as number)
    if (above > 0) return start + above - (isEnd ? 0 : 1)
    return isEnd && folded.has(key) ? start + rows : start
  }
  return {
    shown,
    count,
    keyAt(position) {
      const group = groupAt(position)
      return group === null ? keyOf(rowSlots, rowAt(position)) : headKey(group)
    },
    slotAt,
    groupAt,
    rowAt,
    positionOf(key) {
      if (isHeadKey(key)) return heads[groups.findIndex((group) => headKey(group) === key)] ?? -1
      const slot = slotOf(rowSlots, key)
      return slot < 0 ? -1 : lines.indexOf(slot)
    },
    headOf: (position) => heads[numberAt(position)] ?? -1,
    stretch: (from, until) => [edgeOf(from, false), edgeOf(until, true)],
  }
}
