import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCollation } from './collation.ts'
import { createGrouping } from './groups.ts'
import { createLines, headKey, isHeadKey, type Lines } from './lines.ts'
import { listSlots, naturalOrder } from './row-slots.ts'

interface Row {
  readonly key: string
  readonly tag: string
}
const collation = createCollation('en')
const none: ReadonlySet<string> = new Set()

function shownOf(tags: readonly string[]) {
  const rowSlots = listSlots(
    tags.map((tag, at): Row => ({ key: `s/x/${at}`, tag })),
    ({ key }) => key,
  )
  return {
    rowSlots,
    ...createGrouping<Row>({ id: 'tag', header: 'screens.runs', of: ({ tag }) => tag }, collation)(
      rowSlots,
      naturalOrder(rowSlots),
    ),
  }
}
const printed = (lines: Lines<Row>) =>
  Array.from({ length: lines.count }, (_, position) => {
    const group = lines.groupAt(position)
    return group === null ? (lines.rowAt(position)?.key.slice(4) ?? '?') : `[${group.key}]`
  }).join(' ')

describe('lines', () => {
  it('are only the rows if nothing is grouped', () => {
    const { rowSlots, order } = shownOf(['b', 'a', 'b'])
    const lines = createLines({ rowSlots, order, groups: null }, new Set(['b']))
    expect(printed(lines)).toBe('1 0 2')
    expect([lines.positionOf('s/x/2'), lines.positionOf('s/x/9'), lines.headerPositionOf(1)]).toEqual([2, -1, -1])
    expect(lines.orderRange(0, 1)).toEqual([0, 2])
    expect([lines.rowAt(3), lines.slotAt(3)]).toEqual([null, -1])
  })

  it('have a header above each group, and no rows under a folded header', () => {
    const shown = shownOf(['b', '', 'a', 'b'])
    expect(printed(createLines(shown, none))).toBe('[a] 2 [b] 0 3 [] 1')
    const lines = createLines(shown, new Set(['b', 'gone']))
    expect(printed(lines)).toBe('[a] 2 [b] [] 1')
    expect([
      lines.positionOf(headKey({ key: 'b' })),
      lines.positionOf(headKey({ key: '' })),
      lines.positionOf(headKey({ key: 'gone' })),
    ]).toEqual([2, 3, -1])
    expect([lines.positionOf('s/x/0'), lines.positionOf('s/x/1')]).toEqual([-1, 4])
    expect([0, 1, 2, 4].map((position) => lines.headerPositionOf(position))).toEqual([0, 0, 2, 3])
  })

  it('map to ranges of rows: an open header to an empty range, a folded header to the rows of its group', () => {
    const lines = createLines(shownOf(['b', '', 'a', 'b']), new Set(['b']))
    expect([
      lines.orderRange(0, 0),
      lines.orderRange(0, 1),
      lines.orderRange(1, 2),
      lines.orderRange(2, 2),
      lines.orderRange(2, 3),
      lines.orderRange(0, 4),
    ]).toEqual([
      [0, 0],
      [0, 1],
      [0, 3],
      [1, 3],
      [1, 3],
      [0, 4],
    ])
  })

  it('tell headers from rows by their keys', () => {
    expect([isHeadKey(headKey({ key: '' })), isHeadKey('s/x/0'), isHeadKey(null)]).toEqual([true, false, false])
  })
})

it('folding hides the rows of its group only, and every line is found at its index', () => {
  const aTag = fc.constantFrom('', 'a', 'b', 'c')
  fc.assert(
    fc.property(fc.array(aTag, { maxLength: 12 }), fc.uniqueArray(aTag), (tags, keys) => {
      const shown = shownOf(tags)
      const folded = new Set<string>(keys)
      const lines = createLines(shown, folded)
      const positions = Array.from({ length: lines.count }, (_, position) => position)
      const rows = positions.flatMap((position) => lines.rowAt(position) ?? [])
      expect(rows).toEqual(
        Array.from(shown.order, (slot) => shown.rowSlots.rows[slot] as Row).filter(({ tag }) => !folded.has(tag)),
      )
      expect(positions.filter((position) => lines.groupAt(position) !== null)).toHaveLength(shown.groups.length)
      for (const position of positions) {
        const group = lines.groupAt(position)
        expect(lines.keyAt(position)).toBe(group === null ? lines.rowAt(position)?.key : headKey(group))
        expect(lines.positionOf(lines.keyAt(position))).toBe(position)
        const head = lines.groupAt(lines.headerPositionOf(position))
        if (group === null) expect(head?.key).toBe(lines.rowAt(position)?.tag)
        // The ranges of consecutive lines follow each other without a gap in the order.
        const [from, until] = lines.orderRange(position, position)
        expect(until - from).toBe(group === null ? 1 : folded.has(group.key) ? group.count : 0)
        expect(from).toBe(position === 0 ? 0 : lines.orderRange(0, position - 1)[1])
      }
      if (lines.count > 0) expect(lines.orderRange(0, lines.count - 1)).toEqual([0, shown.order.length])
    }),
  )
})
