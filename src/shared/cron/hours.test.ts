import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createRunHours, hourMs } from './hours.ts'
import { createCronRuns, type CronZone } from './runs.ts'

/** Counts the same with croner alone, run by run. */
function slowly(expr: string, zone: CronZone, fromMs: number): readonly number[] {
  const counts = new Array<number>(24).fill(0)
  const runs = createCronRuns(expr, zone)
  for (
    let at = runs?.after(fromMs - 1) ?? null;
    at !== null && at < fromMs + 24 * hourMs;
    at = runs?.after(at) ?? null
  ) {
    const hour = Math.floor((at - fromMs) / hourMs)
    counts[hour] = (counts[hour] ?? 0) + 1
  }
  return counts
}

const noon = Date.UTC(2026, 4, 18, 12)

it('counts runs in the hour in which they begin, on the clock of their server', () => {
  const hours = createRunHours({ fromMs: noon, hours: 24 })
  // 03:00 at +07:00 is 20:00 UTC: eight hours after noon.
  expect(hours('0 3 * * *', 420)?.flatMap((count, hour) => (count > 0 ? [[hour, count]] : []))).toEqual([[8, 1]])
  expect(hours('*/5 * * * *', 420)).toEqual(new Array(24).fill(12))
  // With an offset of half an hour, each UTC hour holds the end of one server hour and the start of the next.
  expect(hours('0,15 * * * *', 330)).toEqual(new Array(24).fill(2))
  expect(hours('0 12 18 5 *', 0)?.[0]).toBe(1)
})

it('returns nothing for what cannot be read', () => {
  const hours = createRunHours({ fromMs: noon, hours: 24 })
  expect(hours('sometimes', 0)).toBe(null)
  expect(hours('0 3 * * *', 'Moon/Sea')).toBe(null)
})

it('leaves a day with a clock change to croner', () => {
  // Berlin skips 02:00 to 03:00 on 29 March 2026: a job for 02:30 runs at 03:00, which is 01:00 UTC.
  const fromMs = Date.UTC(2026, 2, 28, 12)
  const hours = createRunHours({ fromMs, hours: 24 })
  expect(hours('30 2 * * *', 'Europe/Berlin')?.indexOf(1)).toBe(13)
  expect(hours('*/20 * * * *', 'Europe/Berlin')).toEqual(slowly('*/20 * * * *', 'Europe/Berlin', fromMs))
})

const minute = fc.oneof(
  fc.constant('*'),
  fc.integer({ min: 0, max: 59 }).map(String),
  fc.constantFrom('*/7', '0-10', '5,35'),
)
const hour = fc.oneof(
  fc.constant('*'),
  fc.integer({ min: 0, max: 23 }).map(String),
  fc.constantFrom('*/6', '22-23', '1,13'),
)
const day = fc.oneof(fc.constant('*'), fc.integer({ min: 1, max: 31 }).map(String), fc.constantFrom('*/2', '1-15'))
const month = fc.constantFrom('*', '5', '1-6', '2')
const weekday = fc.constantFrom('*', '1-5', '0', '7', '*/3')
const zone = fc.constantFrom<CronZone>(0, 420, -210, 345, 'Asia/Ho_Chi_Minh', 'Europe/Berlin', 'America/New_York')

it('agrees with croner for any expression, zone and start', () => {
  fc.assert(
    fc.property(
      fc.tuple(minute, hour, day, month, weekday),
      zone,
      fc.integer({ min: 0, max: 365 * 24 }),
      (fields, clock, later) => {
        const [expr, fromMs] = [fields.join(' '), Date.UTC(2026, 0, 1) + later * hourMs]
        expect(createRunHours({ fromMs, hours: 24 })(expr, clock)).toEqual(slowly(expr, clock, fromMs))
      },
    ),
    { numRuns: 120 },
  )
})
