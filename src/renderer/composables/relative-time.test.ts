import { describe, expect, it } from 'vitest'
import { relativeTime, toMs } from './relative-time.ts'

describe('relativeTime', () => {
  const now = Date.parse('2026-05-18T12:00:00Z')

  it.each([
    ['2026-05-18T11:59:30Z', null],
    ['2026-05-18T10:01:00Z', '1h ago'],
    ['2026-05-15T12:00:00Z', '3d ago'],
    ['2026-05-18T14:30:00Z', 'in 2h'],
    ['2024-05-01T00:00:00Z', '2y ago'],
  ])('prints %s', (at, words) => {
    expect(relativeTime(Date.parse(at), now, 'en')).toBe(words)
  })
})

describe('toMs', () => {
  it('reads times with an offset and returns null for other values', () => {
    expect(toMs('2026-05-18T17:44:36+07:00')).toBe(Date.UTC(2026, 4, 18, 10, 44, 36))
    expect([toMs(null), toMs('soon'), toMs(undefined), toMs(0)]).toEqual([null, null, null, 0])
  })
})
