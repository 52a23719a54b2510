import { describe, expect, it } from 'vitest'
import { offsetsOf, windowOf } from './row-window.ts'

const offsets = offsetsOf(Array.from({ length: 500 }, () => 32))
const whole = 500 * 32

describe('windowOf', () => {
  it('draws the visible rows and a margin, and keeps the total height', () => {
    for (const top of [0, 1000, 7777, whole - 600]) {
      const { first, end, abovePx, belowPx } = windowOf(offsets, top, 600)
      expect(first * 32).toBeLessThanOrEqual(Math.max(0, top - 300))
      expect(end * 32).toBeGreaterThanOrEqual(Math.min(whole, top + 600 + 300))
      expect(end - first).toBeLessThan(60)
      expect(abovePx + (end - first) * 32 + belowPx).toBe(whole)
    }
  })
  it('draws a short list in full', () => {
    expect(windowOf(offsetsOf(Array.from({ length: 120 }, () => 40)), 900, 300)).toEqual({
      first: 0,
      end: 120,
      abovePx: 0,
      belowPx: 0,
    })
  })
  it('survives a scroll position beyond the end, as after a filter', () => {
    const { end, belowPx } = windowOf(offsets, whole * 2, 600)
    expect([end, belowPx]).toEqual([500, 0])
  })
  it('works with different heights', () => {
    const mixed = offsetsOf(Array.from({ length: 300 }, (_, at) => (at % 10 === 0 ? 28 : 40)))
    const { first, abovePx } = windowOf(mixed, 5000, 600)
    expect(abovePx).toBe(mixed[first])
  })
})
