import { expect, it } from 'vitest'
import { countDays } from './days.ts'

const day = 86_400_000
const starts = [10 * day, 11 * day, 12 * day]
const entry = (atMs: number, result: 'done' | 'failed' | 'unknown' = 'done') => ({ atMs, result })

it('counts each result on its day, and everything after the last day on the last day', () => {
  const entries = [entry(13.5 * day), entry(12 * day, 'failed'), entry(12 * day - 1), entry(10 * day, 'unknown')]
  expect(countDays(entries, starts)).toEqual([
    { done: 0, failed: 0, unknown: 1 },
    { done: 1, failed: 0, unknown: 0 },
    { done: 1, failed: 1, unknown: 0 },
  ])
})

it('leaves out entries that are older than the first day', () => {
  expect(countDays([entry(10 * day - 1)], starts).every((each) => each.done === 0)).toBe(true)
})

it('reads past one entry that is out of order because the clock was set back, and then stops', () => {
  let read = 0
  function* log() {
    for (const atMs of [12.1 * day, 9.9 * day, 11.2 * day, 8 * day, 12.2 * day]) {
      read += 1
      yield entry(atMs)
    }
  }
  expect(countDays(log(), starts).map(({ done }) => done)).toEqual([0, 1, 1])
  expect(read).toBe(4)
})

it('returns nothing for no days', () => {
  expect(countDays([entry(1)], [])).toEqual([])
})
