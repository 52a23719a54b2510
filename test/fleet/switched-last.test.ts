import { expect, test } from 'vitest'
import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import { emptyState } from '../../src/demo/state.ts'
import { createQuickClock } from '../kit/clock.ts'
import { openPanelApp, type PanelApp } from '../kit/panels.ts'

/* A panel whose PUT sets what it does not name to the values of a new row switches an account on again. */

const newAccount = { username: 'new', quotaMb: 5, enabled: false }

const setUp = (enabled = false, options?: Parameters<typeof openPanelApp>[1]) => {
  const accounts = ['admin_a', 'admin_b'].map((username) =>
    accountOf({ username, quotaMb: 10, enabled }, Date.now() - 3_600_000),
  )
  return openPanelApp({ state: { ...emptyState('admin', 420), accounts }, traits: { putReplacesRow: true } }, options)
}
const create = ({ app, serverId }: PanelApp) =>
  app.call('change.apply', {
    intent: { action: { type: 'ftp.create', serverIds: [serverId], account: newAccount } },
    password: 'S3cure•one',
  })
const made = ({ panel }: PanelApp) => panel.accounts.find(({ username }) => username === 'admin_new')
const flips = ({ panel }: PanelApp) => panel.requests.filter(({ path }) => path.endsWith('/toggle')).length

test('a new account is switched off after its quota was set', async () => {
  const opened = await setUp()
  expect((await create(opened)).item).toMatchObject({ state: 'confirmed', madeId: 'admin_new' })
  expect(made(opened)).toMatchObject({ quotaMb: 5, enabled: false })
  expect(opened.panel.requests.map(({ method }) => method)).toEqual(['POST', 'PUT', 'GET', 'POST', 'GET'])
})

test('the lost flip of a new account is not sent again', async () => {
  const clock = createQuickClock(10)
  const opened = await setUp(false, { ports: { clock } })
  await opened.app.call('settings.set', { answerTimeoutSec: 5 })
  await opened.panel.setFault('treatment', { work: 'undone', reply: 'hang', method: 'POST', path: /toggle$/ })
  const { run } = await create(opened)
  const itemNow = async () => (await opened.app.call('bulk.runItems', { runId: run!.id })).items[0]
  await expect.poll(itemNow).toMatchObject({ state: 'unknown', open: true, madeId: 'admin_new' })
  expect(await itemNow()).toMatchObject({ notDoneAtMs: expect.any(Number) as number })
  expect([flips(opened), made(opened)?.quotaMb]).toEqual([1, 5])
})

test('a flip that did not leave is sent', async () => {
  const opened = await setUp()
  const { panel } = opened
  await panel.setFault('dropAfter', { method: 'PUT', path: '/ftp/admin_new', count: 3 })
  expect((await create(opened)).item).toMatchObject({ state: 'confirmed' })
  expect([flips(opened), made(opened)]).toMatchObject([1, { quotaMb: 5, enabled: false }])
})

test.each([true, false])('an account gets a quota and is switched to %s, alone and in a run', async (enabled) => {
  const { app, panel, serverId } = await setUp(!enabled)
  const edit = (name: string) => ({
    action: { type: 'ftp.edit', patch: { quotaMb: 7, enabled } } as const,
    keys: [`${serverId}/ftp/${name}`],
  })
  const { item } = await app.call('change.apply', { intent: edit('admin_a') })
  expect(item).toMatchObject({ state: 'confirmed' })
  const plan = await app.call('bulk.plan', { planningId: crypto.randomUUID(), intent: edit('admin_b') })
  const { id: runId } = await app.call('bulk.start', { planId: plan.id, confirm: {} })
  await expect.poll(async () => (await app.call('bulk.run', { runId })).state).toBe('done')
  expect((await app.call('bulk.runItems', { runId })).items).toMatchObject([{ state: 'confirmed' }])
  expect(panel.accounts.map((one) => [one.quotaMb, one.enabled])).toEqual([
    [7, enabled],
    [7, enabled],
  ])
})

test('that an account was switched on besides is undone', async () => {
  const { app, panel, serverId } = await setUp()
  const { run, item } = await app.call('change.apply', {
    intent: { action: { type: 'ftp.edit', patch: { quotaMb: 7 } }, keys: [`${serverId}/ftp/admin_a`] },
  })
  expect(item).toMatchObject({ state: 'confirmed', found: { enabled: true } })
  const undone = await app.call('change.undo', { runId: run!.id })
  expect(undone.item).toMatchObject({ state: 'confirmed' })
  expect(panel.accounts[0]).toMatchObject({ quotaMb: 10, enabled: false })
})

test('of a quota that is in force and a flip that is refused, the quota is told', async () => {
  const { app, panel, serverId } = await setUp(true)
  await panel.setFault('treatment', { work: 'undone', reply: 500, method: 'POST', path: /toggle$/ })
  const patch = { quotaMb: 8, enabled: false }
  const { item } = await app.call('change.apply', {
    intent: { action: { type: 'ftp.edit', patch }, keys: [`${serverId}/ftp/admin_a`] },
  })
  expect(item).toMatchObject({ state: 'failed', found: { quotaMb: 8, enabled: true } })
})
