import { expect, it } from 'vitest'
import type { ActivityEntry } from '../../../shared/model/activity.ts'
import { anEntry } from '../../test-data/an-entry.test-data.ts'
import { activityWords, isAbout, kindOf } from './job-activity.ts'

const entry = (patch: Partial<ActivityEntry>): ActivityEntry =>
  anEntry({
    serverId: 's0',
    action: 'cron.update',
    subject: 'nightly',
    before: { enabled: true },
    after: { enabled: false },
    ...patch,
  })

it('finds the entries of a job by id if there is one, otherwise by name', () => {
  const job = { id: 5, name: 'nightly' }
  expect(isAbout(entry({}), 's0', job)).toBe(true)
  expect(isAbout(entry({ subject: '#5' }), 's0', job)).toBe(true)
  expect(isAbout(entry({ subject: 'old', before: { name: 'old' }, after: { name: 'nightly' } }), 's0', job)).toBe(true)
  expect(isAbout(entry({ action: 'cron.create', before: null, after: { id: 6, name: 'nightly' } }), 's0', job)).toBe(
    false,
  )
  expect(isAbout(entry({ before: { id: 5, enabled: true }, after: { id: 5, enabled: false } }), 's0', job)).toBe(true)
  expect(isAbout(entry({ before: { id: 6, enabled: true }, after: { id: 6, enabled: false } }), 's0', job)).toBe(false)
  expect(isAbout(entry({ serverId: 's1' }), 's0', job)).toBe(false)
  expect(isAbout(entry({ action: 'ftp.update' }), 's0', job)).toBe(false)
})

it('tells a switch from other changes', () => {
  expect(kindOf(entry({}))).toBe('disable')
  expect(kindOf(entry({ before: { enabled: false }, after: { enabled: true } }))).toBe('enable')
  expect(kindOf(entry({ after: { enabled: true, name: 'x' } }))).toBe('update')
  // The panel updates the next run by itself, and the id only identifies the job.
  expect(
    kindOf(
      entry({
        before: { id: 5, enabled: false, nextRunAt: null },
        after: { id: 5, enabled: true, nextRunAt: '2026-05-18T03:00:00+07:00' },
      }),
    ),
  ).toBe('enable')
})

it('names the fields of a change, but never the id of the job', () => {
  const text = {
    t: (key: string, named = {}) => [key, ...Object.values(named)].join(' '),
    has: (key: string): key is never => key.endsWith('.command'),
    list: (words: readonly string[]) => words.join(', '),
  }
  expect(
    activityWords(
      entry({ before: { id: 5, command: 'a', owner: 'x' }, after: { id: 5, command: 'b', owner: 'y' } }),
      text,
    ),
  ).toBe('cron.activity.updateFields cron.activity.field.command')
  expect(activityWords(entry({ before: { id: 5, owner: 'x' }, after: { id: 5, owner: 'y' } }), text)).toBe(
    'cron.activity.update',
  )
  expect(activityWords(entry({ action: 'cron.remove', after: null }), text)).toBe('cron.activity.remove')
})
