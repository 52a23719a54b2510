import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRateHeaders } from './rate-headers.ts'

describe('readRateHeaders', () => {
  it('reads the documented headers', () => {
    const rate = readRateHeaders({
      'x-ratelimit-limit': '60',
      'x-ratelimit-remaining': '41',
      'x-ratelimit-reset': '1780000000',
      date: 'Thu, 28 May 2026 20:26:10 GMT',
    })
    expect(rate).toEqual({
      limit: 60,
      remaining: 41,
      reset: { kind: 'instant', atMs: 1_780_000_000_000 },
      dateMs: Date.UTC(2026, 4, 28, 20, 26, 10),
      retryAfterMs: null,
    })
  })

  it.each(['Thursday, 28-May-26 20:26:10 GMT', 'Thu May 28 20:26:10 2026'])(
    'takes the date %s for GMT, in whatever zone this machine is',
    (date) => expect(readRateHeaders({ date }).dateMs).toBe(Date.UTC(2026, 4, 28, 20, 26, 10)),
  )

  it('takes nothing from missing headers', () => {
    expect(readRateHeaders({})).toEqual({ limit: null, remaining: null, reset: null, dateMs: null, retryAfterMs: null })
  })

  it.each([
    ['seconds', '1780000000', { kind: 'instant', atMs: 1_780_000_000_000 }],
    ['milliseconds', '1780000000123', { kind: 'instant', atMs: 1_780_000_000_123 }],
    ['a fraction', '1780000000.5', { kind: 'instant', atMs: 1_780_000_000_500 }],
    ['a span', '37', { kind: 'span', ms: 37_000 }],
    ['zero', '0', { kind: 'span', ms: 0 }],
    ['neither instant nor span', '5000000', null],
    ['a negative number', '-5', null],
    ['a word', 'soon', null],
    ['nothing', '', null],
  ])('reads Reset given as %s', (_, text, expected) => {
    expect(readRateHeaders({ 'x-ratelimit-reset': text }).reset).toEqual(expected)
  })

  it.each([
    ['60, 60', 60],
    ['60;w=60', 60],
    [' 60 ', 60],
    ['0', null],
    ['-1', null],
    ['99999999', null],
    ['6O', null],
  ])('reads a limit of "%s"', (text, expected) => {
    expect(readRateHeaders({ 'x-ratelimit-limit': text }).limit).toBe(expected)
  })

  it('reads a negative number of remaining requests as none', () => {
    expect(readRateHeaders({ 'x-ratelimit-remaining': '-3' }).remaining).toBe(0)
  })

  it('reads Retry-After in seconds and as a date of the same clock', () => {
    const date = 'Thu, 28 May 2026 20:26:10 GMT'
    expect(readRateHeaders({ 'retry-after': '7' }).retryAfterMs).toBe(7000)
    expect(readRateHeaders({ 'retry-after': 'Thu, 28 May 2026 20:26:40 GMT', date }).retryAfterMs).toBe(30_000)
    expect(readRateHeaders({ 'retry-after': 'Thu, 28 May 2026 20:26:00 GMT', date }).retryAfterMs).toBe(0)
    expect(readRateHeaders({ 'retry-after': 'Thu, 28 May 2026 20:26:40 GMT' }).retryAfterMs).toBeNull()
    expect(readRateHeaders({ 'retry-after': '99999999' }).retryAfterMs).toBe(86_400_000)
  })

  it('survives any input', () => {
    const header = fc.option(fc.string(), { nil: undefined })
    const headers = fc.record({
      'x-ratelimit-limit': header,
      'x-ratelimit-remaining': header,
      'x-ratelimit-reset': header,
      date: header,
      'retry-after': header,
    })
    fc.assert(
      fc.property(headers, (some) => {
        const { limit, remaining, dateMs, retryAfterMs } = readRateHeaders(some)
        for (const figure of [limit, remaining, dateMs, retryAfterMs]) {
          expect(figure === null || (Number.isFinite(figure) && figure >= 0)).toBe(true)
        }
      }),
    )
  })
})
