import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normaliseList } from '../../../shared/ip/index.ts'
import type { BulkAction } from '../../../shared/model/bulk-action.ts'
import type { RunItem } from '../../../shared/model/run.ts'
import { cronRow, ftpRow, item, keysOf, ledger, nowMs, onAll, planned, runAll, viewWith } from './fixtures.ts'
import type { Budget } from '../../limiter/types.ts'
import type { ServerView } from '../../planning/server-view.ts'

const undo = { action: { type: 'undo', runId: 'r' }, keys: [] } as const
const retry = { action: { type: 'retry', runId: 'r' }, keys: [] } as const

/** What a user sees of the rows: lists regardless of order and spelling, jobs regardless of id and creation time. */
const reported = (views: readonly ServerView[]) =>
  views.map(({ ftp, cron }) => ({
    ftp: [...ftp.values()]
      .map((row) => ({ ...row, allowedIps: row.allowedIps && normaliseList(row.allowedIps).entries }))
      .toSorted((a, b) => (a.username < b.username ? -1 : 1)),
    cron: [...cron.values()].map(({ id: _, createdAt: __, ...job }) => JSON.stringify(job)).toSorted(),
  }))

describe('for any run', () => {
  const entry = fc.constantFrom(
    '203.0.113.0/24',
    '203.0.113.7',
    '198.51.100.0/25',
    '2001:db8::/48',
    '10.0.0.1-10.0.0.3',
  )
  const list = fc.uniqueArray(entry, { maxLength: 3 })
  const account = fc.record({
    enabled: fc.boolean(),
    readOnly: fc.boolean(),
    quotaMb: fc.constantFrom(0, 500, 1000),
    allowedIps: list,
  })
  const job = fc.record({
    enabled: fc.boolean(),
    cronExpr: fc.constantFrom('0 3 * * *', '*/5 * * * *', '30 23 * * 5'),
    command: fc.constantFrom('/bin/a', '/bin/b x'),
  })
  const fleet = fc
    .array(fc.tuple(fc.array(account, { maxLength: 4 }), fc.array(job, { maxLength: 3 })), {
      minLength: 1,
      maxLength: 3,
    })
    .map((servers) =>
      servers.map(([ftp, cron], at) =>
        viewWith(`s${at}`, {
          ftp: ftp.map((over, n) => ftpRow(`u${n}`, over)),
          cron: cron.map((over, n) => cronRow(n + 1, over)),
        }),
      ),
    )
  const action: fc.Arbitrary<BulkAction> = fc.oneof(
    fc.record({
      type: fc.constant('ftp.edit' as const),
      patch: fc.record({
        ips: fc.record({
          mode: fc.constantFrom('set' as const, 'add' as const, 'remove' as const, 'subtract' as const),
          entries: fc.uniqueArray(entry, { minLength: 1, maxLength: 2 }),
        }),
        enabled: fc.boolean(),
      }),
    }),
    fc.record({
      type: fc.constant('ftp.edit' as const),
      patch: fc.record({
        ips: fc.record({
          mode: fc.constant('swap' as const),
          entries: fc.uniqueArray(entry, { minLength: 1, maxLength: 2 }),
          remove: fc.uniqueArray(entry, { minLength: 1, maxLength: 2 }),
        }),
        enabled: fc.boolean(),
      }),
    }),
    fc.record({ type: fc.constant('ftp.edit' as const), patch: fc.record({ enabled: fc.boolean() }) }),
    fc.record({
      type: fc.constant('ftp.edit' as const),
      patch: fc.record({ quotaMb: fc.constantFrom(0, 500), readOnly: fc.boolean() }),
    }),
    fc.record({
      type: fc.constant('cron.edit' as const),
      patch: fc.record({ enabled: fc.boolean(), shiftMin: fc.integer({ min: -90, max: 90 }) }),
    }),
    fc.record({
      type: fc.constant('cron.edit' as const),
      patch: fc.record({
        command: fc.constant({ how: 'replace' as const, find: 'b', replaceBy: 'c', regex: false }),
        emailOnError: fc.boolean(),
      }),
    }),
    fc.constant({ type: 'cron.remove' as const }),
    fc.constant({ type: 'ftp.create' as const, serverIds: ['s0', 's1'], account: { username: 'deploy' }, length: 24 }),
    fc.constant({
      type: 'cron.create' as const,
      serverIds: ['s0', 's1'],
      job: { name: 'new', command: '/bin/true', cronExpr: '0 4 * * *' },
      variables: {},
      staggerMin: 5,
    }),
  )

  test('the undo restores every row, and the undo of the undo makes the change again unless accounts had been deleted', () => {
    fc.assert(
      fc.property(fleet, action, (views, wanted) => {
        const intent = onAll(wanted, views)
        fc.pre(intent.keys.length > 0 || 'serverIds' in wanted)
        const run = runAll(planned(intent, views).items, views)
        const back = planned(undo, run.views, { runs: run.runs })
        expect(back.impossible).toEqual([])
        expect(back.items.filter(({ flags }) => flags.includes('changed-since'))).toEqual([])
        const undone = runAll(back.items, run.views)
        expect(reported(undone.views)).toEqual(reported(views))
        if (wanted.type === 'ftp.create') return
        const again = runAll(planned(undo, undone.views, { runs: undone.runs }).items, undone.views)
        expect(reported(again.views)).toEqual(reported(run.views))
      }),
      { numRuns: 300 },
    )
  })

  test('a second undo has nothing left to do', () => {
    fc.assert(
      fc.property(fleet, action, (views, wanted) => {
        const intent = onAll(wanted, views)
        fc.pre(intent.keys.length > 0 || 'serverIds' in wanted)
        const run = runAll(planned(intent, views).items, views)
        const undone = runAll(planned(undo, run.views, { runs: run.runs }).items, run.views)
        expect(planned(undo, undone.views, { runs: run.runs })).toMatchObject({ items: [], impossible: [] })
      }),
      { numRuns: 200 },
    )
  })
})

describe('an undo', () => {
  const viewsWith = (allowedIps: readonly string[] | null) => [
    viewWith('s0', { ftp: [ftpRow('a', { allowedIps: allowedIps && [...allowedIps] })] }),
  ]

  test('flags a row that someone has changed since, and shows its present values', () => {
    const { items } = planned(undo, viewsWith(['10.0.0.1/32']), { runs: ledger([item({})]) })
    expect(items).toMatchObject([
      {
        before: { allowedIps: ['10.0.0.1/32'] },
        after: { allowedIps: ['203.0.113.7'] },
        flags: ['changed-since'],
        undo: 'full',
      },
    ])
  })

  test.each([
    ['after the run was done with it', 5 * 60_000, 0, ['changed-since']],
    ['then only by a clock that is ahead', 5 * 60_000, 5 * 60_000, []],
    ['before', -60_000, 0, []],
  ])('flags a row of that name that was created %s', (_, createdAfterMs, clockAheadMs, flags) => {
    const createdAt = new Date(nowMs + createdAfterMs).toISOString()
    const clockOffset = () => ({ loMs: clockAheadMs - 500, hiMs: clockAheadMs + 500 })
    const budget = { clockOffset, etaMs: () => 0 } as unknown as Budget
    const flagsOf = (row: Partial<Parameters<typeof ftpRow>[1]>, done: Partial<RunItem>) => {
      const views = [viewWith('s0', { ftp: [ftpRow('a', { createdAt, updatedAt: createdAt, ...row })] }, { budget })]
      return planned(undo, views, { runs: ledger([item(done)]) }).items[0]?.flags.filter(
        (flag) => flag !== 'irreversible',
      )
    }
    expect(flagsOf({ quotaMb: 5 }, { before: { quotaMb: 1 }, after: { quotaMb: 5 } })).toEqual(flags)
    const made = { op: 'create', key: 's0/ftp/+a', madeId: 'admin_a', before: null, after: { username: 'a' } } as const
    expect(flagsOf({}, made)).toEqual(flags)
  })

  test('confirms by itself that it lifts a restriction or drops a protected address', () => {
    const on = item({ before: { allowedIps: [] }, after: { allowedIps: ['203.0.113.7/32'] } })
    expect(planned(undo, viewsWith(['203.0.113.7/32']), { runs: ledger([on]) }).items[0]?.flags).toEqual([
      'last-restriction',
    ])
    const protectedIps = planned(undo, viewsWith(['203.0.113.7', '198.51.100.1/32']), {
      runs: ledger([item({})]),
      protectedIps: ['198.51.100.1'],
    })
    expect([protectedIps.items[0]?.flags, protectedIps.protectedIps]).toEqual([['ours-dropped'], ['198.51.100.1']])
  })

  test('undoes only what was done', () => {
    const states = ['failed', 'unknown', 'skipped', 'held', 'planned'] as const
    const none = planned(undo, viewsWith(['203.0.113.7', '198.51.100.1/32']), {
      runs: ledger(states.map((state) => item({ state }))),
    })
    expect(none).toMatchObject({ items: [], impossible: [], noops: 0 })
  })

  test.each<[string, Partial<RunItem>, object]>([
    [
      'a deleted account',
      { op: 'remove', before: { ...ftpRow('a') }, after: null, undo: 'none' },
      { reason: 'not-undoable' },
    ],
    ['a new password', { op: 'password', before: null, after: null, undo: 'none' }, { reason: 'not-undoable' }],
    ['a list that was not known', { before: { allowedIps: null } }, { reason: 'not-undoable', detail: 'allowedIps' }],
    ['a row that is gone', { key: 's0/ftp/admin_b' }, { reason: 'gone' }],
    ['a server that is gone', { key: 's9/ftp/admin_b', serverId: 's9' }, { reason: 'gone', detail: 'server' }],
  ])('lists %s as impossible', (_, over, reason) => {
    expect(planned(undo, viewsWith(['10.0.0.1']), { runs: ledger([item(over)]) })).toMatchObject({
      items: [],
      impossible: [reason],
    })
  })

  test('creates a deleted job again beside an equal job that existed before', () => {
    const job = cronRow(7)
    const removed = item({
      key: 's0/cron/7',
      kind: 'cron',
      op: 'remove',
      subject: job.name,
      before: { ...job },
      after: null,
      undo: 'recreate',
    })
    const duplicate = { ...job, id: 3 }
    const made = { ...job, id: 8, createdAt: new Date(nowMs + 1000).toISOString() }
    const runs = ledger([removed])
    const { items } = planned(undo, [viewWith('s0', { cron: [duplicate] })], { runs })
    expect(items).toMatchObject([
      { key: `s0/cron/+${job.name}`, op: 'create', before: null, undo: 'full', knownDuplicates: ['3'] },
    ])
    expect(items[0]?.after).toEqual({
      name: job.name,
      command: job.command,
      cronExpr: job.cronExpr,
      domain: null,
      enabled: true,
      emailOnComplete: '',
      emailOnError: false,
    })
    expect(planned(undo, [viewWith('s0', { cron: [duplicate, made] })], { runs })).toMatchObject({
      items: [],
      noops: 1,
    })
  })

  test.each([undo, retry])('names items that were sent and not read back: $action.type', (intent) => {
    const runs = ledger((['sent', 'accepted'] as const).map((state) => item({ state })))
    expect(planned(intent, viewsWith(['203.0.113.7']), { runs })).toMatchObject({
      items: [],
      impossible: [{ reason: 'unconfirmed' }, { reason: 'unconfirmed' }],
    })
  })

  test.each(['failed', 'skipped', 'unknown'] as const)(
    'removes the row that was created by an item that has %s',
    (state) => {
      const half = item({
        op: 'create',
        key: 's0/ftp/+a',
        before: null,
        after: { username: 'a', quotaMb: 5 },
        madeId: 'admin_a',
        state,
      })
      const { items } = planned(undo, [viewWith('s0', { ftp: [ftpRow('a')] })], { runs: ledger([half]) })
      // The row lacks a setting that was never applied; nobody has changed it.
      expect(items).toMatchObject([{ key: 's0/ftp/admin_a', op: 'remove', flags: ['irreversible'] }])
    },
  )

  test.each([
    ['shows no domain', null, []],
    ['shows the same', 'a.example', []],
    ['shows another', 'b.example', ['changed-since']],
  ])('of the creation of a job with a domain depends on the panel: one that %s', (_, domain, flags) => {
    const after = { name: 'n', command: '/bin/true', cronExpr: '0 3 * * *', domain: 'a.example' }
    const made = item({ op: 'create', kind: 'cron', key: 's0/cron/+n', subject: 'n', before: null, after, madeId: '9' })
    expect(
      planned(undo, [viewWith('s0', { cron: [cronRow(9, { ...after, domain })] })], { runs: ledger([made]) }).items,
    ).toMatchObject([{ op: 'remove', flags }])
  })

  test('names the created row by its id', () => {
    const made = item({
      op: 'create',
      key: 's0/ftp/+a',
      before: null,
      after: { username: 'a', quotaMb: 5 },
      madeId: 'admin_a',
    })
    const { items } = planned(undo, [viewWith('s0', { ftp: [ftpRow('a', { quotaMb: 5 })] })], { runs: ledger([made]) })
    expect(items).toMatchObject([
      {
        key: 's0/ftp/admin_a',
        op: 'remove',
        before: { quotaMb: 5 },
        after: null,
        flags: ['irreversible'],
        undo: 'none',
      },
    ])
  })
})

test('the keys of a view name its rows', () => {
  expect(keysOf(viewWith('s0', { ftp: [ftpRow('a')] }), 'ftp')).toEqual(['s0/ftp/admin_a'])
})
