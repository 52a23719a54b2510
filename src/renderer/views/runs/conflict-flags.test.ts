import { expect, it } from 'vitest'
import type { PublicAction } from '../../../shared/model/bulk-action.ts'
import type { RunItem } from '../../../shared/model/run.ts'
import { confirmedOf, conflictGroups, conflictItem, lacksProtected } from './conflict-flags.ts'

const remove: PublicAction = { type: 'ftp.edit', patch: { ips: { mode: 'remove', entries: ['198.51.100.9'] } } }
const replace: PublicAction = { type: 'ftp.edit', patch: { ips: { mode: 'set', entries: ['198.51.100.7'] } } }
const item = (over: Partial<RunItem>): RunItem => ({
  index: 0,
  key: 's/ftp/admin_a',
  serverId: 's',
  kind: 'ftp',
  op: 'update',
  subject: 'admin_a',
  before: { allowedIps: ['198.51.100.9', '198.51.100.7'] },
  after: { allowedIps: ['198.51.100.7'] },
  flags: [],
  undo: 'full',
  state: 'held',
  error: null,
  skipped: null,
  found: null,
  madeId: null,
  sentAtMs: null,
  endedAtMs: null,
  notDoneAtMs: null,
  open: false,
  ...over,
})

it('flags a list by what was found, not by the plan', () => {
  expect(conflictItem(item({ found: { allowedIps: ['198.51.100.9'] } }), remove, [])).toMatchObject({
    flags: ['last-restriction'],
  })
  expect(conflictItem(item({ found: { allowedIps: ['198.51.100.9', '192.0.2.1'] } }), remove, [])).toMatchObject({
    flags: [],
  })
  expect(conflictItem(item({ found: { allowedIps: ['203.0.113.0/24'] } }), replace, ['203.0.113.9'])).toMatchObject({
    flags: ['ours-dropped'],
    lostProtectedIps: ['203.0.113.9'],
  })
  expect(conflictItem(item({ found: { allowedIps: [] } }), replace, [])).toMatchObject({ flags: ['first-restriction'] })
})

it('flags nothing for other changes or for a row that is deleted', () => {
  expect(
    conflictItem(
      item({ before: { quotaMb: 1 }, after: { quotaMb: 2 }, found: { quotaMb: 3 } }),
      { type: 'ftp.edit', patch: { quotaMb: 2 } },
      [],
    ),
  ).toMatchObject({ flags: [] })
  expect(
    conflictItem(item({ op: 'remove', after: null, found: { allowedIps: [] } }), { type: 'ftp.remove' }, [
      '198.51.100.9',
    ]),
  ).toMatchObject({ flags: [], lostProtectedIps: [] })
})

it('returns the confirmed items, and asks for an address that the lists would lose', () => {
  const plain = conflictItem(item({ found: { allowedIps: ['198.51.100.9', '192.0.2.1'] } }), remove, [])
  const emptied = conflictItem(item({ found: { allowedIps: ['198.51.100.9'] } }), remove, [])
  const dropping = conflictItem(item({ found: { allowedIps: ['203.0.113.0/24'] } }), replace, ['203.0.113.9'])
  const all = [plain, emptied, dropping]
  expect(conflictGroups(all)).toEqual([
    { flag: 'last-restriction', count: 1 },
    { flag: 'ours-dropped', count: 1 },
  ])
  expect(confirmedOf(all, new Set())).toEqual([plain])
  expect(confirmedOf(all, new Set(['last-restriction'] as const))).toEqual([plain, emptied])
  expect([
    lacksProtected([plain, emptied], ''),
    lacksProtected(all, ''),
    lacksProtected(all, '203.0.113.8'),
    lacksProtected(all, '203.0.113.9/32'),
  ]).toEqual([false, true, true, false])
})
