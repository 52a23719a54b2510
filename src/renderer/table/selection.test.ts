import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arrange, emptySlots, naturalOrder, slotOf } from './row-slots.ts'
import {
  addSlots,
  updateSelection,
  countServers,
  countShown,
  emptySelection,
  isSameSelection,
  removeSlots,
  type Selection,
  selectedRows,
  toggleSlot,
  toggleSlots,
} from './selection.ts'

interface Row {
  readonly key: string
}
const keyOf = (row: Row) => row.key
const rowsOf = (server: string, ids: readonly number[]): readonly Row[] =>
  ids.map((id) => ({ key: `${server}/x/${id}` }))
const makeTwo = () =>
  arrange(emptySlots(keyOf), [
    ['a', rowsOf('a', [1, 2, 3])],
    ['b', rowsOf('b', [1, 2])],
  ])
const two = makeTwo()
const sorted = (selection: Selection) => [...selection].sort()
const at = (key: string) => slotOf(two, key)

describe('selection', () => {
  it('is replaced and never mutated', () => {
    const one = toggleSlot(emptySelection, two, at('a/x/2'))
    expect(sorted(one)).toEqual(['a/x/2'])
    expect(one.has('a/x/2')).toBe(true)
    expect(one.has('a/x/9')).toBe(false)
    expect(emptySelection.size).toBe(0)
    expect(sorted(toggleSlot(one, two, at('a/x/2')))).toEqual([])
    const all = addSlots(one, two, naturalOrder(two))
    expect(all.size).toBe(5)
    expect(sorted(removeSlots(all, two, [at('a/x/1'), at('a/x/1')]))).toEqual(['a/x/2', 'a/x/3', 'b/x/1', 'b/x/2'])
    expect(one.size).toBe(1)
  })

  it('is equal if the same existing rows are selected', () => {
    const one = toggleSlot(emptySelection, two, at('a/x/2'))
    const same = (a: Selection, b: Selection) => isSameSelection(a, b, two)
    expect([
      same(one, one),
      same(one, new Set(['a/x/2', 'gone'])),
      same(one, emptySelection),
      same(one, new Set(['a/x/3'])),
    ]).toEqual([true, true, false, false])
  })

  it('adds a whole group, or removes it if all of it is selected', () => {
    const group = Uint32Array.of(at('a/x/1'), at('a/x/2'))
    const some = toggleSlot(emptySelection, two, at('a/x/2'))
    const all = toggleSlots(some, two, group)
    expect(sorted(all)).toEqual(['a/x/1', 'a/x/2'])
    expect(sorted(toggleSlots(toggleSlot(all, two, at('b/x/1')), two, group))).toEqual(['b/x/1'])
  })

  it('accepts any set of keys, and drops keys that no row has', () => {
    const current = updateSelection(new Set(['b/x/1', 'b/x/7', 'nonsense']), two)
    expect(sorted(current)).toEqual(['b/x/1'])
    expect(updateSelection(current, two)).toBe(current)
  })

  it('keeps, through any refreshes, exactly the keys that existed all the time', () => {
    const aFleet = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.uniqueArray(fc.integer({ min: 0, max: 6 }))), {
      maxLength: 6,
    })
    fc.assert(
      fc.property(
        fc.array(aFleet, { maxLength: 6 }),
        fc.uniqueArray(fc.integer({ min: 0, max: 4 })),
        (fleets, chosen) => {
          let rowSlots = makeTwo()
          let selection = addSlots(emptySelection, rowSlots, Uint32Array.from(chosen))
          let expected = chosen.map((slot) => rowSlots.rows[slot]?.key ?? '')
          for (const fleet of fleets) {
            rowSlots = arrange(rowSlots, new Map(fleet.map(([server, ids]) => [server, rowsOf(server, ids)])))
            selection = updateSelection(selection, rowSlots)
            expected = expected.filter((key) => slotOf(rowSlots, key) >= 0)
            expect(sorted(selection)).toEqual(expected.toSorted())
            expect(selection.size).toBe(expected.length)
            expect(selectedRows(selection).map(keyOf).toSorted()).toEqual(expected.toSorted())
          }
        },
      ),
    )
  })

  it('counts servers, and the selected rows of an order', () => {
    const some = updateSelection(new Set(['a/x/1', 'a/x/3', 'b/x/2']), two)
    expect(countServers(some)).toBe(2)
    expect(countShown(some, Uint32Array.of(at('a/x/3'), at('a/x/2')))).toBe(1)
    expect(countServers(updateSelection(emptySelection, two))).toBe(0)
  })
})
