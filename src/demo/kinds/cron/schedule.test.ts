import { expect, it } from 'vitest'
import { isCronExpression, nextRunMs, previousRunsMs } from './schedule.ts'

it.each([
  '* * * * *',
  '*/5 0-3,6 * jan-mar mon-fri',
  '@daily',
  ' 0  3 * * * ',
  '0 0 * jul wed',
  '0 0 * apr *',
  '0 0 * * 7',
])('accepts %s', (expression) => {
  expect(isCronExpression(expression)).toBe(true)
})

it.each([
  '',
  'nightly',
  '@reboot-later',
  '* * * *',
  '* * * * * *',
  '61 * * * *',
  '0 24 * * *',
  '*/0 * * * *',
  '5-1 * * * *',
  '0 0 L * *',
  '0 0 1W * *',
  '? * * * *',
  '0 0 * * mon#1',
])('refuses %s', (expression) => {
  expect(isCronExpression(expression)).toBe(false)
})

it('finds the next runs on the panel’s clock', () => {
  const noon = Date.parse('2026-05-18T12:00:00+07:00')
  expect(nextRunMs('0 3 * * *', noon, 420)).toBe(Date.parse('2026-05-19T03:00:00+07:00'))
  expect(nextRunMs('0 3 * * *', noon, -300)).toBe(Date.parse('2026-05-18T03:00:00-05:00'))
  expect(previousRunsMs('0 3 * * *', noon, 420, 2)).toEqual([
    Date.parse('2026-05-18T03:00:00+07:00'),
    Date.parse('2026-05-17T03:00:00+07:00'),
  ])
  expect(nextRunMs('0 0 30 2 *', noon, 0)).toBeNull()
  expect(() => nextRunMs('nightly', noon, 0)).toThrow(RangeError)
})
