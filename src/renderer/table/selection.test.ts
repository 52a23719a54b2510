import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arrange, emptyPlaces, naturalOrder, placeOf } from './places.ts'
import {
  addPlaces,
  carry,
  countServers,
  countShown,
  emptySelection,
  isSameSelection,
  removePlaces,
  type Selection,
  selectedRows,
  togglePlace,
  togglePlaces,
} from './selection.ts'

interface Row {
  readonly key: string
}
const keyOf = (row: Row) => row.key
const rowsOf = (server: string, ids: readonly number[]): readonly Row[] =>
  ids.map((id) => ({ key: `${server}/x/${id}` }))
const makeTwo = () =>
  arrange(emptyPlaces(keyOf), [
    ['a', rowsOf('a', [1, 2, 3])],
    ['b', rowsOf('b', [1, 2])],
  ])
const two = makeTwo()
const sorted = (selection: Selection) => [...selection].sort()
const at = (key: string) => placeOf(two, key)

describe('selection', () => {
  it('is replaced and never changed', () => {
    const one = togglePlace(emptySelection, two, at('a/x/2'))
    expect(sorted(one)).toEqual(['a/x/2'])
    expect(one.has('a/x/2')).toBe(true)
    expect(one.has('a/x/9')).toBe(false)
    expect(emptySelection.size).toBe(0)
    expect(sorted(togglePlace(one, two, at('a/x/2')))).toEqual([])
    const all = addPlaces(one, two, naturalOrder(two))
    expect(all.size).toBe(5)
    expect(sorted(removePlaces(all, two, [at('a/x/1'), at('a/x/1')]))).toEqual(['a/x/2', 'a/x/3', 'b/x/1', 'b/x/2'])
    expect(one.size).toBe(1)
  })

  it('is the same where the same rows of those that are there are in it', () => {
    const one = togglePlace(emptySelection, two, at('a/x/2'))
    const same = (a: Selection, b: Selection) => isSameSelection(a, b, two)
    expect([
      same(one, one),
      same(one, new Set(['a/x/2', 'gone'])),
      same(one, emptySelection),
      same(one, new Set(['a/x/3'])),
    ]).toEqual([true, true, false, false])
  })

  it('takes in all of a group, or lets it go where all of it is in', () => {
    const group = Uint32Array.of(at('a/x/1'), at('a/x/2'))
    const some = togglePlace(emptySelection, two, at('a/x/2'))
    const all = togglePlaces(some, two, group)
    expect(sorted(all)).toEqual(['a/x/1', 'a/x/2'])
    expect(sorted(togglePlaces(togglePlace(all, two, at('b/x/1')), two, group))).toEqual(['b/x/1'])
  })

  it('takes any set of keys for a selection, and drops keys that no row has', () => {
    const given = carry(new Set(['b/x/1', 'b/x/7', 'nonsense']), two)
    expect(sorted(given)).toEqual(['b/x/1'])
    expect(carry(given, two)).toBe(given)
  })

  it('keeps through any refreshes exactly the keys that were there all along', () => {
    const aDesk = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.uniqueArray(fc.integer({ min: 0, max: 6 }))), {
      maxLength: 6,
    })
    fc.assert(
      fc.property(
        fc.array(aDesk, { maxLength: 6 }),
        fc.uniqueArray(fc.integer({ min: 0, max: 4 })),
        (desks, chosen) => {
          let places = makeTwo()
          let selection = addPlaces(emptySelection, places, Uint32Array.from(chosen))
          let expected = chosen.map((place) => places.rows[place]?.key ?? '')
          for (const desk of desks) {
            places = arrange(places, new Map(desk.map(([server, ids]) => [server, rowsOf(server, ids)])))
            selection = carry(selection, places)
            expected = expected.filter((key) => placeOf(places, key) >= 0)
            expect(sorted(selection)).toEqual(expected.toSorted())
            expect(selection.size).toBe(expected.length)
            expect(selectedRows(selection).map(keyOf).toSorted()).toEqual(expected.toSorted())
          }
        },
      ),
    )
  })

  it('counts servers, and what an order shows of it', () => {
    const some = carry(new Set(['a/x/1', 'a/x/3', 'b/x/2']), two)
    expect(countServers(some)).toBe(2)
    expect(countShown(some, Uint32Array.of(at('a/x/3'), at('a/x/2')))).toBe(1)
    expect(countServers(carry(emptySelection, two))).toBe(0)
  })
})
