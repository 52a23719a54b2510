import { describe, expect, it } from 'vitest'
import { aJob } from '../../../test-data/a-job.test-data.ts'
import { clockOf, offsetLabel, showsLocalTime, shortTime, wallTime } from './server-clock.ts'

describe('clockOf', () => {
  it('uses the pinned zone first', () => {
    expect(clockOf({ timeZone: 'Europe/Berlin' }, { utcOffsetMin: 420 })).toEqual({
      source: 'pinned',
      zone: 'Europe/Berlin',
    })
  })
  it('ignores a zone that does not exist', () => {
    expect(clockOf({ timeZone: 'Moon/Sea' }, { utcOffsetMin: 420 })).toEqual({ source: 'offset', zone: 420 })
  })
  it('reads the offset from the job if core has none', () => {
    expect(clockOf({ timeZone: null }, { utcOffsetMin: null }, aJob())).toEqual({ source: 'offset', zone: 420 })
    expect(clockOf({ timeZone: null }, undefined)).toEqual({ source: 'unknown', zone: null })
  })
  it('takes UTC for an offset, not for a missing one', () => {
    expect(clockOf({ timeZone: null }, { utcOffsetMin: 0 })).toEqual({ source: 'offset', zone: 0 })
  })
})

const at = Date.parse('2026-05-18T20:00:00Z')

it('prints a time with a bare offset and with a named zone', () => {
  expect(wallTime(at, 420, 'en', at)).toBe('Tue, May 19, 03:00')
  expect(wallTime(at, 'America/New_York', 'en', at)).toBe('Mon, May 18, 16:00')
  expect(wallTime(at, -210, 'en', Date.parse('2025-05-18T20:00:00Z'))).toBe('Mon, May 18, 2026, 16:30')
})

it('shortens a time of today, by the server’s clock', () => {
  expect(shortTime(at, 420, 'en', at + 3_600_000)).toEqual({ today: true, text: '03:00' })
  expect(shortTime(at, 0, 'en', at + 5 * 3_600_000)).toEqual({ today: false, text: 'May 18, 20:00' })
  expect(shortTime(at, 0, 'en', Date.parse('2027-01-01T00:00:00Z')).text).toBe('May 18, 2026')
})

it('tells whether two clocks agree at every instant', () => {
  const here = -new Date(at).getTimezoneOffset()
  expect(showsLocalTime(here, [at])).toBe(true)
  expect(showsLocalTime(here + 60, [at])).toBe(false)
})

it('prints the offset of a zone at an instant', () => {
  expect(offsetLabel('Europe/Berlin', at)).toBe('+02:00')
  expect(offsetLabel(-210, at)).toBe('-03:30')
})
