import { expect, test } from 'vitest'
import { rowOf } from './row-of.ts'

const entry = { serverId: 's1', after: null }

test.each([
  ['cron.setNote', { after: { id: 7, note: 'x' } }, { kind: 'cron', rowKey: 's1/cron/7', op: null }],
  ['cron.setNote', {}, { kind: 'cron', rowKey: null, op: null }],
  ['servers.edit', {}, { kind: null, rowKey: null, op: null }],
  ['cron.setNote', { serverId: null }, { kind: null, rowKey: null, op: null }],
] as const)('names the row of %s %o', (action, over, row) => {
  expect(rowOf({ ...entry, action, ...over })).toEqual(row)
})
