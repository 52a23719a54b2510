import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  arrange,
  emptySlots,
  isSameFleet,
  listSlots,
  naturalOrder,
  slotOf,
  rowsByKey,
  touchedBetween,
} from './row-slots.ts'

interface Row {
  readonly key: string
}
const keyOf = (row: Row) => row.key
const rowsOf = (server: string, ids: readonly number[]): readonly Row[] =>
  ids.map((id) => ({ key: `${server}/x/${id}` }))
const aFleet = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.uniqueArray(fc.integer({ min: 0, max: 9 }))), {
  maxLength: 10,
})

describe('arrange', () => {
  it('contains each row once, keeps the slot of every key that stays, and gives no slot to two rows', () => {
    fc.assert(
      fc.property(fc.array(aFleet, { maxLength: 8 }), (fleets) => {
        let rowSlots = emptySlots(keyOf)
        for (const fleet of fleets) {
          const lists = new Map(fleet.map(([server, ids]) => [server, rowsOf(server, ids)]))
          const next = arrange(rowSlots, lists)
          const keys = [...lists.values()].flat().map(keyOf)
          expect(Array.from(naturalOrder(next), (slot) => next.rows[slot]?.key)).toEqual(keys)
          expect(next.count).toBe(keys.length)
          expect(new Set(naturalOrder(next)).size).toBe(keys.length)
          expect(next.rows.filter(() => true)).toHaveLength(keys.length)
          for (const key of keys) if (slotOf(rowSlots, key) >= 0) expect(slotOf(next, key)).toBe(slotOf(rowSlots, key))
          rowSlots = next
        }
      }),
    )
  })

  it('returns the same object if nothing has changed, and the same block for a server that has not changed', () => {
    const a = rowsOf('a', [1, 2])
    const first = arrange(emptySlots(keyOf), [
      ['a', a],
      ['b', rowsOf('b', [1])],
    ])
    expect(
      arrange(
        first,
        [...first.blocks].map(([id, { rows }]) => [id, rows]),
      ),
    ).toBe(first)
    const next = arrange(first, [
      ['a', a],
      ['b', rowsOf('b', [1, 2])],
    ])
    expect(next.blocks.get('a')).toBe(first.blocks.get('a'))
    expect(first.count).toBe(3)
  })

  it('reuses the slots of removed rows, and grows no further than necessary', () => {
    let rowSlots = arrange(emptySlots(keyOf), [['a', rowsOf('a', [1, 2, 3])]])
    for (let round = 0; round < 20; round += 1)
      rowSlots = arrange(rowSlots, [['a', rowsOf('a', [round * 3, round * 3 + 1, round * 3 + 2])]])
    expect(rowSlots.rows.length).toBeLessThanOrEqual(6)
  })

  it('gives two rows with one key a slot each', () => {
    const once = arrange(emptySlots(keyOf), [['a', rowsOf('a', [1, 1])]])
    const twice = arrange(once, [['a', rowsOf('a', [1, 1, 2])]])
    expect(new Set(naturalOrder(twice)).size).toBe(3)
    const none = arrange(twice, [['a', []]])
    expect(none.rows.filter(() => true)).toEqual([])
  })
})

it('throws if slots are arranged that have been replaced', () => {
  const first = arrange(emptySlots(keyOf), [['a', rowsOf('a', [1])]])
  arrange(first, [['a', rowsOf('a', [2])]])
  expect(() => arrange(first, [['a', rowsOf('a', [3])]])).toThrow('have been replaced')
})

it('returns what a refresh has changed', () => {
  const a = rowsOf('a', [1, 2])
  const before = arrange(emptySlots(keyOf), [
    ['a', a],
    ['b', rowsOf('b', [1, 2])],
  ])
  const after = arrange(before, [
    ['a', a],
    ['b', rowsOf('b', [2, 3])],
  ])
  const { marks, fresh } = touchedBetween(before, after)
  expect([...marks].map((mark, slot) => (mark === 1 ? slot : -1)).filter((slot) => slot >= 0)).toEqual([2, 3, 4])
  expect(Array.from(fresh, (slot) => after.rows[slot]?.key)).toEqual(['b/x/2', 'b/x/3'])
})

it('notices when servers that stayed have changed their order', () => {
  const fleet = (...ids: string[]) =>
    arrange(
      emptySlots(keyOf),
      ids.map((id) => [id, rowsOf(id, [1])]),
    )
  expect(isSameFleet(fleet('a', 'b'), fleet('a', 'c', 'b'))).toBe(true)
  expect(isSameFleet(fleet('a', 'b', 'c'), fleet('a', 'c'))).toBe(true)
  expect(isSameFleet(fleet('a', 'b'), fleet('b', 'a'))).toBe(false)
})

it('finds rows of a plain list by their key', () => {
  const rows = [{ key: 'no slash' }, { key: 'a/b' }]
  const rowSlots = listSlots(rows, keyOf)
  expect(slotOf(rowSlots, 'a/b')).toBe(1)
  expect(rowsByKey(rowSlots).get('no slash')).toBe(rows[0])
  expect(rowsByKey(rowSlots).has('gone')).toBe(false)
})
