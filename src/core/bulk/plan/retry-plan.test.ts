import { describe, expect, test } from 'vitest'
import { cronRow, evenRandom, ftpRow, item, ledger, nowMs, planned, viewWith } from './fixtures.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Run } from '../../../shared/model/run.ts'
import type { Runs } from '../types.ts'
import { prepare } from './prepare.ts'

const retry = { action: { type: 'retry', runId: 'r' }, keys: [] } as const

describe('a retry', () => {
  const failed = item({ state: 'failed' })

  test('has the same goal, and starts from the present row', () => {
    const { items } = planned(retry, [viewWith('s0', { ftp: [ftpRow('a', { allowedIps: ['203.0.113.7'] })] })], {
      runs: ledger([failed]),
    })
    expect(items).toMatchObject([
      { before: { allowedIps: ['203.0.113.7'] }, after: { allowedIps: ['203.0.113.7', '198.51.100.1/32'] }, flags: [] },
    ])
  })

  test('says so if it would drop an entry that someone has added meanwhile', () => {
    const { items } = planned(
      retry,
      [viewWith('s0', { ftp: [ftpRow('a', { allowedIps: ['203.0.113.7', '10.0.0.1'] })] })],
      { runs: ledger([failed]) },
    )
    expect(items[0]?.flags).toEqual(['changed-since'])
  })

  test('leaves out items that succeeded after all and items that the user decided to skip', () => {
    const rows = [viewWith('s0', { ftp: [ftpRow('a', { allowedIps: ['198.51.100.1', '203.0.113.7'] })] })]
    expect(planned(retry, rows, { runs: ledger([item({ state: 'unknown' })]) })).toMatchObject({ items: [], noops: 1 })
    const skipped = (['not-confirmed', 'kept-as-found', 'already-so', 'gone'] as const).map((reason) =>
      item({ state: 'skipped', skipped: reason }),
    )
    expect(planned(retry, rows, { runs: ledger(skipped) })).toMatchObject({ items: [], impossible: [], noops: 0 })
  })

  test('creates an account that was not created, with a password of its own, and none that exists', () => {
    const creation = item({
      op: 'create',
      key: 's0/ftp/+bb',
      state: 'skipped',
      skipped: 'cancelled',
      before: null,
      after: { username: 'bb', quotaMb: 5 },
    })
    const runs = ledger([creation], {
      action: { type: 'ftp.create', serverIds: ['s0'], account: { username: 'bb' }, length: 40 },
    })
    const fresh = planned(retry, [viewWith('s0', { ftp: [ftpRow('a')] })], { runs })
    expect(fresh.items).toMatchObject([
      { key: 's0/ftp/+bb', op: 'create', subject: 'admin_bb', after: { username: 'bb', quotaMb: 5 } },
    ])
    expect(fresh.secrets.get(0)).toHaveLength(40)
    expect(planned(retry, [viewWith('s0', { ftp: [ftpRow('bb', { quotaMb: 5 })] })], { runs })).toMatchObject({
      items: [],
      impossible: [{ reason: 'exists', detail: 'admin_bb' }],
    })
  })

  test('of a retry keeps the length of the passwords, unless the first run is deleted', () => {
    const failed = item({ op: 'password', state: 'failed', before: null, after: null })
    const lengthAfter = (deleted: boolean) => {
      const runs: Runs = {
        ...ledger([failed]),
        run: (id) => {
          if (id === 'first' && deleted) throw new AppError('run.unknown', 'No such run')
          const action = id === 'first' ? { type: 'ftp.password', length: 40 } : { type: 'retry', runId: 'first' }
          return { startedAtMs: nowMs, action } as Run
        },
      }
      return planned(retry, [viewWith('s0', { ftp: [ftpRow('a')] })], { runs }).secrets.get(0)?.length
    }
    expect([lengthAfter(false), lengthAfter(true)]).toEqual([40, 24])
  })

  test('completes a row that was created, and creates no second one', () => {
    const after = { name: 'n', command: '/bin/true', cronExpr: '0 3 * * *', enabled: false }
    const halfJob = item({
      op: 'create',
      kind: 'cron',
      key: 's0/cron/+n',
      subject: 'n',
      state: 'failed',
      before: null,
      after,
      madeId: '9',
    })
    const halfAccount = item({
      op: 'create',
      key: 's0/ftp/+bb',
      state: 'failed',
      before: null,
      after: { username: 'bb', quotaMb: 5, readOnly: false },
      madeId: 'admin_bb',
    })
    const rows = { cron: [cronRow(9, { ...after, enabled: true })], ftp: [ftpRow('bb')] }
    const { items, secrets } = planned(retry, [viewWith('s0', rows)], { runs: ledger([halfJob, halfAccount]) })
    expect(items).toMatchObject([
      { key: 's0/cron/9', op: 'update', before: { enabled: true }, after: { enabled: false } },
      { key: 's0/ftp/admin_bb', op: 'update', before: { quotaMb: 0 }, after: { quotaMb: 5 } },
    ])
    expect(secrets.size).toBe(0)
    const plannedReads = prepare(retry, {
      servers: [],
      protectedIps: [],
      random: evenRandom,
      secrets: {},
      createdWith: () => null,
      runs: ledger([halfJob, halfAccount]),
    }).plannedReads
    expect(plannedReads).toMatchObject([{ serverId: 's0', sinceMs: { cron: nowMs, ftp: nowMs } }])
  })

  test('creates a job that was not created, with all its settings', () => {
    const after = { name: 'n', command: '/bin/true', cronExpr: '0 3 * * *', enabled: false }
    const creation = item({ op: 'create', kind: 'cron', key: 's0/cron/+n', state: 'failed', before: null, after })
    expect(planned(retry, [viewWith('s0', {})], { runs: ledger([creation]) }).items).toMatchObject([
      { op: 'create', after },
    ])
  })

  test('deletes rows that still exist', () => {
    const removal = item({ op: 'remove', state: 'failed', before: { ...ftpRow('a') }, after: null })
    expect(planned(retry, [viewWith('s0', { ftp: [ftpRow('a')] })], { runs: ledger([removal]) }).items).toMatchObject([
      { op: 'remove', flags: ['irreversible'] },
    ])
    expect(planned(retry, [viewWith('s0', {})], { runs: ledger([removal]) })).toMatchObject({ items: [], noops: 1 })
  })
})
