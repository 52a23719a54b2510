import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RateHeaders } from './rate-headers.ts'
import { latestReset, measuredSkew, narrowSkew, onWallClock, type SkewBounds } from './skew.ts'

const none: RateHeaders = { limit: null, remaining: null, reset: null, dateMs: null, retryAfterMs: null }
const dated = (dateMs: number): RateHeaders => ({ ...none, dateMs })
const minuteMs = 60_000

describe('narrowSkew', () => {
  it('bounds the skew by Date, sending and receiving', () => {
    expect(narrowSkew(null, dated(5000), 4800, 4900, minuteMs)).toEqual({ loMs: 100, hiMs: 1200, source: 'date' })
  })

  it('always contains the true skew and never becomes wider', () => {
    const reply = fc.record({
      gap: fc.integer({ min: 1, max: 5000 }),
      up: fc.integer({ max: 900, min: 0 }),
      down: fc.integer({ max: 900, min: 0 }),
    })
    fc.assert(
      fc.property(
        fc.integer({ min: -40_000, max: 40_000 }),
        fc.array(reply, { minLength: 1, maxLength: 30 }),
        (skewMs, replies) => {
          let nowMs = 1_000_000
          let bounds: SkewBounds | null = null
          let width = Infinity
          for (const { gap, up, down } of replies) {
            nowMs += gap
            const dateMs = Math.floor((nowMs + up + skewMs) / 1000) * 1000
            bounds = narrowSkew(bounds, dated(dateMs), nowMs, nowMs + up + down, minuteMs)
            expect(bounds?.loMs).toBeLessThanOrEqual(skewMs)
            expect(bounds?.hiMs).toBeGreaterThanOrEqual(skewMs)
            const next = (bounds?.hiMs ?? 0) - (bounds?.loMs ?? 0)
            expect(next).toBeLessThanOrEqual(width)
            width = next
          }
        },
      ),
    )
  })

  it('starts again when a clock was set', () => {
    const before = narrowSkew(null, dated(100_000), 100_000, 100_100, minuteMs)
    expect(narrowSkew(before, dated(147_000), 110_000, 110_100, minuteMs)).toEqual({
      loMs: 36_900,
      hiMs: 38_000,
      source: 'date',
    })
  })

  it('deduces wide bounds from Reset if no Date comes, and drops them for a Date', () => {
    const reset: RateHeaders = { ...none, reset: { kind: 'instant', atMs: 130_000 } }
    const deduced = narrowSkew(null, reset, 100_000, 100_200, minuteMs)
    expect(deduced).toEqual({ loMs: -31_200, hiMs: 31_000, source: 'reset' })
    expect(narrowSkew(deduced, { ...reset, dateMs: 100_000 }, 100_000, 100_200, minuteMs)?.source).toBe('date')
  })

  it('keeps a measured skew through replies without Date', () => {
    const known = narrowSkew(null, dated(5000), 4800, 4900, minuteMs)
    expect(narrowSkew(known, { ...none, reset: { kind: 'instant', atMs: 1 } }, 9000, 9100, minuteMs)).toBe(known)
  })
})

describe('latestReset', () => {
  const reset: RateHeaders = { ...none, reset: { kind: 'instant', atMs: 200_000 } }

  it('corrects by the lower bound and allows for a truncated second', () => {
    expect(latestReset(reset, { loMs: 37_000, hiMs: 37_400, source: 'date' }, 0)).toBe(164_000)
  })

  it('assumes equal clocks until a reply contradicts this', () => {
    expect(latestReset(reset, { loMs: -5000, hiMs: 5000, source: 'reset' }, 0)).toBe(201_000)
    expect(latestReset(reset, { loMs: 2000, hiMs: 5000, source: 'reset' }, 0)).toBe(199_000)
  })

  it('needs no clock for a span', () => {
    expect(latestReset({ ...none, reset: { kind: 'span', ms: 10_000 } }, null, 500)).toBe(11_500)
    expect(latestReset(none, null, 500)).toBeNull()
  })
})

describe('measuredSkew', () => {
  const date = (loMs: number, hiMs: number): SkewBounds => ({ loMs, hiMs, source: 'date' })

  it.each([
    ['a panel five minutes slow', date(-300_400, -299_300), -300_000],
    ['a panel an hour fast', date(3_599_900, 3_601_000), 3_600_000],
    ['a clock that may be right, read over a slow line', date(-9000, 21_000), 0],
    ['less than a Date can tell', date(1200, 2300), 0],
    ['just what it can tell', date(1900, 2900), 2000],
  ])('%s', (_name, bounds, reported) => {
    expect(measuredSkew(bounds)).toBe(reported)
  })

  it('is unknown without a Date', () => {
    expect(measuredSkew(null)).toBeNull()
    expect(measuredSkew({ loMs: 90_000, hiMs: 151_000, source: 'reset' })).toBeNull()
  })

  it('follows this computer’s clock as it is set now', () => {
    expect(measuredSkew(onWallClock(date(-400, 700), -300_000))).toBe(300_000)
    expect(onWallClock(null, 5)).toBeNull()
  })
})
