import { expect, it } from 'vitest'
import type { PublicAction } from '../../shared/model/bulk-action.ts'
import { titleOf } from './title-of.ts'

const ips = (
  mode: 'set' | 'add' | 'remove' | 'subtract' | 'swap',
  ...entries: string[]
): Extract<PublicAction, { type: 'ftp.edit' }> => ({ type: 'ftp.edit', patch: { ips: { mode, entries } } })
const swap = (entries: string[], ...remove: string[]): PublicAction => ({
  type: 'ftp.edit',
  patch: { ips: { mode: 'swap', entries, remove } },
})
const jobs = (patch: Extract<PublicAction, { type: 'cron.edit' }>['patch']): PublicAction => ({
  type: 'cron.edit',
  patch,
})
const text = (value: string) => ({ say: 'text', text: value })

it.each<[PublicAction, string, unknown]>([
  [ips('add', '198.51.100.24'), 'ipsAdd', text('198.51.100.24')],
  [ips('remove', '198.51.100.0/24', '203.0.113.7'), 'ipsRemove', text('198.51.100.0/24, 203.0.113.7')],
  [ips('subtract', '10.0.0.1', '10.0.0.3', '10.0.0.5'), 'ipsSubtract', { say: 'entries', count: 3 }],
  [ips('set', '10.0.0.1'), 'ipsSet', text('10.0.0.1')],
  [ips('set'), 'ipsClear', null],
  [swap(['203.0.113.9'], '203.0.113.7/32'), 'ipsSwap', text('203.0.113.7 → 203.0.113.9')],
  [swap(['10.0.0.1', '10.0.0.3', '10.0.0.5'], '203.0.113.7'), 'ipsSwap', { say: 'entries', count: 3 }],
  [{ type: 'ftp.edit', patch: { enabled: false } }, 'disable', null],
  [{ type: 'ftp.edit', patch: { quotaMb: 500 } }, 'quota', { say: 'megabytes', count: 500 }],
  [{ type: 'ftp.edit', patch: { quotaMb: 0 } }, 'quotaNone', null],
  [{ type: 'ftp.edit', patch: { readOnly: true } }, 'readOnly', null],
  [{ type: 'ftp.edit', patch: { readOnly: false, quotaMb: 1 } }, 'settings', null],
  [{ type: 'ftp.edit', patch: { enabled: true, quotaMb: 1 } }, 'accountsEdit', null],
  [{ type: 'ftp.edit', patch: { enabled: false, ips: { mode: 'set', entries: [] } } }, 'accountsEdit', null],
  [jobs({ name: 'nightly' }), 'jobsRename', text('nightly')],
  [jobs({ name: 'nightly', enabled: true }), 'jobsEdit', null],
  [jobs({ enabled: true }), 'jobsEnable', null],
  [jobs({ cronExpr: '0 3 * * *' }), 'jobsSchedule', text('0 3 * * *')],
  [jobs({ shiftMin: -15 }), 'jobsEarlier', { say: 'minutes', count: 15 }],
  [jobs({ shiftMin: 90 }), 'jobsLater', { say: 'minutes', count: 90 }],
  [
    jobs({ command: { how: 'replace', find: 'x'.repeat(50), replaceBy: '', regex: false } }),
    'jobsReplace',
    text(`${'x'.repeat(40)}…`),
  ],
  [jobs({ emailOnComplete: '', emailOnError: true }), 'jobsMail', null],
  [jobs({ enabled: true, shiftMin: 5 }), 'jobsEdit', null],
  [{ type: 'undo', runId: 'r' }, 'undo', null],
])('titles %j as %s', (action, key, what) => {
  expect(titleOf(action)).toEqual({ key: `bulk.title.${key}`, what })
})
