import { describe, expect, test } from 'vitest'
import { accountOf, type FtpAccountState } from '../../src/demo/kinds/ftp/state.ts'
import { emptyState } from '../../src/demo/state.ts'
import type { PanelTraits } from '../../src/demo/traits.ts'
import type { Input } from '../../src/shared/contract.ts'
import { openPanelApp } from '../kit/panels.ts'

async function setUp(traits: Partial<PanelTraits>, fields: Partial<FtpAccountState> = {}) {
  const accounts = ['admin_a', 'admin_b'].map((username) =>
    accountOf({ username, quotaMb: 10, ...fields }, Date.now() - 3_600_000),
  )
  const opened = await openPanelApp({ state: { ...emptyState('admin', 420), accounts }, traits })
  const { app, serverId } = opened
  const keys = ['admin_a', 'admin_b'].map((name) => `${serverId}/ftp/${name}`)
  return {
    ...opened,
    keys,
    rowOf: async (name: string) =>
      (await app.call('rows.list', { kind: 'ftp' }))[0]?.rows.find((row) => 'username' in row && row.username === name),
    async runAll(patch: Extract<Input<'bulk.plan'>['intent'], { action: unknown }>['action']) {
      const plan = await app.call('bulk.plan', { planningId: crypto.randomUUID(), intent: { action: patch, keys } })
      const { id } = await app.call('bulk.start', { planId: plan.id, confirm: {} })
      await expect.poll(async () => (await app.call('bulk.run', { runId: id })).state).toBe('done')
      return (await app.call('bulk.runItems', { runId: id })).items
    },
  }
}

test('of a change of which the panel refuses a part, the other part is told and shown', async () => {
  const { app, serverId, keys, rowOf } = await setUp({ allowedIpForms: ['cidr'] }, { allowedIps: ['198.51.100.0/24'] })
  const patch = { quotaMb: 5, ips: { mode: 'add', entries: ['192.0.2.1'] } } as const
  const { item } = await app.call('change.apply', {
    intent: { action: { type: 'ftp.edit', patch }, keys: keys.slice(0, 1) },
  })
  const now = { quotaMb: 5, allowedIps: ['198.51.100.0/24'] }
  expect(item).toMatchObject({ state: 'failed', error: { code: 'panel.invalid' }, found: now })
  expect(await rowOf('admin_a')).toMatchObject(now)

  const account = { username: 'new', allowedIps: ['192.0.2.1'] }
  const created = await app.call('change.apply', {
    intent: { action: { type: 'ftp.create', serverIds: [serverId], account }, keys: [] },
    password: 'S3cure pass',
  })
  expect(created.item).toMatchObject({ state: 'failed', madeId: 'admin_new' })
  expect(await rowOf('admin_new')).toMatchObject({ allowedIps: [] })
})

test('a list of addresses that the account list leaves out is shown as a run has set it', async () => {
  const { runAll, rowOf } = await setUp({ listCarriesAllowedIps: false }, { allowedIps: ['198.51.100.0/24'] })
  const items = await runAll({ type: 'ftp.edit', patch: { ips: { mode: 'add', entries: ['192.0.2.1'] } } })
  expect(items.map(({ state }) => state)).toEqual(['confirmed', 'confirmed'])
  expect(await rowOf('admin_b')).toMatchObject({ allowedIps: ['198.51.100.0/24', '192.0.2.1'] })
})

test('that a change has emptied a list which the account list leaves out is told', async () => {
  const traits = { listCarriesAllowedIps: false, putReplacesRow: true }
  const { app, serverId, keys, runAll } = await setUp(traits, { allowedIps: ['198.51.100.0/24'] })
  const { item } = await app.call('change.apply', {
    intent: { action: { type: 'ftp.edit', patch: { quotaMb: 5 } }, keys: keys.slice(0, 1) },
  })
  expect(item).toMatchObject({ state: 'confirmed', found: { allowedIps: [] } })
  await app.call('rows.get', { serverId, kind: 'ftp', id: 'admin_b' })
  const items = await runAll({ type: 'ftp.edit', patch: { quotaMb: 6 } })
  expect(items.map(({ found }) => found)).toEqual([null, { allowedIps: [] }])
})

test('a change whose answer was lost has not failed because its repetition is refused', async () => {
  const { app, panel, keys } = await setUp({})
  await panel.setFault('dropAfter', { method: 'PUT', count: 1 })
  const change = app.call('change.apply', {
    intent: { action: { type: 'ftp.edit', patch: { quotaMb: 5 } }, keys: keys.slice(0, 1) },
  })
  await expect.poll(() => panel.accounts[0]?.quotaMb, { interval: 5 }).toBe(5)
  await panel.setFault('tokenRevoked', true)
  const { run, item } = await change
  expect(item).toMatchObject({ state: 'unknown', open: true })
  await panel.setFault('tokenRevoked', null)
  await app.call('inventory.refresh', {})
  const itemState = async () => (await app.call('bulk.runItems', { runId: run!.id })).items[0]?.state
  await expect.poll(itemState).toBe('confirmed')
})

describe('what a panel has carried out of a change before it refused the rest', () => {
  const patch = { quotaMb: 5, ips: { mode: 'add', entries: ['192.0.2.1'] } } as const
  const limit = { type: 'ftp.edit', patch } as const
  const setUpHalf = () => setUp({ allowedIpForms: ['cidr'] }, { allowedIps: ['198.51.100.0/24'] })

  test('is undone by Ctrl+Z, and the record says what was found', async () => {
    const { app, panel, keys } = await setUpHalf()
    const { run } = await app.call('change.apply', { intent: { action: limit, keys: keys.slice(0, 1) } })
    const [line] = (await app.call('activity.lines', { runId: run!.id })).lines
    expect(line).toMatchObject({ entry: { result: 'failed', found: { quotaMb: 5, allowedIps: ['198.51.100.0/24'] } } })
    expect(await app.call('undo.next', {})).toMatchObject({ next: { how: 'change', line } })
    const undo = await app.call('change.undo', { runId: run!.id })
    expect(undo.item).toMatchObject({ state: 'confirmed', before: { quotaMb: 5 }, after: { quotaMb: 10 } })
    expect(panel.accounts[0]).toMatchObject({ quotaMb: 10, allowedIps: ['198.51.100.0/24'] })
    expect(await app.call('bulk.run', { runId: run!.id })).toMatchObject({ undoneAll: true })
    expect((await app.call('undo.next', {})).skipped[0]).toMatchObject({ reason: 'already-undone' })
  })

  test('is undone of a whole run as well', async () => {
    const { app, panel, runAll } = await setUpHalf()
    const items = await runAll(limit)
    expect(items.map(({ state }) => state)).toEqual(['failed', 'failed'])
    const { next } = await app.call('undo.next', {})
    const runId = next?.line.type === 'run' ? next.line.runId : ''
    expect(await app.call('bulk.run', { runId })).toMatchObject({ undoable: 2 })
    const intent = { action: { type: 'undo', runId }, keys: [] } as const
    const { id: planId } = await app.call('bulk.plan', { planningId: 'u', intent })
    await app.call('bulk.start', { planId, confirm: {} })
    await expect.poll(() => panel.accounts.map(({ quotaMb }) => quotaMb)).toEqual([10, 10])
  })
})
