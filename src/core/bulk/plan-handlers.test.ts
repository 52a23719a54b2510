import { describe, expect, test } from 'vitest'
import { plan as planSchema } from '../../shared/model/plan.ts'
import { defaultSettings } from '../../shared/model/settings.ts'
import { ftpRow, nowMs } from './plan/fixtures.ts'
import { addOn, code, fail, usePlanning } from './planning.fixture.ts'

const { rig, put, plan, planOf, impossibleOf } = usePlanning()

describe('a plan', () => {
  test('reads the lists that it needs and does not have, reports its progress, and fits the contract', async () => {
    put('s0')
    put('s1')
    const head = await planOf(addOn('s0/ftp/admin_a', 's1/ftp/admin_b'))
    expect(rig().asked).toEqual(['s0 ftp', 's1 ftp'])
    expect(planSchema.safeParse(head).error?.issues).toBeUndefined()
    expect(head).toMatchObject({
      changes: 2,
      noops: 0,
      flags: { 'first-restriction': 1 },
      servers: [{ items: 1, requests: 3, etaMs: 3000 }, { items: 1 }],
    })
    expect(rig().planning.at(-1)).toEqual({ planningId: 't', read: 2, toRead: 2, etaMs: null })
  })

  test('uses rows that are at most two minutes old', async () => {
    put('s0')
    await rig().clock.runUntil(rig().inventory.refresh({ serverIds: ['s0'], priority: 'background' }))
    rig().asked.length = 0
    await rig().clock.advance(119_000)
    await planOf(addOn('s0/ftp/admin_a'))
    expect(rig().asked).toEqual([])
    await rig().clock.advance(2_000)
    await planOf(addOn('s0/ftp/admin_a'))
    expect(rig().asked).toEqual(['s0 ftp'])
  })

  test('waits for a dead server no longer than its timeout, and lists its rows as impossible', async () => {
    put('dead', { ftp: fail('net.timeout'), answersAfterMs: 30_000 })
    put('narrow', { ftp: fail('panel.scope') })
    for (let at = 0; at < 40; at += 1) put(`s${at}`)
    const startMs = rig().clock.now()
    const head = await planOf(
      addOn('dead/ftp/admin_a', 'narrow/ftp/admin_a', ...Array.from({ length: 40 }, (_, at) => `s${at}/ftp/admin_a`)),
    )
    expect(rig().clock.now() - startMs).toBe(30_000)
    expect(head).toMatchObject({
      changes: 40,
      impossible: [
        { reason: 'unread', count: 1 },
        { reason: 'scope', count: 1 },
      ],
    })
    expect(impossibleOf(head.id).map(({ reason, detail }) => [reason, detail])).toEqual([
      ['unread', 'net.timeout'],
      ['scope', 'panel.scope'],
    ])
  })

  test('sends no request to servers that may not be changed', async () => {
    put('ro', {}, { readOnly: true })
    put('prod', {}, { environment: 'production' })
    put('bare', {}, { hasToken: false })
    rig().storage.settings.put({ ...defaultSettings, productionLock: true })
    const head = await planOf(addOn('ro/ftp/admin_a', 'prod/ftp/admin_a', 'bare/ftp/admin_a', 'none/ftp/admin_a'))
    expect(rig().asked).toEqual([])
    expect(impossibleOf(head.id).map(({ reason }) => reason)).toEqual([
      'read-only-server',
      'production-lock',
      'no-token',
      'gone',
    ])
  })

  test('says why if a token is not available', async () => {
    put('s0')
    rig().budgetOf = fail('vault.locked')
    const head = await planOf(addOn('s0/ftp/admin_a'))
    expect([rig().asked, impossibleOf(head.id)]).toMatchObject([[], [{ reason: 'no-token', detail: 'vault.locked' }]])
  })

  test('reads the unknown lists that it needs one by one, and counts two reads for each', async () => {
    const names = Array.from({ length: 30 }, (_, at) => `u${at}`)
    const ftp = () => names.map((name) => ftpRow(name, { allowedIps: null }))
    put('s0', {
      ftp,
      one: (username) =>
        username === 'admin_u2' ? fail('net.timeout')() : ftpRow(username.slice(6), { allowedIps: ['203.0.113.7'] }),
    })
    const head = await planOf(addOn(...names.slice(0, 25).map((name) => `s0/ftp/admin_${name}`)))
    expect(rig().asked).toEqual(['s0 ftp', ...names.slice(0, 25).map((name) => `s0 bulk admin_${name}`)])
    expect(head).toMatchObject({
      changes: 24,
      servers: [{ requests: 24 * 3 + 2 }],
      impossible: [{ reason: 'unread', count: 1 }],
    })
    expect(rig().planning.at(-1)).toEqual({ planningId: 't', read: 26, toRead: 26, etaMs: null })
    expect(rig().planning.some(({ etaMs }) => etaMs !== null && etaMs > 0)).toBe(true)
    rig().asked.length = 0
    await planOf({ action: { type: 'ftp.edit', patch: { enabled: false } }, keys: ['s0/ftp/admin_u29'] })
    expect(rig().asked).toEqual([])
  })

  test('tells how long its reads take, and that servers with the same token wait for each other', async () => {
    const own = rig().budgetOf('shared')
    rig().budgetOf = () => own
    for (const id of ['s0', 's1', 's2']) put(id, { answersAfterMs: 500 })
    await planOf(addOn('s0/ftp/admin_a', 's1/ftp/admin_a', 's2/ftp/admin_a'))
    expect(Math.max(...rig().planning.map(({ etaMs }) => etaMs ?? 0))).toBe(3000)
  })

  test('gives up on a panel that does not show the first few lists', async () => {
    const names = Array.from({ length: 60 }, (_, at) => `u${at}`)
    put('s0', {
      ftp: () => names.map((name) => ftpRow(name, { allowedIps: null })),
      one: (username) => ftpRow(username.slice(6), { allowedIps: null }),
    })
    const head = await planOf(addOn(...names.map((name) => `s0/ftp/admin_${name}`)))
    expect(rig().asked).toHaveLength(1 + 20)
    expect(head.impossible).toEqual([{ reason: 'ips-unknown', count: 60 }])
  })

  test('returns at once when it is stopped', async () => {
    put('s0', { answersAfterMs: 30_000 })
    const stopped = planOf(addOn('s0/ftp/admin_a'))
    await rig().clock.advance(100)
    rig().bulk.handlers['bulk.stopPlanning']({ planningId: 'other' })
    rig().bulk.handlers['bulk.stopPlanning']({ planningId: 't' })
    await expect(stopped).rejects.toThrow(code('cancelled'))
    expect(rig().clock.now() - nowMs).toBeLessThan(1_000)
  })

  test('reports progress at most ten times a second', async () => {
    for (let at = 0; at < 200; at += 1) put(`s${at}`, { answersAfterMs: at * 10 })
    await planOf(addOn(...Array.from({ length: 200 }, (_, at) => `s${at}/ftp/admin_a`)))
    expect(rig().planning.length).toBeLessThanOrEqual(10 * ((rig().clock.now() - nowMs) / 1000) + 2)
    expect(rig().planning.at(-1)).toMatchObject({ read: 200, toRead: 200 })
  })

  test.each<[string, object, string]>([
    ['neither an intent nor a saved one', {}, 'input.invalid'],
    ['a saved one that is not there', { savedId: 'x' }, 'plan.unknown'],
    ['an undo of a run that is not there', { intent: { action: { type: 'undo', runId: 'x' } } }, 'run.unknown'],
    ['no rows', { intent: { action: { type: 'ftp.remove' }, keys: [] } }, 'input.invalid'],
  ])('of %s is refused', async (_, input, expected) => {
    await expect(plan({ planningId: 't', ...input })).rejects.toThrow(code(expected))
  })
})
