import { expect, test } from 'vitest'
import { runsToDelete } from './keep-runs.ts'

const dayMs = 24 * 60 * 60 * 1000
const nowMs = 100 * dayMs
const run = (id: number, over: object = {}) => ({
  id: `r${id}`,
  startedAtMs: nowMs - (10 + id) * dayMs,
  finished: true,
  items: 10,
  ...over,
})

test('of many runs the newest 200 are kept', () => {
  expect(
    runsToDelete(
      Array.from({ length: 203 }, (_, id) => run(id)),
      nowMs,
    ),
  ).toEqual(['r200', 'r201', 'r202'])
})

test('large runs are removed sooner, but not runs of the last week, and never an unfinished run', () => {
  const large = { items: 300_000 }
  expect(runsToDelete([run(0, large), run(1, large), run(2), run(3, { finished: false })], nowMs)).toEqual(['r2'])
  const young = Array.from({ length: 4 }, (_, id) => run(id, { ...large, startedAtMs: nowMs - dayMs }))
  expect(runsToDelete(young, nowMs)).toEqual([])
})
