import { expect, it } from 'vitest'
import { actionKey, entryKind } from './action-words.ts'
import { anEntry } from '../test-data/an-entry.test-data.ts'
import { diffOf, summaryOf, reportedFields } from './diff.ts'

it('shows which entries of a list were added, removed and kept', () => {
  const entry = anEntry({
    before: { allowedIps: ['10.0.0.0/8', '192.0.2.1/32'] },
    after: { allowedIps: ['192.0.2.1/32', '203.0.113.0/24'] },
  })
  expect(diffOf(entry)).toEqual([
    { kind: 'list', field: 'allowedIps', added: ['203.0.113.0/24'], removed: ['10.0.0.0/8'], kept: ['192.0.2.1'] },
  ])
})

it('does not take another spelling of a network for a change', () => {
  const sides = {
    before: { allowedIps: ['10.0.0.5', '10.0.0.0/24'] },
    after: { allowedIps: ['10.0.0.5/32', '10.0.0.0/24'] },
  }
  expect(diffOf(anEntry(sides))).toEqual([])
  const tags = { before: { tags: ['a', 'b'] }, after: { tags: ['b', 'c'] } }
  expect(diffOf(anEntry(tags))).toEqual([{ kind: 'list', field: 'tags', added: ['c'], removed: ['a'], kept: ['b'] }])
})

it('names a change of the allow list alone, as it names a switch', () => {
  const ips = { before: { allowedIps: [] }, after: { allowedIps: ['10.0.0.5'] } }
  expect(actionKey(anEntry(ips))).toBe('ftp_setAllowedIps')
  expect(actionKey(anEntry({ before: { enabled: true }, after: { enabled: false } }))).toBe('ftp_disable')
  expect(actionKey(anEntry({ before: { ...ips.before, quotaMb: 1 }, after: { ...ips.after, quotaMb: 2 } }))).toBe(
    'ftp_update',
  )
})

it('does not take an unread list for an empty one', () => {
  const entry = anEntry({ before: { allowedIps: null }, after: { allowedIps: ['192.0.2.1/32'] } })
  expect(diffOf(entry)).toEqual([{ kind: 'change', field: 'allowedIps', before: null, after: ['192.0.2.1/32'] }])
})

it('leaves equal values out and lists important fields first', () => {
  const entry = anEntry({
    before: { updatedAt: 'a', quotaMb: 512, enabled: true, zz: 1, aa: 1 },
    after: { updatedAt: 'b', quotaMb: 1024, enabled: true, zz: 2, aa: 2 },
  })
  expect(diffOf(entry).map(({ field }) => field)).toEqual(['quotaMb', 'aa', 'updatedAt', 'zz'])
  expect(reportedFields(entry)).toEqual(['quotaMb', 'aa', 'zz'])
})

it('keeps a value that only one side has', () => {
  const entry = anEntry({ action: 'ftp.setPassword', before: {}, after: { password: 'changed' } })
  expect(diffOf(entry)).toEqual([{ kind: 'only', field: 'password', side: 'after', value: 'changed' }])
  expect(reportedFields(entry)).toEqual(['password'])
})

it('sums up a new or removed row by its main values', () => {
  const account = {
    username: 'lotus_x',
    owner: 'lotus',
    quotaMb: 0,
    domain: null,
    allowedIps: [],
    createdAt: '2026-01-01T00:00:00Z',
  }
  expect(reportedFields(anEntry({ action: 'ftp.create', after: account }))).toEqual(['allowedIps', 'quotaMb'])
  expect(diffOf(anEntry({ action: 'ftp.remove', before: account }))).toHaveLength(6)
  expect(summaryOf(anEntry({ action: 'ftp.remove', before: { quotaMb: 5 } }))).toEqual([
    { kind: 'only', field: 'quotaMb', side: 'before', value: 5 },
  ])
})

it('shows nothing for an entry without values', () => {
  expect(diffOf(anEntry({ result: 'failed' }))).toEqual([])
})

it('calls a change of a switch by its new state', () => {
  const turned = (action: string, enabled: boolean) =>
    actionKey(anEntry({ action, before: { enabled: !enabled }, after: { enabled } }))
  expect(turned('ftp.setEnabled', true)).toBe('ftp_enable')
  expect(turned('ftp.setEnabled', false)).toBe('ftp_disable')
  expect(turned('ftp.setAnonymous', true)).toBe('ftp_anonymousOn')
  expect(turned('cron.update', false)).toBe('cron_disable')
  expect(actionKey(anEntry({ action: 'ftp.setEnabled', result: 'failed' }))).toBe('ftp_setEnabled')
})

it('does not call a change a switch if more was changed, and ignores fields that the panel updates by itself', () => {
  const before = { enabled: true, name: 'a', nextRunAt: '2026-01-01T00:00:00Z' }
  expect(actionKey(anEntry({ action: 'cron.update', before, after: { enabled: false, name: 'b' } }))).toBe(
    'cron_update',
  )
  expect(
    actionKey(anEntry({ action: 'cron.update', before, after: { enabled: false, name: 'a', nextRunAt: null } })),
  ).toBe('cron_disable')
})

it('has no words for an action of a newer version', () => {
  expect(actionKey(anEntry({ action: 'backup.restore' }))).toBeNull()
  expect(actionKey(anEntry({ action: 'constructor' }))).toBeNull()
})

it('tells new, removed and changed rows apart', () => {
  expect(entryKind(anEntry({ after: {} }))).toBe('created')
  expect(entryKind(anEntry({ before: {} }))).toBe('removed')
  expect(entryKind(anEntry({ before: {}, after: {} }))).toBe('changed')
  expect(entryKind(anEntry())).toBe('changed')
})
