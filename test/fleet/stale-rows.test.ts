import { expect, test } from 'vitest'
import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import { emptyState } from '../../src/demo/state.ts'
import type { Ports } from '../../src/core/ports.ts'
import { createQuickClock } from '../kit/clock.ts'
import { editAccount, removeAccount } from '../kit/change-row.ts'
import { openPanelApp } from '../kit/panels.ts'

async function setUp(ports: Partial<Ports> = {}) {
  const accounts = [accountOf({ username: 'admin_a', quotaMb: 10 }, Date.now() - 3_600_000)]
  const opened = await openPanelApp({ state: { ...emptyState('admin', 420), accounts } }, { ports })
  return {
    ...opened,
    addOnPanel: (username: string) =>
      opened.panel.edit((state) => ({ ...state, accounts: [...state.accounts, accountOf({ username }, Date.now())] })),
  }
}

test('a row that only seems to be as wanted is changed', async () => {
  const { app, panel, serverId } = await setUp()
  panel.edit((state) => ({
    ...state,
    accounts: state.accounts.map((one) => ({ ...one, quotaMb: 77, enabled: false })),
  }))
  const { item } = await app.call('change.apply', editAccount(serverId, 'admin_a', { quotaMb: 10, enabled: true }))
  expect(item).toMatchObject({ state: 'confirmed', before: { quotaMb: 77, enabled: false } })
  expect(panel.accounts[0]).toMatchObject({ quotaMb: 10, enabled: true })
  const nothing = await app.call('change.apply', editAccount(serverId, 'admin_a', { quotaMb: 10 }))
  expect(nothing).toEqual({ run: null, item: null })
})

test('a row that was added on the panel is not told as gone', async () => {
  const { app, panel, serverId, addOnPanel } = await setUp()
  addOnPanel('admin_new')
  const { item } = await app.call('change.apply', editAccount(serverId, 'admin_new', { quotaMb: 5 }))
  expect(item).toMatchObject({ state: 'confirmed' })
  const odd = { intent: { action: { type: 'cron.remove' }, keys: [`${serverId}/cron/1.5`] } } as const
  panel.clearRequests()
  expect(await app.call('change.apply', odd)).toEqual({ run: null, item: null })
  expect(panel.requests).toEqual([])
  addOnPanel('admin_newer')
  await removeAccount(app, serverId, 'admin_newer')
  expect(panel.accounts.map(({ username }) => username)).toEqual(['admin_a', 'admin_new'])
})

test('an account that someone adds between the plan and the run is told: nobody knows its password', async () => {
  const { app, panel, serverId, addOnPanel } = await setUp()
  const action = { type: 'ftp.create', serverIds: [serverId], account: { username: 'new' } } as const
  const plan = await app.call('bulk.plan', { planningId: 'p', intent: { action, keys: [] } })
  addOnPanel('admin_new')
  const run = await app.call('bulk.start', { planId: plan.id, confirm: {}, passphrase: 'correct horse battery' })
  await expect.poll(async () => (await app.call('bulk.run', { runId: run.id })).state).toBe('done')
  const { items } = await app.call('bulk.runItems', { runId: run.id })
  expect(items).toMatchObject([{ state: 'failed', error: { code: 'panel.conflict' } }])
  expect(panel.accounts).toHaveLength(2)
})

test('what was sent before its server was set to read-only is read back', async () => {
  const { app, panel, serverId } = await setUp()
  await panel.setFault('latency', 100)
  const change = app.call('change.apply', editAccount(serverId, 'admin_a', { quotaMb: 5 }))
  await expect.poll(() => panel.requests.some(({ method }) => method === 'PUT')).toBe(true)
  await app.call('servers.edit', { id: serverId, patch: { readOnly: true } })
  expect(await change).toMatchObject({ item: { state: 'confirmed' } })
  expect(panel.accounts[0]?.quotaMb).toBe(5)
})

test('what someone else has changed since the plan is neither told nor undone as a side effect', async () => {
  const { app, panel, serverId } = await setUp()
  panel.edit((state) => ({ ...state, accounts: state.accounts.map((one) => ({ ...one, readOnly: true })) }))
  const { run, item } = await app.call('change.apply', editAccount(serverId, 'admin_a', { quotaMb: 5 }))
  expect(item).toMatchObject({ state: 'confirmed', found: null, before: { quotaMb: 10 }, after: { quotaMb: 5 } })
  expect(item?.after).not.toHaveProperty('readOnly')
  await app.call('change.undo', { runId: run!.id })
  expect(panel.accounts[0]).toMatchObject({ quotaMb: 10, readOnly: true })
})

test('a row that someone else may have changed is not deleted unseen', async () => {
  const clock = createQuickClock(1)
  const { app, panel, serverId } = await setUp({ clock })
  // A row that was read a moment ago is deleted as the user has seen it.
  clock.skip(130_000)
  panel.edit((state) => ({ ...state, accounts: state.accounts.map((one) => ({ ...one, quotaMb: 77 })) }))
  const { run, item } = await app.call('change.apply', {
    intent: { action: { type: 'ftp.remove' }, keys: [`${serverId}/ftp/admin_a`] },
    confirm: { typed: 'delete' },
  })
  expect(item).toMatchObject({ state: 'held', found: { quotaMb: 77 } })
  await app.call('bulk.decide', { runId: run!.id, indexes: [0], decision: 'apply' })
  await expect.poll(() => panel.accounts.length).toBe(0)
})
