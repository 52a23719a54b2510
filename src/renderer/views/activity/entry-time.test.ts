import { expect, it } from 'vitest'
import { entryTime } from './entry-time.ts'

const at = (year: number, month: number, day: number, hour: number) => new Date(year, month - 1, day, hour, 5).getTime()
const nowMs = at(2027, 1, 1, 8)

it.each([
  ['at midnight today', at(2027, 1, 1, 0), '00:05'],
  ['last night, which was last year', at(2026, 12, 31, 22), '22:05'],
  ['two days ago, last year', at(2026, 12, 30, 7), 'Dec 30, 2026'],
])('shows an entry made %s', (_, atMs, shown) => expect(entryTime(atMs, nowMs, 'en')).toBe(shown))

it('shows date and time of an entry made earlier this year', () => {
  expect(entryTime(at(2027, 1, 1, 8), at(2027, 3, 1, 8), 'en')).toBe('Jan 1, 08:05')
})
