import { expect, it } from 'vitest'
import type { ActivityEntry } from '../../../shared/model/activity.ts'
import { isAbout, kindOf } from './job-activity.ts'
import { durationText, logText } from './job-log.ts'

it('prints a log as text and leaves out what is not known', () => {
  const whole = { at: '2026-05-18T03:00:04+07:00', ok: false, exitCode: 255, durationMs: 350, text: 'PHP Fatal error' }
  const bare = { at: null, ok: null, exitCode: null, durationMs: null, text: '{"odd":1}' }
  expect(logText([whole, bare])).toBe('2026-05-18T03:00:04+07:00 · failed · exit 255 · 350 ms\nPHP Fatal error\n\n{"odd":1}')
})

it('tells durations in a unit that suits them', () => {
  expect([350, 2500, 42_000, 130_000, 9_000_000].map((ms) => durationText(ms, 'en'))).toEqual(['350 ms', '2.5 sec', '42 sec', '2.2 min', '2.5 hr'])
})

const entry = (patch: Partial<ActivityEntry>): ActivityEntry => ({
  id: 1,
  atMs: 0,
  actor: 'me',
  serverId: 's0',
  serverName: 'web-1',
  action: 'cron.update',
  subject: 'nightly',
  before: { enabled: true },
  after: { enabled: false },
  result: 'done',
  error: null,
  ...patch,
})

it('finds the entries of a job by id where there is one, else by name', () => {
  const job = { id: 5, name: 'nightly' }
  expect(isAbout(entry({}), 's0', job)).toBe(true)
  expect(isAbout(entry({ subject: '#5' }), 's0', job)).toBe(true)
  expect(isAbout(entry({ subject: 'old', before: { name: 'old' }, after: { name: 'nightly' } }), 's0', job)).toBe(true)
  expect(isAbout(entry({ action: 'cron.create', before: null, after: { id: 6, name: 'nightly' } }), 's0', job)).toBe(false)
  expect(isAbout(entry({ serverId: 's1' }), 's0', job)).toBe(false)
  expect(isAbout(entry({ action: 'ftp.update' }), 's0', job)).toBe(false)
})

it('tells a switch from other changes', () => {
  expect(kindOf(entry({}))).toBe('disable')
  expect(kindOf(entry({ after: { enabled: true } }))).toBe('enable')
  expect(kindOf(entry({ after: { enabled: true, name: 'x' } }))).toBe('update')
})
