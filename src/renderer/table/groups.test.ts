import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCollation } from './collation.ts'
import { createGrouping, type GroupKey } from './groups.ts'
import { arrange, emptySlots, keepSlots, listSlots, naturalOrder, type RowSlots } from './row-slots.ts'

interface Row {
  readonly key: string
  readonly tag: string
}
const collation = createCollation('en')
const keyOf = (row: Row) => row.key
let read = 0
const byTag: GroupKey<Row> = {
  id: 'tag',
  header: 'screens.runs',
  of: (row) => {
    read += 1
    return row.tag
  },
}
const rowsOf = (server: string, tags: readonly string[]): readonly Row[] =>
  tags.map((tag, at) => ({ key: `${server}/x/${at}`, tag }))
const list = (tags: readonly string[]) => listSlots(rowsOf('a', tags), keyOf)
const labelsOf = (tags: readonly string[], by = byTag) => {
  const rowSlots = list(tags)
  return createGrouping(by, collation)(rowSlots, naturalOrder(rowSlots)).groups.map(
    ({ label, count }) => `${label} ${count}`,
  )
}

describe('groups', () => {
  it('are sorted by name, with numbers by value, and rows without a value last', () => {
    expect(labelsOf(['web-12', '', 'web-9', 'Zoo', 'web-9', 'app'])).toEqual([
      'app 1',
      'web-9 2',
      'web-12 1',
      'Zoo 1',
      ' 1',
    ])
    expect(labelsOf([])).toEqual([])
  })

  it('are sorted by a rank if they have one', () => {
    expect(
      labelsOf(['ok', 'bad', '', 'odd', 'bad'], { ...byTag, rank: ({ tag }) => ['bad', 'odd', 'ok'].indexOf(tag) }),
    ).toEqual(['bad 2', 'odd 1', 'ok 1', ' 1'])
  })

  it('are told apart by their value, not by their label', () => {
    expect(
      labelsOf(['id-2', 'id-1', 'id-2', '7', '007'], {
        ...byTag,
        label: ({ tag }) => (tag.startsWith('id') ? 'web' : tag),
      }),
    ).toEqual(['007 1', '7 1', 'web 1', 'web 2'])
  })

  it('change label and position when their rows say so', () => {
    const names = new Map([
      ['s1', 'alpha'],
      ['s2', 'beta'],
    ])
    const group = createGrouping({ ...byTag, label: ({ tag }) => names.get(tag) ?? '' }, collation)
    const first = arrange(emptySlots(keyOf), [
      ['a', rowsOf('a', ['s1'])],
      ['b', rowsOf('b', ['s2'])],
    ])
    expect(group(first, naturalOrder(first)).groups.map(({ label }) => label)).toEqual(['alpha', 'beta'])
    names.set('s1', 'gamma')
    const then = arrange(first, [
      ['a', rowsOf('a', ['s1'])],
      ['b', first.blocks.get('b')?.rows ?? []],
    ])
    expect(group(then, naturalOrder(then)).groups.map(({ label }) => label)).toEqual(['beta', 'gamma'])
  })

  it('recompute only the values of refreshed rows, and none for a filter or a sort', () => {
    const group = createGrouping(byTag, collation)
    const first = arrange(emptySlots(keyOf), [
      ['a', rowsOf('a', ['x', 'y', 'x'])],
      ['b', rowsOf('b', ['x'])],
    ])
    read = 0
    const order = naturalOrder(first)
    const grouped = group(first, order)
    expect(read).toBe(4)
    expect(group(first, order)).toBe(grouped)
    group(first, order.slice(0, 2))
    expect(read).toBe(4)
    const then = arrange(first, [
      ['a', first.blocks.get('a')?.rows ?? []],
      ['b', rowsOf('b', ['z', 'y'])],
    ])
    expect(group(then, naturalOrder(then)).groups.map(({ label, count }) => `${label} ${count}`)).toEqual([
      'x 2',
      'y 2',
      'z 1',
    ])
    expect(read).toBe(6)
  })
})

describe('for any rows and any refreshes', () => {
  const aTag = fc.constantFrom('', 'a', 'A', 'a10', 'a9', 'b', 'ä', '7', '007')
  const aStep = fc.record({
    server: fc.constantFrom('web-1', 'web-2', 'web-3'),
    tags: fc.option(fc.array(aTag, { maxLength: 6 })),
  })

  it('each row is in one group, in its order, and a new table with the same rows has the same groups', () => {
    fc.assert(
      fc.property(
        fc.array(aStep, { maxLength: 10 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 4 }),
        (steps, isReversed, kept) => {
          const cached = new Map<string, readonly Row[]>()
          const group = createGrouping(byTag, collation)
          let rowSlots: RowSlots<Row> = emptySlots(keyOf)
          for (const { server, tags } of steps) {
            if (tags === null) cached.delete(server)
            else cached.set(server, rowsOf(server, tags))
            rowSlots = arrange(rowSlots, [...cached].sort())
            const all = naturalOrder(rowSlots)
            const order = keepSlots(isReversed ? all.toReversed() : all, (slot) => slot % 4 !== kept)
            const { order: grouped, groups } = group(rowSlots, order)
            const position = new Map(Array.from(order, (slot, at) => [slot, at]))

            expect([...grouped].sort()).toEqual([...order].sort())
            expect(groups.map(({ start }) => start)).toEqual(
              groups.map((_, at) => groups.slice(0, at).reduce((sum, { count }) => sum + count, 0)),
            )
            expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(order.length)
            for (const { key, start, count } of groups) {
              const inside = [...grouped.subarray(start, start + count)]
              expect(inside.every((slot) => rowSlots.rows[slot]?.tag === key)).toBe(true)
              expect(inside.map((slot) => position.get(slot) ?? -1)).toEqual(
                inside.map((slot) => position.get(slot) ?? -1).toSorted((a, b) => a - b),
              )
            }
            expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length)
            expect(createGrouping(byTag, collation)(rowSlots, order)).toEqual({ order: grouped, groups })
          }
        },
      ),
    )
  })
})
