import { expect, it } from 'vitest'
import { durationText, logText } from './job-log.ts'

it('prints a log as text and leaves out unknown values', () => {
  const whole = { at: '2026-05-18T03:00:04+07:00', ok: false, exitCode: 255, durationMs: 350, text: 'PHP Fatal error' }
  const bare = { at: null, ok: null, exitCode: null, durationMs: null, text: '{"odd":1}' }
  expect(logText([whole, bare])).toBe(
    '2026-05-18T03:00:04+07:00 · failed · exit 255 · 350 ms\nPHP Fatal error\n\n{"odd":1}',
  )
})

it('prints durations in a suitable unit', () => {
  expect([350, 2500, 42_000, 130_000, 9_000_000].map((ms) => durationText(ms, 'en'))).toEqual([
    '350 ms',
    '2.5 sec',
    '42 sec',
    '2.2 min',
    '2.5 hr',
  ])
})
