import { expect, it } from 'vitest'
import { dayStarts, withEntry } from './change-days.ts'

const noon = new Date(2026, 4, 18, 12).getTime()

it('begins each day at midnight of this clock, today last', () => {
  const starts = dayStarts(noon, 3)
  expect(starts.map((at) => new Date(at).getDate())).toEqual([16, 17, 18])
  expect(starts.every((at) => new Date(at).getHours() === 0)).toBe(true)
  expect(dayStarts(noon)).toHaveLength(14)
})

it('counts an entry on its day by its result', () => {
  const none = { done: 0, failed: 0, unknown: 0 }
  const days = dayStarts(noon, 2).map((startMs) => ({ startMs, ...none }))
  const after = [
    { atMs: noon, result: 'failed' as const, kind: 'ftp' },
    { atMs: noon - 86_400_000, result: 'done' as const, kind: 'ftp' },
  ].reduce(withEntry, days as ReturnType<typeof withEntry>)
  expect(after).toMatchObject([
    { ...none, done: 1 },
    { ...none, failed: 1 },
  ])
  expect(withEntry(days, { atMs: 0, result: 'done', kind: 'ftp' })).toEqual(days)
})
