import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fitsDay, parseCron } from './parse.ts'
import { shiftCron } from './shift.ts'

test.each([
  ['0 3 * * *', 15, '15 3 * * *'],
  ['0 3 * * *', -15, '45 2 * * *'],
  ['50 23 * * *', 20, '10 0 * * *'],
  ['0 0 * * *', -1, '59 23 * * *'],
  ['*/5 * * * *', 2, '2-57/5 * * * *'],
  ['2-57/5 * * * *', -2, '*/5 * * * *'],
  ['0,30 * * * *', 45, '15,45 * * * *'],
  ['@daily', 90, '30 1 * * *'],
  ['@hourly', 7, '7 * * * *'],
  ['0 9-17 * * 1-5', 30, '30 9-17 * * 1-5'],
  ['0 9-17 * * 1-5', 60, '0 10-18 * * 1-5'],
  ['30 23 * * 5', 60, '30 0 * * 6'],
  ['30 23 * * 6', 60, '30 0 * * 0'],
  ['0 1 * * sun', -120, '0 23 * * 6'],
  ['0 3 1 * *', 60, '0 4 1 * *'],
  ['0 3 1 jan mon', 10, '10 3 1 jan mon'],
  ['*/2 * * * *', 60, '*/2 * * * *'],
  ['* * * * *', 17, '* * * * *'],
])('%s by %i minutes is %s', (expr, minutes, expected) => {
  expect(shiftCron(expr, minutes)).toBe(expected)
})

test.each([
  ['0 23 1 * *', 120, 'a day of the month would become the day after, which months do not share'],
  ['0 23 * 6 *', 120, 'the last night of June would fall into July'],
  ['0,30 3 * * *', 45, 'one run would move an hour on and the other not'],
  ['* 3 * * *', 1, 'an hour of minutes cannot begin at minute 1'],
  ['*/5 * * * 1', 57, 'some runs would cross midnight into Tuesday'],
  ['@reboot', 5, 'it has no time'],
  ['sometimes', 5, 'it is no expression'],
])('%s cannot be moved by %i: %s', (expr, minutes) => {
  expect(shiftCron(expr, minutes)).toBeNull()
})

describe('for any schedule', () => {
  const field = (low: number, high: number) =>
    fc.oneof(
      fc.constant('*'),
      fc
        .uniqueArray(fc.integer({ min: low, max: high }), { minLength: 1, maxLength: 4 })
        .map((values) => values.join(',')),
    )
  const exprs = fc
    .tuple(field(0, 59), field(0, 23), fc.constant('*'), fc.constant('*'), field(0, 6))
    .map((parts) => parts.join(' '))

  /** Returns the minutes of the week at which the expression runs. */
  const runs = (expr: string): ReadonlySet<number> => {
    const read = parseCron(expr)
    if (!read.ok) throw new Error(expr)
    const { fields } = read
    const weekdays = [0, 1, 2, 3, 4, 5, 6].filter((weekday) => fitsDay(fields, { day: 1, month: 1, weekday }))
    return new Set(
      weekdays.flatMap((day) =>
        fields.hour.values.flatMap((hour) => fields.minute.values.map((minute) => day * 1440 + hour * 60 + minute)),
      ),
    )
  }

  test('a moved schedule runs exactly that much later, and at no other time', () => {
    fc.assert(
      fc.property(exprs, fc.integer({ min: -4000, max: 4000 }), (expr, minutes) => {
        const moved = shiftCron(expr, minutes)
        if (moved === null) return
        const wanted = [...runs(expr)].map((at) => (((at + minutes) % 10_080) + 10_080) % 10_080)
        expect([...runs(moved)].toSorted((a, b) => a - b)).toEqual(wanted.toSorted((a, b) => a - b))
      }),
      { numRuns: 300 },
    )
  })
})
