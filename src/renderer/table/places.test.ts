import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  arrange,
  emptyPlaces,
  isSameDesk,
  listPlaces,
  naturalOrder,
  placeOf,
  rowsByKey,
  touchedBetween,
} from './places.ts'

interface Row {
  readonly key: string
}
const keyOf = (row: Row) => row.key
const rowsOf = (server: string, ids: readonly number[]): readonly Row[] =>
  ids.map((id) => ({ key: `${server}/x/${id}` }))
const aDesk = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.uniqueArray(fc.integer({ min: 0, max: 9 }))), {
  maxLength: 10,
})

describe('arrange', () => {
  it('holds each row once, keeps the place of every key that stays, and leaves no place to two rows', () => {
    fc.assert(
      fc.property(fc.array(aDesk, { maxLength: 8 }), (desks) => {
        let places = emptyPlaces(keyOf)
        for (const desk of desks) {
          const lists = new Map(desk.map(([server, ids]) => [server, rowsOf(server, ids)]))
          const next = arrange(places, lists)
          const keys = [...lists.values()].flat().map(keyOf)
          expect(Array.from(naturalOrder(next), (place) => next.rows[place]?.key)).toEqual(keys)
          expect(next.count).toBe(keys.length)
          expect(new Set(naturalOrder(next)).size).toBe(keys.length)
          expect(next.rows.filter(() => true)).toHaveLength(keys.length)
          for (const key of keys) if (placeOf(places, key) >= 0) expect(placeOf(next, key)).toBe(placeOf(places, key))
          places = next
        }
      }),
    )
  })

  it('gives back the same object where nothing has changed, and the same block for a server that has not', () => {
    const a = rowsOf('a', [1, 2])
    const first = arrange(emptyPlaces(keyOf), [
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

  it('uses the places of rows that are gone again, and grows by no more', () => {
    let places = arrange(emptyPlaces(keyOf), [['a', rowsOf('a', [1, 2, 3])]])
    for (let round = 0; round < 20; round += 1)
      places = arrange(places, [['a', rowsOf('a', [round * 3, round * 3 + 1, round * 3 + 2])]])
    expect(places.rows.length).toBeLessThanOrEqual(6)
  })

  it('gives two rows of one key a place each', () => {
    const once = arrange(emptyPlaces(keyOf), [['a', rowsOf('a', [1, 1])]])
    const twice = arrange(once, [['a', rowsOf('a', [1, 1, 2])]])
    expect(new Set(naturalOrder(twice)).size).toBe(3)
    const none = arrange(twice, [['a', []]])
    expect(none.rows.filter(() => true)).toEqual([])
  })
})

it('says so when places are arranged that have been replaced', () => {
  const first = arrange(emptyPlaces(keyOf), [['a', rowsOf('a', [1])]])
  arrange(first, [['a', rowsOf('a', [2])]])
  expect(() => arrange(first, [['a', rowsOf('a', [3])]])).toThrow('have been replaced')
})

it('tells what a refresh has touched', () => {
  const a = rowsOf('a', [1, 2])
  const before = arrange(emptyPlaces(keyOf), [
    ['a', a],
    ['b', rowsOf('b', [1, 2])],
  ])
  const now = arrange(before, [
    ['a', a],
    ['b', rowsOf('b', [2, 3])],
  ])
  const { marks, fresh } = touchedBetween(before, now)
  expect([...marks].map((mark, place) => (mark === 1 ? place : -1)).filter((place) => place >= 0)).toEqual([2, 3, 4])
  expect(Array.from(fresh, (place) => now.rows[place]?.key)).toEqual(['b/x/2', 'b/x/3'])
})

it('sees when servers that stayed have changed places on the desk', () => {
  const desk = (...ids: string[]) =>
    arrange(
      emptyPlaces(keyOf),
      ids.map((id) => [id, rowsOf(id, [1])]),
    )
  expect(isSameDesk(desk('a', 'b'), desk('a', 'c', 'b'))).toBe(true)
  expect(isSameDesk(desk('a', 'b', 'c'), desk('a', 'c'))).toBe(true)
  expect(isSameDesk(desk('a', 'b'), desk('b', 'a'))).toBe(false)
})

it('finds rows of a plain list by their key', () => {
  const rows = [{ key: 'no slash' }, { key: 'a/b' }]
  const places = listPlaces(rows, keyOf)
  expect(placeOf(places, 'a/b')).toBe(1)
  expect(rowsByKey(places).get('no slash')).toBe(rows[0])
  expect(rowsByKey(places).has('gone')).toBe(false)
})
