import { expect, test } from 'vitest'
import { rowOf } from './row-of.ts'

const entry = { serverId: 's1', subject: 'deploy', before: null, after: null }

test.each([
  ['ftp.update', {}, { kind: 'ftp', rowKey: 's1/ftp/deploy', op: 'update' }],
  ['ftp.create', { after: { username: 'lotus_deploy' } }, { kind: 'ftp', rowKey: 's1/ftp/lotus_deploy', op: 'create' }],
  ['ftp.setAnonymous', { subject: 'a.example' }, { kind: 'anonymous', rowKey: 's1/anonymous/a.example', op: 'update' }],
  ['cron.remove', { before: { id: 7 } }, { kind: 'cron', rowKey: 's1/cron/7', op: 'remove' }],
  ['cron.update', { subject: '#12' }, { kind: 'cron', rowKey: 's1/cron/12', op: 'update' }],
  ['cron.update', { subject: 'nightly' }, { kind: 'cron', rowKey: null, op: 'update' }],
  ['servers.edit', {}, { kind: null, rowKey: null, op: null }],
  ['ftp.update', { serverId: null }, { kind: null, rowKey: null, op: null }],
] as const)('names the row of %s %o', (action, over, row) => {
  expect(rowOf({ ...entry, action, ...over })).toEqual(row)
})
