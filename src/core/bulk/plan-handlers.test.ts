import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../../../test/kit/clock.ts'
import type { EventPayload, Input, Output } from '../../shared/contract.ts'
import { bulkIntent, type BulkIntent } from '../../shared/model/bulk-action.ts'
import { plan as planSchema } from '../../shared/model/plan.ts'
import { AppError } from '../../shared/errors.ts'
import type { CronJob } from '../../shared/model/cron.ts'
import type { FtpAccount } from '../../shared/model/ftp.ts'
import { defaultSettings } from '../../shared/model/settings.ts'
import { createInventory, type Inventory } from '../inventory/inventory.ts'
import type { Budget } from '../limiter/types.ts'
import type { Connections } from '../servers/connections.ts'
import { makeDataDir, recordingLog, server } from '../storage/fixtures.ts'
import { openStorage } from '../storage/storage.ts'
import type { Storage } from '../storage/types.ts'
import { cronRow, ftpRow, nowMs } from './plan/fixtures.ts'
import { createPlanHandlers } from './plan-handlers.ts'
import type { BulkDeps } from './types.ts'

/** A panel as its client shows it. A list function that throws stands for a panel that is down. */
interface Panel {
  ftp: () => readonly FtpAccount[]
  cron: () => readonly CronJob[]
  one: (username: string) => FtpAccount
  answersAfterMs: number
}

let data: ReturnType<typeof makeDataDir>
let storage: Storage
let clock: VirtualClock
let inventory: Inventory
let panels: Map<string, Panel>
let asked: string[]
let planning: EventPayload<'bulk.planning'>[]
let bulk: ReturnType<typeof createPlanHandlers>
let budgetOf: (id: string) => Budget

const budget = (): Budget =>
  ({ etaMs: (count: number) => count * 1000, view: () => ({ limit: null }) }) as unknown as Budget

beforeEach(() => {
  data = makeDataDir()
  clock = createVirtualClock(nowMs)
  const log = recordingLog()
  storage = openStorage({ dataDir: data.dir, nowMs: () => clock.now(), log })
  panels = new Map()
  asked = []
  planning = []
  const budgets = new Map<string, Budget>()
  budgetOf = (id) => {
    const own = budgets.get(id) ?? budget()
    budgets.set(id, own)
    return own
  }
  const answer = async <T>(id: string, what: string, read: (panel: Panel) => T): Promise<T> => {
    asked.push(`${id} ${what}`)
    const panel = panels.get(id)!
    await clock.pass(panel.answersAfterMs)
    return read(panel)
  }
  const connections = {
    client: (id: string) => ({
      ftp: {
        list: () =>
          answer(id, 'ftp', ({ ftp }) => ({
            accounts: ftp(),
            total: ftp().length,
            hasAllowedIps: ftp().some((row) => row.allowedIps !== null),
          })),
        get: (username: string, { priority }: { priority: string }) =>
          answer(id, `${priority} ${username}`, ({ one }) => one(username)),
      },
      cron: { list: () => answer(id, 'cron', ({ cron }) => ({ jobs: cron(), total: cron().length })) },
    }),
    budget: async (id: string) => budgetOf(id),
    // The budget is never idle, so that no background reads of single rows disturb these tests.
    knownBudget: () => ({ view: () => ({ limit: 60, remaining: 0, resetAtMs: null }) }),
  } as unknown as Connections
  const emit: BulkDeps['emit'] = (event, payload) => {
    if (event === 'bulk.planning') planning.push(payload as EventPayload<'bulk.planning'>)
  }
  inventory = createInventory({ storage, connections, clock, log, emit })
  const none = () => {
    throw new AppError('run.unknown', 'No such run')
  }
  bulk = createPlanHandlers({ storage, connections, inventory, clock, log, emit } as unknown as BulkDeps, {
    run: none,
    items: none,
    reconcile: async () => none(),
  })
})
afterEach(async () => {
  bulk.close()
  void inventory.close()
  storage.close()
  data.remove()
})

function put(id: string, panel: Partial<Panel> = {}, profile: Parameters<typeof server>[2] = {}): void {
  storage.servers.put(server(id, panels.size, { environment: 'staging', ...profile }))
  const ftp = panel.ftp ?? (() => [ftpRow('a', { allowedIps: ['203.0.113.7'] }), ftpRow('b', { allowedIps: [] })])
  panels.set(id, {
    ftp,
    cron: () => [cronRow(1)],
    one: (username) => ftp().find((row) => row.username === username)!,
    answersAfterMs: 10,
    ...panel,
  })
}
const fail = (code: ConstructorParameters<typeof AppError>[0]) => () => {
  throw new AppError(code, 'It failed')
}
const plan = (input: Input<'bulk.plan'>): Promise<Output<'bulk.plan'>> =>
  clock.runUntil(
    Promise.resolve(
      bulk.handlers['bulk.plan']({
        ...input,
        intent: input.intent && bulkIntent.parse(input.intent),
      } as never) as Promise<Output<'bulk.plan'>>,
    ),
  )
const planOf = (intent: Input<'bulk.plan'>['intent'], ticket = 't') => plan({ ticket, intent })
const addOn = (...keys: string[]) => ({
  action: { type: 'ftp.allowedIps', mode: 'add', entries: ['198.51.100.1'] } as const,
  keys,
})
const code = (value: string) => expect.objectContaining({ code: value })
const page = { offset: 0, limit: 100 }
const impossibleOf = (planId: string) =>
  (bulk.handlers['bulk.planImpossible']({ planId, ...page }) as Output<'bulk.planImpossible'>).rows

describe('a plan', () => {
  test('reads the lists that it needs and does not have, reports its progress, and fits the contract', async () => {
    put('s0')
    put('s1')
    const head = await planOf(addOn('s0/ftp/admin_a', 's1/ftp/admin_b'))
    expect(asked).toEqual(['s0 ftp', 's1 ftp'])
    expect(planSchema.safeParse(head).error?.issues).toBeUndefined()
    expect(head).toMatchObject({
      changes: 2,
      noops: 0,
      flags: { 'first-restriction': 1 },
      servers: [{ items: 1, requests: 2, etaMs: 2000 }, { items: 1 }],
    })
    expect(planning.at(-1)).toEqual({ ticket: 't', read: 2, toRead: 2, etaMs: null })
  })

  test('uses rows that are at most two minutes old', async () => {
    put('s0')
    await clock.runUntil(inventory.refresh({ serverIds: ['s0'], priority: 'background' }))
    asked.length = 0
    await clock.advance(119_000)
    await planOf(addOn('s0/ftp/admin_a'))
    expect(asked).toEqual([])
    await clock.advance(2_000)
    await planOf(addOn('s0/ftp/admin_a'))
    expect(asked).toEqual(['s0 ftp'])
  })

  test('waits for a dead server no longer than its timeout, and lists its rows as impossible', async () => {
    put('dead', { ftp: fail('net.timeout'), answersAfterMs: 30_000 })
    put('narrow', { ftp: fail('panel.scope') })
    for (let at = 0; at < 40; at += 1) put(`s${at}`)
    const startMs = clock.now()
    const head = await planOf(
      addOn('dead/ftp/admin_a', 'narrow/ftp/admin_a', ...Array.from({ length: 40 }, (_, at) => `s${at}/ftp/admin_a`)),
    )
    expect(clock.now() - startMs).toBe(30_000)
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
    storage.settings.put({ ...defaultSettings, productionLock: true })
    const head = await planOf(addOn('ro/ftp/admin_a', 'prod/ftp/admin_a', 'bare/ftp/admin_a', 'none/ftp/admin_a'))
    expect(asked).toEqual([])
    expect(impossibleOf(head.id).map(({ reason }) => reason)).toEqual([
      'read-only-server',
      'production-lock',
      'no-token',
      'gone',
    ])
  })

  test('says why if a token is not available', async () => {
    put('s0')
    budgetOf = fail('vault.locked')
    const head = await planOf(addOn('s0/ftp/admin_a'))
    expect([asked, impossibleOf(head.id)]).toMatchObject([[], [{ reason: 'no-token', detail: 'vault.locked' }]])
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
    expect(asked).toEqual(['s0 ftp', ...names.slice(0, 25).map((name) => `s0 bulk admin_${name}`)])
    expect(head).toMatchObject({
      changes: 24,
      servers: [{ requests: 24 * 3 }],
      impossible: [{ reason: 'unread', count: 1 }],
    })
    expect(planning.at(-1)).toEqual({ ticket: 't', read: 26, toRead: 26, etaMs: null })
    expect(planning.some(({ etaMs }) => etaMs !== null && etaMs > 0)).toBe(true)
    asked.length = 0
    await planOf({ action: { type: 'ftp.enabled', enabled: false }, keys: ['s0/ftp/admin_u29'] })
    expect(asked).toEqual([])
  })

  test('gives up on a panel that does not show the first few lists', async () => {
    const names = Array.from({ length: 60 }, (_, at) => `u${at}`)
    put('s0', {
      ftp: () => names.map((name) => ftpRow(name, { allowedIps: null })),
      one: (username) => ftpRow(username.slice(6), { allowedIps: null }),
    })
    const head = await planOf(addOn(...names.map((name) => `s0/ftp/admin_${name}`)))
    expect(asked).toHaveLength(1 + 20)
    expect(head.impossible).toEqual([{ reason: 'ips-unknown', count: 60 }])
  })

  test('returns at once when it is stopped', async () => {
    put('s0', { answersAfterMs: 30_000 })
    const stopped = planOf(addOn('s0/ftp/admin_a'))
    await clock.advance(100)
    bulk.handlers['bulk.stopPlanning']({ ticket: 'other' })
    bulk.handlers['bulk.stopPlanning']({ ticket: 't' })
    await expect(stopped).rejects.toThrow(code('cancelled'))
    expect(clock.now() - nowMs).toBeLessThan(1_000)
  })

  test('reports progress at most ten times a second', async () => {
    for (let at = 0; at < 200; at += 1) put(`s${at}`, { answersAfterMs: at * 10 })
    await planOf(addOn(...Array.from({ length: 200 }, (_, at) => `s${at}/ftp/admin_a`)))
    expect(planning.length).toBeLessThanOrEqual(10 * ((clock.now() - nowMs) / 1000) + 2)
    expect(planning.at(-1)).toMatchObject({ read: 200, toRead: 200 })
  })

  test.each<[string, object, string]>([
    ['neither an intent nor a saved one', {}, 'input.invalid'],
    ['a saved one that is not there', { savedId: 'x' }, 'plan.unknown'],
    ['an undo of a run that is not there', { intent: { action: { type: 'undo', runId: 'x' } } }, 'run.unknown'],
    ['no rows', { intent: { action: { type: 'ftp.remove' }, keys: [] } }, 'input.invalid'],
  ])('of %s is refused', async (_, input, expected) => {
    await expect(plan({ ticket: 't', ...input })).rejects.toThrow(code(expected))
  })
})

describe('what can be done with a plan', () => {
  test('its items are read page by page, by server and by flag', async () => {
    put('s0')
    put('s1')
    const { id: planId } = await planOf(addOn('s0/ftp/admin_a', 's0/ftp/admin_b', 's1/ftp/admin_a', 's1/ftp/admin_b'))
    const items = (query: Partial<Input<'bulk.planItems'>>) =>
      bulk.handlers['bulk.planItems']({ planId, ...page, ...query }) as Output<'bulk.planItems'>
    expect(items({}).items.map(({ index }) => index)).toEqual([0, 1, 2, 3])
    expect(items({ offset: 1, limit: 2 })).toMatchObject({ total: 4, items: [{ index: 1 }, { index: 2 }] })
    expect(items({ serverId: 's1', flag: 'first-restriction' })).toMatchObject({
      total: 1,
      items: [{ key: 's1/ftp/admin_b' }],
    })
    bulk.handlers['bulk.dropPlan']({ planId })
    expect(() => items({})).toThrow(code('plan.unknown'))
  })

  test('it is saved under a name and made again from the rows of that moment', async () => {
    let list: readonly string[] = ['203.0.113.7']
    put('s0', { ftp: () => [ftpRow('a', { allowedIps: [...list] })] })
    const intent: BulkIntent = addOn('s0/ftp/admin_a')
    const { id: planId } = await planOf(intent)
    const saved = bulk.handlers['bulk.savePlan']({ planId, name: 'Office' }) as Output<'bulk.savePlan'>
    expect(bulk.handlers['bulk.savedPlans']({})).toEqual([
      { id: saved.id, name: 'Office', action: intent.action, keys: 1, savedAtMs: clock.now() },
    ])
    expect(bulk.plans.get(planId).head.name).toBe('Office')
    list = ['203.0.113.7', '198.51.100.1']
    await clock.advance(200_000)
    expect(await plan({ ticket: 't', savedId: saved.id })).toMatchObject({ name: 'Office', changes: 0, noops: 1 })
    bulk.handlers['bulk.forgetPlan']({ savedId: saved.id })
    expect(() => bulk.handlers['bulk.forgetPlan']({ savedId: saved.id })).toThrow(code('plan.unknown'))
  })

  test('a plan from a file with passwords is not saved; one from a file without passwords is', async () => {
    put('s0')
    const importOf = (csv: string) => planOf({ action: { type: 'ftp.import', csv, lines: [2] } })
    const secret = await importOf('server,username,password\ns0,deploy,S3cret\n')
    expect(() => bulk.handlers['bulk.savePlan']({ planId: secret.id, name: 'x' })).toThrow(code('plan.holds-passwords'))
    expect(bulk.plans.get(secret.id).secrets.get(0)).toBe('S3cret')
    expect(JSON.stringify(secret)).not.toContain('S3cret')
    const plain = await importOf('server,username\ns0,deploy\n')
    const saved = bulk.handlers['bulk.savePlan']({ planId: plain.id, name: 'x' }) as Output<'bulk.savePlan'>
    expect(await plan({ ticket: 't', savedId: saved.id })).toMatchObject({ changes: 1, needs: { passphrase: true } })
  })

  test('the lines of a file are returned without their passwords', () => {
    put('s0')
    const { rows } = bulk.handlers['bulk.readCsv']({
      csv: 'server,username,password\nServer s0,deploy,S3cret\n',
    }) as Output<'bulk.readCsv'>
    expect(rows).toEqual([
      {
        line: 2,
        serverId: 's0',
        serverName: 'Server s0',
        account: { username: 'deploy' },
        hasPassword: true,
        problems: [],
      },
    ])
  })
})
