import { expect, test } from 'vitest'
import type { Row } from '../storage/contents.ts'
import { mergedEntries } from './record.ts'

const row = (id: number, atMs: number, over: Row = {}): Row => ({
  id,
  at_ms: atMs,
  subject: `entry ${atMs}`,
  result: 'done',
  run_id: null,
  item_index: null,
  group_id: null,
  undo_of: null,
  ...over,
})
/** The head of a run and its items, the first of them at `atMs + 1`. */
const run = (firstId: number, atMs: number, runId: string, items: number): Row[] => [
  row(firstId, atMs, { result: null, run_id: runId }),
  ...Array.from({ length: items }, (_, index) =>
    row(firstId + 1 + index, atMs + 1 + index * 10, { run_id: runId, item_index: index, group_id: firstId }),
  ),
]

test('entries of two records come in the order of time, and each run keeps its own head', () => {
  const { rows, added } = mergedEntries([row(1, 5), ...run(2, 10, 'mine', 2)], run(1, 8, 'theirs', 3))
  expect(added).toBe(3)
  expect(rows.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  const headOf = new Map(rows.flatMap((one) => (one['result'] === null ? [[one['id'], one['run_id']]] : [])))
  for (const one of rows.filter(({ group_id }) => group_id !== null))
    expect(headOf.get(one['group_id'] ?? null)).toBe(one['run_id'])
  expect(headOf.size).toBe(2)
})

test('an undo still names the entry that it undoes, whichever record either of them is from', () => {
  const mine = [row(1, 5), row(2, 20, { undo_of: 1 })]
  const theirs = [row(4, 5), row(5, 10), row(6, 15, { undo_of: 5 }), row(7, 30, { undo_of: 4 })]
  const { rows } = mergedEntries(mine, theirs)
  expect(rows.map(({ id, at_ms, undo_of }) => [id, at_ms, undo_of])).toEqual([
    [1, 5, null],
    [2, 10, null],
    [3, 15, 2],
    [4, 20, 1],
    [5, 30, 1],
  ])
})

test('an entry of an item that is in both records appears once, as it is here', () => {
  const mine = run(1, 10, 'same', 2)
  const theirs = run(7, 10, 'same', 3).map((one) => (one['item_index'] === 0 ? { ...one, result: 'failed' } : one))
  const { rows, added } = mergedEntries(mine, theirs)
  expect(added).toBe(1)
  expect(rows.map(({ item_index, result, group_id }) => [item_index, result, group_id])).toEqual([
    [null, null, null],
    [0, 'done', 1],
    [1, 'done', 1],
    [2, 'done', 1],
  ])
  expect(mergedEntries(rows, theirs)).toEqual({ rows, added: 0 })
})
