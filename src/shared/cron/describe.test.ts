import { describe, expect, it } from 'vitest'
import { describeCron, loadCronLocale } from './describe.ts'

describe('describeCron', () => {
  it.each([
    ['0 3 * * *', 'At 03:00'],
    ['30 15 * * 1-5', 'At 15:30, Monday through Friday'],
    ['*/5 * * * 7', 'Every 5 minutes, only on Sunday'],
    ['@daily', 'At 00:00'],
    ['0 0 13 * 5', 'At 00:00, on day 13 of the month, and on Friday'],
    ['0 0 */2 * 1', 'At 00:00, every 2 days in a month, only on Monday'],
    ['@reboot', 'Run once, at startup'],
    ['0 3 * *', null],
    ['0 0 L * *', null],
    ['', null],
  ])('%s: %s', (expr, sentence) => {
    expect(describeCron(expr)).toBe(sentence)
  })

  it('speaks another language once it is loaded, and falls back to no other language', async () => {
    expect(describeCron('0 3 * * *', 'vi')).toBeNull()
    expect(await loadCronLocale('vi-VN')).toBe(true)
    expect(describeCron('0 3 * * *', 'vi-VN')).toBe('Lúc 03:00')
    expect(describeCron('20 */6 1-7 * 1,3', 'vi')).toBe(
      'Vào phút thứ 20 trong giờ, mỗi 6 giờ, từ ngày 1 đến ngày 7 trong tháng, và vào Thứ 2 và Thứ 4',
    )
    expect(await loadCronLocale('en-GB')).toBe(true)
    expect(await loadCronLocale('tlh')).toBe(false)
    expect(await loadCronLocale('constructor')).toBe(false)
    expect(describeCron('0 3 * * *', 'toString')).toBeNull()
  })
})
