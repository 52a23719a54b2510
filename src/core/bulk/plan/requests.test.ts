import { describe, expect, test } from 'vitest'
import type { BulkAction } from '../../../shared/model/bulk-action.ts'
import type { Budget } from '../../limiter/types.ts'
import { server } from '../../storage/fixtures.ts'
import { cronRow, ftpRow, nowMs, onAll, planned, viewWith } from './fixtures.ts'
import { planHeadOf } from './head.ts'
import { serverRunRequests } from './requests.ts'
import type { ServerView } from '../../planning/server-view.ts'

const accounts = (over: Partial<ServerView> = {}) =>
  viewWith('s0', { ftp: [ftpRow('a'), ftpRow('b'), ftpRow('c')] }, over)
const jobs = (over: Partial<ServerView> = {}) => viewWith('s0', { cron: [cronRow(1), cronRow(2), cronRow(3)] }, over)
const requests = (action: BulkAction, view: ServerView) =>
  serverRunRequests(planned('serverIds' in action ? { action, keys: [] } : onAll(action, [view]), [view]).items, view)
const ips: BulkAction = { type: 'ftp.edit', patch: { ips: { mode: 'add', entries: ['203.0.113.7'] } } }
const create = { type: 'ftp.create', serverIds: ['s0'], length: 24 } as const
const cronCreate = {
  type: 'cron.create',
  serverIds: ['s0'],
  job: { name: 'n', command: 'x', cronExpr: '0 3 * * *' },
  variables: {},
  staggerMin: 0,
} as const

describe('a server run of three rows', () => {
  test.each<[string, BulkAction, ServerView, number]>([
    ['sets lists, and reads the list before and after', ips, accounts(), 3 + 2],
    ['reads account by account too where the list lacks them', ips, accounts({ listHasAllowedIps: false }), 3 * 3 + 2],
    ['flips', { type: 'ftp.edit', patch: { enabled: false } }, accounts(), 3 + 2],
    [
      'flips by the list even where that lacks addresses',
      { type: 'ftp.edit', patch: { enabled: false } },
      accounts({ listHasAllowedIps: false }),
      3 + 2,
    ],
    [
      'sets quota and read-only together',
      { type: 'ftp.edit', patch: { quotaMb: 1, readOnly: true } },
      accounts(),
      3 + 2,
    ],
    [
      'sets, reads what is set, and flips',
      { type: 'ftp.edit', patch: { quotaMb: 1, enabled: false } },
      accounts(),
      2 * 3 + 3,
    ],
    ['rotates passwords', { type: 'ftp.password', length: 24 }, accounts(), 3 + 2],
    ['deletes', { type: 'ftp.remove' }, accounts(), 3 + 2],
    ['edits jobs by one request each', { type: 'cron.edit', patch: { enabled: false, shiftMin: 5 } }, jobs(), 3 + 2],
    ['has one account made', { ...create, account: { username: 'new' } }, accounts(), 1 + 2],
    [
      'has one account made and told',
      { ...create, account: { username: 'new', quotaMb: 1, readOnly: true, allowedIps: ['203.0.113.7'] } },
      accounts(),
      3 + 2,
    ],
    [
      'looks at one that was made where the list lacks addresses',
      { ...create, account: { username: 'new', allowedIps: ['203.0.113.7'] } },
      accounts({ listHasAllowedIps: false }),
      2 + 1 + 2,
    ],
    [
      'has one account made that is enabled, as new accounts are',
      { ...create, account: { username: 'new', enabled: true } },
      accounts(),
      1 + 2,
    ],
    [
      'has one account made, and switched off once that is read',
      { ...create, account: { username: 'new', enabled: false } },
      accounts(),
      2 + 3,
    ],
    ['has one job made', cronCreate, jobs(), 1 + 2],
    [
      'has one job made and switched off',
      { ...cronCreate, settings: { enabled: false, emailOnComplete: '' } },
      jobs(),
      2 + 2,
    ],
  ])('%s', (_, action, view, expected) => {
    expect(requests(action, view)).toBe(expected)
  })
})

describe('the head of a plan', () => {
  const budget = (msEach: number): Budget => ({ etaMs: (count: number) => count * msEach }) as unknown as Budget
  const [slow, shared] = [budget(100), budget(20)]
  const fleet = (environment: 'staging' | 'production' = 'staging') =>
    [slow, shared, shared].map((own, at) =>
      viewWith(
        `s${at}`,
        { ftp: [ftpRow('a'), ftpRow('b')] },
        { budget: own, server: server(`s${at}`, at, { environment }) },
      ),
    )
  const head = (action: BulkAction, views: readonly ServerView[], protectedIps: readonly string[] = []) => {
    const intent = onAll(action, views)
    const byId = new Map(views.map((view) => [view.id, view]))
    return planHeadOf(planned(intent, views, { protectedIps }), { id: 'p', intent, name: null, nowMs }, (id) =>
      byId.get(id)!,
    )
  }

  test('has the slowest server first, and servers with the same token wait for each other', () => {
    const { servers, etaMs, changes } = head(ips, fleet())
    expect(servers.map(({ serverId, requests: count, etaMs: eta, items }) => [serverId, count, eta, items])).toEqual([
      ['s0', 4, 400, 2],
      ['s1', 4, 160, 2],
      ['s2', 4, 160, 2],
    ])
    expect([etaMs, changes]).toEqual([400, 6])
  })

  test('tells whether a passphrase is needed', () => {
    expect(head({ type: 'ftp.password', length: 24 }, fleet()).needs).toEqual({ passphrase: true, protectedIps: [] })
    expect(head(ips, fleet()).needs).toEqual({ passphrase: false, protectedIps: [] })
  })

  test('groups the items of a server by what a user may leave out', () => {
    const view = viewWith('s0', { ftp: [ftpRow('a'), ftpRow('b', { allowedIps: ['198.51.100.1'] }), ftpRow('c')] })
    expect(head(ips, [view]).servers[0]?.parts).toEqual([
      { flags: ['first-restriction'], op: 'update', undo: 'full', items: 2, requests: 2 },
      { flags: [], op: 'update', undo: 'full', items: 1, requests: 1 },
    ])
  })

  test('counts every flag, every kind of undo and every reason', () => {
    const reported = head(ips, [
      ...fleet(),
      viewWith('s3', { ftp: [ftpRow('a', { allowedIps: null }), ftpRow('b', { allowedIps: ['203.0.113.7'] })] }),
    ])
    expect(reported).toMatchObject({
      changes: 6,
      noops: 1,
      impossible: [{ reason: 'ips-unknown', count: 1 }],
      flags: {
        'first-restriction': 6,
        'last-restriction': 0,
        'ours-dropped': 0,
        'changed-since': 0,
        irreversible: 0,
        production: 0,
      },
      undo: { full: 6, recreate: 0, none: 0 },
    })
  })

  test('names the protected addresses that would be dropped', () => {
    const views = [viewWith('s0', { ftp: [ftpRow('a', { allowedIps: ['203.0.113.0/24'] })] })]
    const reported = head({ type: 'ftp.edit', patch: { ips: { mode: 'set', entries: ['198.51.100.0/24'] } } }, views, [
      '203.0.113.7',
      '192.0.2.1',
    ])
    expect(reported.needs.protectedIps).toEqual(['203.0.113.7'])
  })

  test('of a file does not contain the file’s text', () => {
    const intent = {
      action: {
        type: 'ftp.import',
        csv: 'server,username,password\nServer s0,new,S3cret\n',
        lines: [2],
        length: 24,
      } as const,
      keys: [],
    }
    const views = fleet()
    const reported = planHeadOf(planned(intent, views), { id: 'p', intent, name: null, nowMs }, () => views[0]!)
    expect(reported.action).toEqual({ type: 'ftp.import', lines: [2], length: 24 })
    expect(JSON.stringify(reported)).not.toContain('S3cret')
  })
})
