import { expect, it } from 'vitest'
import type { ActivityLine } from '../../shared/model/activity.ts'
import { anEntry } from '../test-data/an-entry.test-data.ts'
import { totalOf, withPage } from './activity.ts'

const counts = { 'under-way': 0, done: 0, failed: 0, unknown: 0, skipped: 0 }
const run = (id: number, over: Partial<typeof counts>): ActivityLine => ({
  type: 'run',
  id,
  atMs: 1,
  actor: 'anna',
  actorName: null,
  reason: null,
  runId: `r${id}`,
  action: 'ftp.edit',
  name: null,
  plan: null,
  counts: { ...counts, ...over },
})
const entry = (id: number): ActivityLine => ({ type: 'entry', entry: anEntry({ id }) })

it('continues a run on the next page by adding its counts up', () => {
  const lines = withPage(
    [entry(9), run(1, { done: 5, failed: 1 })],
    [run(1, { done: 2 }), entry(3), run(2, { done: 1 })],
  )
  expect(lines).toEqual([entry(9), run(1, { done: 7, failed: 1 }), entry(3), run(2, { done: 1 })])
  expect(lines.map((line) => (line.type === 'run' ? totalOf(line) : 0))).toEqual([0, 8, 0, 1])
})
