import { expect, it } from 'vitest'
import type { ActivityLine } from '../../../shared/model/activity.ts'
import { anEntry } from '../../test-data/an-entry.test-data.ts'
import { rowsOf, type RunLine, worstOf } from './activity-rows.ts'

const run: RunLine = {
  type: 'run',
  id: 4,
  atMs: 1,
  actor: 'anna',
  actorName: null,
  reason: null,
  runId: 'r',
  action: 'ftp.edit',
  name: null,
  plan: null,
  counts: { 'under-way': 0, done: 375, failed: 2, unknown: 0, skipped: 0 },
}
const lines: readonly ActivityLine[] = [{ type: 'entry', entry: anEntry({ id: 9 }) }, run]

it('shows a run as one row, and its entries below it once it is open', () => {
  expect(rowsOf(lines, new Map()).map(({ key }) => key)).toEqual(['9', 'run 4'])
  const rows = rowsOf(lines, new Map([['r', [anEntry({ id: 6 }), anEntry({ id: 5 })]]]))
  expect(rows.map(({ key }) => key)).toEqual(['9', 'run 4', '6', '5'])
  expect(rows.map((row) => row.type === 'entry' && row.isPart)).toEqual([false, false, true, true])
})

it('calls a run by its most serious result', () => {
  expect(worstOf(run)).toBe('failed')
  expect(worstOf({ ...run, counts: { ...run.counts, failed: 0 } })).toBe('done')
  expect(worstOf({ ...run, counts: { ...run.counts, failed: 0, done: 0 } })).toBeNull()
})
