import { expect, it } from 'vitest'
import { arrange, emptySlots, listSlots, naturalOrder } from './row-slots.ts'
import { isReordered, keepStableOrder, scrollFor, type Shown } from './stable-order.ts'

const keyOf = (row: { readonly key: string }) => row.key
const rowsOf = (server: string, ids: readonly number[]) => ids.map((id) => ({ key: `${server}/x/${id}` }))
const keysOf = ({ rowSlots, order }: Shown<{ readonly key: string }>) =>
  Array.from(order, (slot) => rowSlots.rows[slot]?.key)

it('keeps the shown rows in their order: removed rows leave, new rows wait', () => {
  const before = arrange(emptySlots(keyOf), [
    ['a', rowsOf('a', [1, 2, 3])],
    ['b', rowsOf('b', [1])],
  ])
  const shown = { rowSlots: before, order: naturalOrder(before).toReversed(), groups: null }
  const after = arrange(before, [
    ['a', rowsOf('a', [3, 9, 1])],
    ['b', before.blocks.get('b')?.rows ?? []],
  ])
  expect(keysOf(keepStableOrder(shown, after))).toEqual(['b/x/1', 'a/x/3', 'a/x/1'])
})

it('follows rows of a plain list by their keys', () => {
  const before = listSlots(rowsOf('a', [1, 2]), keyOf)
  const after = listSlots(rowsOf('a', [0, 2, 1]), keyOf)
  expect(keysOf(keepStableOrder({ rowSlots: before, order: Uint32Array.of(1, 0), groups: null }, after))).toEqual([
    'a/x/2',
    'a/x/1',
  ])
})

it('keeps groups with the rows that are left in them, and removes an empty group', () => {
  const before = arrange(emptySlots(keyOf), [
    ['a', rowsOf('a', [1, 2])],
    ['b', rowsOf('b', [1])],
    ['c', rowsOf('c', [1, 2])],
  ])
  const groups = [
    { key: 'x', label: 'X', start: 0, count: 2 },
    { key: 'y', label: 'Y', start: 2, count: 1 },
    { key: 'z', label: 'Z', start: 3, count: 2 },
  ]
  const after = arrange(before, [
    ['a', rowsOf('a', [2, 3])],
    ['c', before.blocks.get('c')?.rows ?? []],
  ])
  const kept = keepStableOrder({ rowSlots: before, order: naturalOrder(before), groups }, after)
  expect(keysOf(kept)).toEqual(['a/x/2', 'c/x/1', 'c/x/2'])
  expect(kept.groups).toEqual([
    { key: 'x', label: 'X', start: 0, count: 1 },
    { key: 'z', label: 'Z', start: 1, count: 2 },
  ])
})

it('returns where to scroll so that a row stays in its position, and whether that is possible', () => {
  expect(scrollFor(4, 6, { rowPx: 32, scrollTop: 0, mostPx: 1000 })).toEqual({ scrollTop: 64, isPossible: true })
  expect(scrollFor(6, 4, { rowPx: 32, scrollTop: 32, mostPx: 1000 })).toEqual({ scrollTop: -32, isPossible: false })
  expect(scrollFor(4, 6, { rowPx: 32, scrollTop: 0, mostPx: -50 }).isPossible).toBe(false)
})

it('tells rows that have changed places from rows that come and go', () => {
  const shown = (ids: readonly number[]) => {
    const rowSlots = listSlots(rowsOf('a', ids), keyOf)
    return { rowSlots, order: naturalOrder(rowSlots), groups: null }
  }
  expect(isReordered(shown([1, 2, 3]), shown([1, 3, 2]))).toBe(true)
  expect(isReordered(shown([1, 2, 3]), shown([3]))).toBe(false)
  expect(isReordered(shown([1, 3]), shown([0, 1, 2, 3, 4]))).toBe(false)
  expect(isReordered(shown([1, 3]), shown([3, 2, 1]))).toBe(true)
})
