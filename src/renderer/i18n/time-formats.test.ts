import { expect, it } from 'vitest'
import { timeFormat } from './time-formats.ts'

const at = Date.UTC(2026, 10, 19, 20, 5)
const withTime = ['time', 'dayTime', 'weekdayTime', 'weekdayYearTime', 'shortDateTime', 'full'] as const

it.each(['en', 'en-US', 'en-GB', 'vi'])('has one clock, of 24 hours, in %s', (locale) => {
  for (const show of withTime) {
    expect(timeFormat(show, locale, 'UTC').format(at)).toContain('20:05')
    expect(timeFormat(show, locale, 'UTC').format(Date.UTC(2026, 10, 19, 0, 5))).toContain('00:05')
  }
})
