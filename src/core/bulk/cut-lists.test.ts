import { describe, expect, test } from 'vitest'
import { cronRow, ftpRow } from './plan/fixtures.ts'
import { addOn, fail, usePlanning } from './planning.fixture.ts'

const { rig, put, planOf, impossibleOf } = usePlanning()

describe('on a panel whose list is cut', () => {
  const listed = () => [ftpRow('a', { allowedIps: ['203.0.113.7'] })]
  const create = { type: 'ftp.create', serverIds: ['s0'], account: { username: 'bb' } } as const

  test('a row that the list lacks is read by itself, and planned if it exists', async () => {
    put('s0', { ftp: listed, notListed: 2, one: () => ftpRow('b', { allowedIps: ['203.0.113.8'] }) })
    const head = await planOf(addOn('s0/ftp/admin_a', 's0/ftp/admin_b'))
    expect(rig().asked).toEqual(['s0 ftp', 's0 bulk admin_b'])
    expect(head).toMatchObject({ changes: 2, impossible: [] })
    expect(rig().planning.at(-1)).toMatchObject({ read: 2, toRead: 2 })
  })

  test('a row is gone only if the panel says so, and unknown if it could not be read', async () => {
    put('s0', { ftp: listed, notListed: 2, one: fail('panel.not-found') })
    put('s1', { ftp: listed, notListed: 2, one: fail('net.timeout') })
    const { id } = await planOf(addOn('s0/ftp/admin_b', 's1/ftp/admin_b'))
    expect(impossibleOf(id).map(({ reason, detail }) => [reason, detail])).toEqual([
      ['gone', null],
      ['unread', 'net.timeout'],
    ])
  })

  test('reads that all fail are given up after the first few', async () => {
    put('s0', { ftp: listed, notListed: 100, one: fail('net.timeout') })
    const head = await planOf(addOn(...Array.from({ length: 50 }, (_, at) => `s0/ftp/admin_u${at}`)))
    expect(rig().asked).toHaveLength(1 + 20)
    expect(head.impossible).toEqual([{ reason: 'unread', count: 50 }])
    expect(rig().planning.at(-1)).toMatchObject({ read: 51, toRead: 51 })
  })

  test.each<[string, (username: string) => ReturnType<typeof ftpRow>, object]>([
    ['taken', () => ftpRow('bb'), { changes: 0, impossible: [{ reason: 'exists', count: 1 }] }],
    ['free', fail('panel.not-found'), { changes: 1, impossible: [] }],
    ['unknown', fail('net.timeout'), { changes: 0, impossible: [{ reason: 'unread', count: 1 }] }],
  ])('the name of a new account that is %s is told as such', async (_, one, head) => {
    put('s0', { ftp: listed, notListed: 2, one })
    expect(await planOf({ action: create, keys: [] })).toMatchObject(head)
    expect(rig().asked).toContain('s0 bulk admin_bb')
  })

  test('a new job must be confirmed, because a job cannot be looked up by its name', async () => {
    const job = { name: 'n', command: '/bin/true', cronExpr: '@daily' }
    const made = (serverId: string) => planOf({ action: { type: 'cron.create', serverIds: [serverId], job }, keys: [] })
    put('s0', { cron: () => [cronRow(1)], notListed: 3 })
    put('s1')
    expect((await made('s0')).flags).toMatchObject({ 'may-exist': 1 })
    expect((await made('s1')).flags).toMatchObject({ 'may-exist': 0 })
  })

  test('jobs are read by their numbers', async () => {
    put('s0', { notListed: 1, oneJob: (id) => (id === 7 ? cronRow(7) : fail('panel.not-found')()) })
    const head = await planOf({ action: { type: 'cron.remove' }, keys: ['s0/cron/7', 's0/cron/8'] })
    expect(rig().asked).toEqual(['s0 cron', 's0 job 7', 's0 job 8'])
    expect(head).toMatchObject({ changes: 1, impossible: [{ reason: 'gone', count: 1 }] })
  })
})
