import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitsDay, parseCron } from './parse.ts'
import { createCronRuns, isKnownZone, nextRuns, previousRun, type CronZone } from './runs.ts'
import { formatInOffset, offsetAt } from './server-time.ts'

const at = (iso: string) => Date.parse(iso)
const next = (expr: string, from: string, count: number, zone: CronZone) =>
  nextRuns(expr, { fromMs: at(from), count, zone }).map((ms) => formatInOffset(ms, offsetAt(zone, ms)))

describe('nextRuns', () => {
  it('calculates in a fixed offset', () => {
    expect(next('0 3 * * *', '2026-05-18T17:44:36+07:00', 2, 420)).toEqual([
      '2026-05-19T03:00:00+07:00',
      '2026-05-20T03:00:00+07:00',
    ])
    expect(next('0 3 * * *', '2026-05-18T17:44:36Z', 1, 0)).toEqual(['2026-05-19T03:00:00+00:00'])
    expect(next('30 23 * * *', '2026-05-18T00:00:00Z', 1, -210)).toEqual(['2026-05-17T23:30:00-03:30'])
  })

  it('calculates in a named zone', () => {
    expect(next('0 3 * * *', '2026-05-18T12:00:00Z', 1, 'Asia/Ho_Chi_Minh')).toEqual(['2026-05-19T03:00:00+07:00'])
  })

  it('starts strictly after the instant', () => {
    expect(next('0 3 * * *', '2026-05-18T03:00:00Z', 1, 0)).toEqual(['2026-05-19T03:00:00+00:00'])
    expect(next('0 3 * * *', '2026-05-18T02:59:59.999Z', 1, 0)).toEqual(['2026-05-18T03:00:00+00:00'])
  })

  it('combines the day fields as Vixie cron does', () => {
    // 13 May 2026 is a Wednesday, 15 May a Friday.
    expect(next('0 0 13 * 5', '2026-05-12T00:00:00Z', 2, 0)).toEqual([
      '2026-05-13T00:00:00+00:00',
      '2026-05-15T00:00:00+00:00',
    ])
    // Odd days that are Mondays: a `*` with a step joins the day fields by "and".
    expect(next('0 0 */2 * 1', '2026-05-01T12:00:00Z', 2, 0)).toEqual([
      '2026-05-11T00:00:00+00:00',
      '2026-05-25T00:00:00+00:00',
    ])
    // A weekday range that names every day still counts as set, so either field may fit.
    expect(next('0 0 13 * 0-6', '2026-05-01T12:00:00Z', 2, 0)).toEqual([
      '2026-05-02T00:00:00+00:00',
      '2026-05-03T00:00:00+00:00',
    ])
    expect(next('0 0 1-31 * 1', '2026-05-01T12:00:00Z', 1, 0)).toEqual(['2026-05-02T00:00:00+00:00'])
  })

  it('waits for leap years', () => {
    expect(next('0 0 29 2 *', '2026-01-01T00:00:00Z', 2, 0)).toEqual([
      '2028-02-29T00:00:00+00:00',
      '2032-02-29T00:00:00+00:00',
    ])
    expect(next('0 0 29 2 *', '2097-01-01T00:00:00Z', 1, 0)).toEqual(['2104-02-29T00:00:00+00:00'])
  })

  it.each([
    ['0 0 30 2 *', 0],
    ['nonsense', 0],
    ['@reboot', 0],
    ['0 3 * * *', 'Mars/Olympus'],
    ['0 3 * * *', 900],
    ['0 3 * * *', ''],
  ])('has none for %s in %s', (expr, zone) => {
    expect(nextRuns(expr, { fromMs: 0, count: 3, zone })).toEqual([])
    expect(previousRun(expr, 1e12, zone)).toBeNull()
  })

  it('returns nothing beyond its calendar', () => {
    for (const fromMs of [Number.NaN, -1, Number.POSITIVE_INFINITY, 8.64e15]) {
      expect(nextRuns('* * * * *', { fromMs, count: 2, zone: 0 })).toEqual([])
      expect(previousRun('* * * * *', fromMs, 0)).toBeNull()
    }
  })
})

describe('clock changes, Europe/Berlin: gap 29 March 2026 02:00–03:00, repeat 25 October 02:00–03:00', () => {
  const zone = 'Europe/Berlin'

  it('runs a set time after the gap, and once in the repeat', () => {
    expect(next('30 2 * * *', '2026-03-28T12:00:00Z', 2, zone)).toEqual([
      '2026-03-29T03:00:00+02:00',
      '2026-03-30T02:30:00+02:00',
    ])
    expect(next('30 2 * * *', '2026-10-24T12:00:00Z', 2, zone)).toEqual([
      '2026-10-25T02:30:00+02:00',
      '2026-10-26T02:30:00+01:00',
    ])
  })

  it('lets a starred field follow the wall clock', () => {
    expect(next('*/30 2 * * *', '2026-03-28T12:00:00Z', 2, zone)).toEqual([
      '2026-03-30T02:00:00+02:00',
      '2026-03-30T02:30:00+02:00',
    ])
    expect(next('*/30 2 * * *', '2026-10-24T12:00:00Z', 4, zone)).toEqual([
      '2026-10-25T02:00:00+02:00',
      '2026-10-25T02:30:00+02:00',
      '2026-10-25T02:00:00+01:00',
      '2026-10-25T02:30:00+01:00',
    ])
  })

  it('treats a list or a stepped range as a set time, because neither starts with a star', () => {
    expect(next('0,30 2 * * *', '2026-10-24T12:00:00Z', 3, zone)).toEqual([
      '2026-10-25T02:00:00+02:00',
      '2026-10-25T02:30:00+02:00',
      '2026-10-26T02:00:00+01:00',
    ])
    expect(next('0 2-4/2 * * *', '2026-10-24T12:00:00Z', 2, zone)).toEqual([
      '2026-10-25T02:00:00+02:00',
      '2026-10-25T04:00:00+01:00',
    ])
  })
})

describe('previousRun', () => {
  it.each([
    ['2026-05-18T03:00:00Z', '2026-05-17T03:00:00.000Z'],
    ['2026-05-18T03:00:00.001Z', '2026-05-18T03:00:00.000Z'],
    ['2026-05-18T02:00:00Z', '2026-05-17T03:00:00.000Z'],
  ])('before %s', (before, expected) => {
    expect(new Date(previousRun('0 3 * * *', at(before), 0) ?? 0).toISOString()).toBe(expected)
  })
})

describe('compared with a walk through every minute', () => {
  const item = (low: number, high: number) =>
    fc.oneof(
      fc.constant('*'),
      fc.integer({ min: 1, max: 20 }).map((step) => `*/${step}`),
      fc.integer({ min: low, max: high }).map(String),
      fc
        .tuple(fc.integer({ min: low, max: high }), fc.integer({ min: low, max: high }))
        .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
    )
  const exprs = fc.tuple(item(0, 59), item(0, 23), item(1, 31), item(1, 12), item(0, 7)).map((parts) => parts.join(' '))
  const start = Date.UTC(2026, 0, 28)
  const days = 40

  it('finds the same runs, forwards and backwards', () => {
    fc.assert(
      fc.property(exprs, fc.constantFrom(0, 420, -210), (expr, zone) => {
        const read = parseCron(expr)
        const runs = createCronRuns(expr, zone)
        if (!read.ok || !runs) throw new Error(expr)
        const expected: number[] = []
        for (let ms = start + 60_000; ms <= start + days * 86_400_000 && expected.length < 30; ms += 60_000) {
          const wall = new Date(ms + zone * 60_000)
          const date = { day: wall.getUTCDate(), month: wall.getUTCMonth() + 1, weekday: wall.getUTCDay() }
          const fits =
            read.fields.minute.values.includes(wall.getUTCMinutes()) &&
            read.fields.hour.values.includes(wall.getUTCHours())
          if (fits && fitsDay(read.fields, date)) expected.push(ms)
        }
        expect(nextRuns(expr, { fromMs: start, count: expected.length, zone })).toEqual(expected)
        for (const [index, ms] of expected.entries()) if (index > 0) expect(runs.before(ms)).toBe(expected[index - 1])
        for (const ms of [...expected].reverse()) expect(runs.after(ms - 1)).toBe(ms)
      }),
      { numRuns: 150 },
    )
  })
})

describe('isKnownZone', () => {
  it.each([
    ['UTC', true],
    ['Asia/Ho_Chi_Minh', true],
    ['Nowhere/Land', false],
    ['', false],
    [0, true],
    [840, true],
    [-840, true],
    [841, false],
    [7.5, false],
  ])('%s: %s', (zone, known) => {
    expect(isKnownZone(zone)).toBe(known)
  })
})
