import { expect, it } from 'vitest'
import { arrange, emptyPlaces, listPlaces, naturalOrder } from './places.ts'
import { holdStill, scrollFor } from './still.ts'

const keyOf = (row: { readonly key: string }) => row.key
const rowsOf = (server: string, ids: readonly number[]) => ids.map((id) => ({ key: `${server}/x/${id}` }))

it('holds what is shown in its order: what is gone leaves, what is new waits', () => {
  const before = arrange(emptyPlaces(keyOf), [['a', rowsOf('a', [1, 2, 3])], ['b', rowsOf('b', [1])]])
  const shown = { places: before, order: naturalOrder(before).toReversed() }
  const now = arrange(before, [['a', rowsOf('a', [3, 9, 1])], ['b', before.blocks.get('b')?.rows ?? []]])
  expect(Array.from(holdStill(shown, now), (place) => now.rows[place]?.key)).toEqual(['b/x/1', 'a/x/3', 'a/x/1'])
})

it('follows rows of a plain list by their keys', () => {
  const before = listPlaces(rowsOf('a', [1, 2]), keyOf)
  const now = listPlaces(rowsOf('a', [0, 2, 1]), keyOf)
  expect(Array.from(holdStill({ places: before, order: Uint32Array.of(1, 0) }, now), (place) => now.rows[place]?.key)).toEqual(['a/x/2', 'a/x/1'])
})

it('tells where to scroll so that a row stays in place, and whether one can', () => {
  expect(scrollFor(4, 6, { rowPx: 32, scrollTop: 0, mostPx: 1000 })).toEqual({ scrollTop: 64, isPossible: true })
  expect(scrollFor(6, 4, { rowPx: 32, scrollTop: 32, mostPx: 1000 })).toEqual({ scrollTop: -32, isPossible: false })
  expect(scrollFor(4, 6, { rowPx: 32, scrollTop: 0, mostPx: -50 }).isPossible).toBe(false)
})
