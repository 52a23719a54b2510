import { eachListedKind } from '../../../shared/kinds/index.ts'
import { describe, expect, test } from 'vitest'
import { cronRow, ftpRow, item, ledger, planned, viewWith } from './fixtures.ts'

const undo = { action: { type: 'undo', runId: 'r' }, keys: [] } as const

describe('an undo on a cut list', () => {
  const cut = (over: object) => viewWith('s0', {}, { cut: eachListedKind(() => true), ...over })
  const unread = cut({
    missingFailed: { ftp: new Map([['admin_a', 'net.timeout']]), cron: new Map([['1', 'net.timeout']]) },
  })
  const creation = item({ op: 'create', key: 's0/ftp/+a', before: null, after: { username: 'a' }, madeId: 'admin_a' })
  const deletion = item({
    op: 'remove',
    kind: 'cron',
    key: 's0/cron/1',
    subject: 'job 1',
    before: cronRow(1),
    after: null,
  })

  test.each([
    ['a change', item({})],
    ['a creation', creation],
    ['a deletion', deletion],
  ])('does not take %s for undone if the row could not be read', (_, done) => {
    expect(planned(undo, [unread], { runs: ledger([done]) })).toMatchObject({
      items: [],
      noops: 0,
      impossible: [{ reason: 'unread', detail: 'net.timeout' }],
    })
  })

  test('does not plan a job that no panel takes, and plans one with a very long name', () => {
    const again = (name: string) =>
      planned(undo, [viewWith('s0', {})], {
        runs: ledger([{ ...deletion, before: cronRow(1, { name }) }]),
      })
    expect(again('').impossible).toMatchObject([{ reason: 'invalid-result', detail: 'name' }])
    expect(again(` ${'x'.repeat(400)}`).items).toMatchObject([{ after: { name: 'x'.repeat(400) }, replaces: '1' }])
  })

  test('asks before it creates a job that may be back under another number', () => {
    expect(planned(undo, [cut({})], { runs: ledger([deletion]) }).items).toMatchObject([
      { flags: ['may-exist', 'domain-unknown'] },
    ])
    expect(planned(undo, [cut({})], { runs: ledger([creation]) })).toMatchObject({ items: [], noops: 1 })
  })
})

describe('an undo of a creation', () => {
  const creation = item({ op: 'create', key: 's0/ftp/+a', before: null, after: { username: 'a' }, madeId: 'admin_a' })
  const flagsOf = (over: Parameters<typeof ftpRow>[1]) =>
    planned(undo, [viewWith('s0', { ftp: [ftpRow('a', over)] })], { runs: ledger([creation]) }).items[0]?.flags

  test('counts every field that someone has set since', () => {
    const changed = { updatedAt: '2026-01-02T10:00:00+07:00' }
    expect(flagsOf({ ...changed, quotaMb: 500 })).toContain('changed-since')
    expect(flagsOf({ ...changed, allowedIps: ['203.0.113.7'] })).toContain('changed-since')
    expect(flagsOf({ ...changed, enabled: false })).toContain('changed-since')
    expect(flagsOf({ ...changed, allowedIps: null })).not.toContain('changed-since')
  })

  test('takes the defaults of a panel for no change', () => {
    expect(flagsOf({ quotaMb: 500 })).not.toContain('changed-since')
  })
})
