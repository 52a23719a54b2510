import { describe, expect, it } from 'vitest'
import { formatInOffset, offsetAt, offsetMinutesOf, offsetText, panelTimeMs, serverZone } from './server-time.ts'

const never = '0001-01-01T00:00:00Z'

describe('times of a panel', () => {
  it.each([
    ['2026-05-18T17:44:36+07:00', 420],
    ['2026-05-18T17:44:36.123456789+07:00', 420],
    ['2026-05-18 17:44:36-0330', -210],
    ['2026-05-18T17:44+07', 420],
    ['2026-05-18T17:44:36Z', 0],
    ['2026-05-18T17:44:36-00:00', 0],
    ['2026-05-18T17:44:36', null],
    ['2026-05-18', null],
    ['2026-05-18T17:44:36+23:00', null],
    ['2026-05-18T17:44:36+07:99', null],
    [never, null],
    ['', null],
    ['soon', null],
  ])('offset of %j is %s', (iso, minutes) => {
    expect(offsetMinutesOf(iso)).toBe(minutes)
  })

  it.each([
    ['2026-05-18T17:44:36+07:00', Date.UTC(2026, 4, 18, 10, 44, 36)],
    [' 2026-05-18 17:44:36.5 -0330', Date.UTC(2026, 4, 18, 21, 14, 36, 500)],
    ['2026-05-18T17:44Z', Date.UTC(2026, 4, 18, 17, 44)],
    ['2026-05-18T17:44:36', null],
    ['2026-13-18T17:44:36Z', null],
    [never, null],
    ['', null],
    [null, null],
  ])('instant of %j', (iso, ms) => {
    expect(panelTimeMs(iso)).toBe(ms)
  })

  it('writes an instant on the server’s clock', () => {
    const ms = Date.UTC(2026, 4, 18, 20, 44, 36)
    expect(formatInOffset(ms, 420)).toBe('2026-05-19T03:44:36+07:00')
    expect(formatInOffset(ms, -210)).toBe('2026-05-18T17:14:36-03:30')
    expect(panelTimeMs(formatInOffset(ms, -570))).toBe(ms)
    expect([0, -30, 345].map(offsetText)).toEqual(['+00:00', '-00:30', '+05:45'])
  })

  it('reads the offset of a zone at an instant', () => {
    expect(offsetAt('Europe/Berlin', Date.UTC(2026, 0, 1))).toBe(60)
    expect(offsetAt('Europe/Berlin', Date.UTC(2026, 6, 1))).toBe(120)
    expect(offsetAt('America/St_Johns', Date.UTC(2026, 0, 1))).toBe(-210)
    expect(offsetAt('UTC', 0)).toBe(0)
    expect(offsetAt(-90, 0)).toBe(-90)
    expect(() => offsetAt('Nowhere/Land', 0)).toThrow(RangeError)
  })

  it('uses the pinned zone, otherwise the latest time that was printed', () => {
    const times = ['2026-01-18T17:44:36+01:00', null, '2026-05-18T17:44:36+02:00', never, '2030-01-01T00:00:00']
    expect(serverZone('Europe/Berlin', times)).toBe('Europe/Berlin')
    expect(serverZone(null, times)).toBe(120)
    expect(serverZone('', [never, null])).toBeNull()
  })
})
