import { describe, expect, it } from 'vitest'
import { twoClocks } from './server-time.ts'

describe('twoClocks', () => {
  it('computes the server’s time from the offset in the text', () => {
    expect(twoClocks('2026-05-18T17:44:36+07:00', null, 'en-GB')?.server).toMatch(/18 May 2026.*17:44:36.*GMT\+7/)
  })
  it('prefers the pinned zone', () => {
    expect(twoClocks('2026-05-18T17:44:36+07:00', 'Europe/Berlin', 'en-GB')?.server).toMatch(/12:44:36/)
  })
  it('knows no server time without either', () => {
    expect(twoClocks('2026-05-18T17:44:36', null, 'en-GB')?.server).toBeNull()
  })
  it('returns null for never and survives an unknown zone', () => {
    expect(twoClocks(null, null, 'en-GB')).toBeNull()
    expect(twoClocks('2026-05-18T17:44:36Z', 'Mars/Olympus', 'en-GB')?.server).toBe('2026-05-18T17:44:36.000Z')
  })
})
