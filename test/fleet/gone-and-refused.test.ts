import { expect, onTestFinished, test } from 'vitest'
import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import { emptyState } from '../../src/demo/state.ts'
import type { Input } from '../../src/shared/contract.ts'
import { openSessionApp } from '../kit/app.ts'
import { createQuickClock } from '../kit/clock.ts'
import { openPanelApp, token } from '../kit/panels.ts'
import { account, startDelayedPanel } from './delayed-panel.ts'

const names = Array.from({ length: 20 }, (_, at) => `admin_a${at}`)
async function setUp(appOptions: Parameters<typeof openPanelApp>[1] = {}) {
  const accounts = names.map((username) => accountOf({ username, quotaMb: 10 }, Date.now() - 3_600_000))
  const opened = await openPanelApp({ state: { ...emptyState('admin', 420), accounts } }, appOptions)
  const { app, panel, serverId } = opened
  return {
    ...opened,
    key: (name: string) => `${serverId}/ftp/${name}`,
    dropOnPanel: (name: string) =>
      panel.edit((state) => ({ ...state, accounts: state.accounts.filter(({ username }) => username !== name) })),
    listed: async () =>
      (await app.call('rows.list', { kind: 'ftp' })).flatMap(({ rows }) => rows.map(({ username }) => username)),
  }
}
type Change = Input<'change.apply'>
const remove = (key: string): Change => ({
  intent: { action: { type: 'ftp.remove' }, keys: [key] },
  confirm: { typed: 'delete' },
})
const limit = (key: string): Change => ({
  intent: { action: { type: 'ftp.edit', patch: { quotaMb: 5 } }, keys: [key] },
})

test('a row that is gone on its panel leaves the list with the first request that shows it', async () => {
  const { app, key, dropOnPanel, listed } = await setUp()
  dropOnPanel('admin_a0')
  const { item } = await app.call('change.apply', limit(key('admin_a0')))
  expect(item).toMatchObject({ state: 'skipped', skipped: 'gone' })
  expect(await listed()).not.toContain('admin_a0')
})

test('deleting a row that is gone is done, now and every time after', async () => {
  const { app, key, dropOnPanel, listed } = await setUp()
  dropOnPanel('admin_a0')
  const { item } = await app.call('change.apply', remove(key('admin_a0')))
  expect(item).toMatchObject({ state: 'skipped', skipped: 'already-so', error: null })
  expect(await listed()).not.toContain('admin_a0')
  expect(await app.call('change.apply', remove(key('admin_a0')))).toEqual({ run: null, item: null })
})

test('a row is not taken for gone because its panel does not know a request for it', async () => {
  const panel = await startDelayedPanel()
  panel.accounts.set('admin_a', account('admin_a'))
  panel.answerWith(/ip-restrictions$/, '{"error":"Not found"}', 404)
  panel.answerWith(/^DELETE/, '{"error":"Method not allowed"}', 405)
  const app = await openSessionApp()
  onTestFinished(() => app.close())
  const { id } = await app.add({ ...panel, token, fingerprint256: panel.certificate.fingerprint256 })
  await app.call('inventory.refresh', {})
  const key = `${id}/ftp/admin_a`
  const patch = { quotaMb: 5, ips: { mode: 'add', entries: ['203.0.113.7'] } } as const
  const edited = await app.call('change.apply', { intent: { action: { type: 'ftp.edit', patch }, keys: [key] } })
  const now = { quotaMb: 5, allowedIps: ['192.0.2.1'] }
  expect(edited.item).toMatchObject({ state: 'failed', error: { code: 'panel.unsupported' }, found: now })
  const removed = await app.call('change.apply', remove(key))
  expect(removed.item).toMatchObject({ state: 'failed', error: { code: 'panel.unsupported' } })
  expect((await app.call('rows.list', { kind: 'ftp' }))[0]?.rows).toMatchObject([{ username: 'admin_a', ...now }])
})

test('if a token loses its scope in mid-run, the run names what is not known, and settles it when it may read again', async () => {
  const clock = createQuickClock(10)
  const { app, panel, key } = await setUp({ ports: { clock } })
  await panel.setFault('latency', 200)
  const intent = { action: { type: 'ftp.edit', patch: { quotaMb: 5 } } as const, keys: names.map(key) }
  const plan = await app.call('bulk.plan', { planningId: 'p', intent })
  const { id } = await app.call('bulk.start', { planId: plan.id, confirm: {} })
  await expect.poll(() => panel.accounts.filter(({ quotaMb }) => quotaMb === 5).length).toBeGreaterThan(3)
  await panel.setFault('narrowScope', [])
  const run = () => app.call('bulk.run', { runId: id })
  await expect.poll(async () => (await run()).state, { timeout: 20_000 }).toBe('done')
  const { counts, serverRuns } = await run()
  expect(serverRuns).toMatchObject([{ state: 'stopped', error: { code: 'panel.scope' } }])
  expect(counts).toMatchObject({ sent: 0, accepted: 0 })
  expect(counts.unknown).toBeGreaterThan(0)
  const { items } = await app.call('bulk.runItems', { runId: id, states: ['unknown'] })
  expect(items.every(({ open, error }) => open && error?.code === 'write.unknown')).toBe(true)

  await panel.setFault('narrowScope', null)
  await expect.poll(async () => (await run()).counts.unknown, { timeout: 20_000 }).toBe(0)
  const changed = panel.accounts.filter(({ quotaMb }) => quotaMb === 5).length
  expect((await run()).counts.confirmed).toBe(changed)
  expect((await run()).undoable).toBe(changed)
})
