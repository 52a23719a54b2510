import { expect, it } from 'vitest'
import type { PublicAction } from '../../shared/model/bulk-action.ts'
import { english } from '../i18n/catalogues.ts'
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
/** A sentence of the English catalogue, for several rows. */
const sentence = (key: string) =>
  `${key}_other`.split('.').reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], english)
const text = (value: string) => ({ say: 'text', text: value })

it.each<[PublicAction, string, unknown]>([
  [ips('add', '198.51.100.24'), 'kinds.ftp.title.ipsAdd', text('198.51.100.24')],
  [ips('remove', '198.51.100.0/24', '203.0.113.7'), 'kinds.ftp.title.ipsRemove', text('198.51.100.0/24, 203.0.113.7')],
  [ips('subtract', '10.0.0.1', '10.0.0.3', '10.0.0.5'), 'kinds.ftp.title.ipsSubtract', { say: 'entries', count: 3 }],
  [ips('set', '10.0.0.1'), 'kinds.ftp.title.ipsSet', text('10.0.0.1')],
  [ips('set'), 'kinds.ftp.title.ipsClear', null],
  [swap(['203.0.113.9'], '203.0.113.7/32'), 'kinds.ftp.title.ipsSwap', text('203.0.113.7 → 203.0.113.9')],
  [swap(['10.0.0.1', '10.0.0.3', '10.0.0.5'], '203.0.113.7'), 'kinds.ftp.title.ipsSwap', { say: 'entries', count: 3 }],
  [{ type: 'ftp.edit', patch: { enabled: false } }, 'kinds.ftp.title.disable', null],
  [{ type: 'ftp.edit', patch: { quotaMb: 500 } }, 'kinds.ftp.title.quota', { say: 'megabytes', count: 500 }],
  [{ type: 'ftp.edit', patch: { quotaMb: 0 } }, 'kinds.ftp.title.quotaNone', null],
  [{ type: 'ftp.edit', patch: { readOnly: true } }, 'kinds.ftp.title.readOnly', null],
  [{ type: 'ftp.edit', patch: { readOnly: false, quotaMb: 1 } }, 'kinds.ftp.title.settings', null],
  [{ type: 'ftp.edit', patch: { enabled: true, quotaMb: 1 } }, 'kinds.ftp.title.edit', null],
  [{ type: 'ftp.edit', patch: { enabled: false, ips: { mode: 'set', entries: [] } } }, 'kinds.ftp.title.edit', null],
  [jobs({ name: 'nightly' }), 'kinds.cron.title.rename', text('nightly')],
  [jobs({ name: 'nightly', enabled: true }), 'kinds.cron.title.edit', null],
  [jobs({ enabled: true }), 'kinds.cron.title.enable', null],
  [jobs({ cronExpr: '0 3 * * *' }), 'kinds.cron.title.schedule', text('0 3 * * *')],
  [jobs({ shiftMin: -15 }), 'kinds.cron.title.earlier', { say: 'minutes', count: 15 }],
  [jobs({ shiftMin: 90 }), 'kinds.cron.title.later', { say: 'minutes', count: 90 }],
  [
    jobs({ command: { how: 'replace', find: 'x'.repeat(50), replaceBy: '', regex: false } }),
    'kinds.cron.title.replace',
    text(`${'x'.repeat(40)}…`),
  ],
  [jobs({ emailOnComplete: '', emailOnError: true }), 'kinds.cron.title.mail', null],
  [jobs({ enabled: true, shiftMin: 5 }), 'kinds.cron.title.edit', null],
  [{ type: 'ftp.password', length: 20 }, 'kinds.ftp.title.password', null],
  [{ type: 'cron.remove' }, 'kinds.cron.title.remove', null],
  [{ type: 'anonymous.edit', patch: { enabled: true }, was: null }, 'kinds.anonymous.title.on', null],
  [{ type: 'undo', runId: 'r' }, 'bulk.title.undo', null],
])('titles %j as %s', (action, key, what) => {
  expect(titleOf(action)).toEqual({ key, what })
  expect(sentence(key)).toMatch(/\{n\}/)
})
