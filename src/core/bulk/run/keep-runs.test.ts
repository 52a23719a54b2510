import { expect, test } from 'vitest'
import { runsToPrune } from './keep-runs.ts'

const dayMs = 24 * 60 * 60 * 1000
const nowMs = 100 * dayMs
const run = (id: number, over: object = {}) => ({
  id: `r${id}`,
  startedAtMs: nowMs - (10 + id) * dayMs,
  finished: true,
  items: 10,
  isSealed: false,
  ...over,
})

test('of many runs the newest 200 keep their items', () => {
  expect(
    runsToPrune(
      Array.from({ length: 203 }, (_, id) => run(id)),
      nowMs,
    ),
  ).toEqual(['r200', 'r201', 'r202'])
})

test('large runs are pruned sooner, but not runs of the last week, and never one that is unfinished or has passwords to show', () => {
  const large = { items: 300_000 }
  expect(
    runsToPrune([run(0, large), run(1, large), run(2), run(3, { finished: false }), run(4, { isSealed: true })], nowMs),
  ).toEqual(['r2'])
  const young = Array.from({ length: 4 }, (_, id) => run(id, { ...large, startedAtMs: nowMs - dayMs }))
  expect(runsToPrune(young, nowMs)).toEqual([])
})
