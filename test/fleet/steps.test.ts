import { expect, test } from 'vitest'
import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import { emptyState } from '../../src/demo/state.ts'
import type { BulkIntent } from '../../src/shared/model/bulk-action.ts'
import { openPanelApp } from '../kit/panels.ts'

const names = Array.from({ length: 12 }, (_, at) => `admin_a${at}`)

/** Opens an app on a panel with twelve accounts, and returns what runs an intent on all of them to its end. */
async function setUp() {
  const accounts = names.map((username) => accountOf({ username, quotaMb: 10 }, Date.now() - 3_600_000))
  const opened = await openPanelApp({ state: { ...emptyState('admin', 420), accounts } })
  const { app, serverId } = opened
  const keys = names.map((name) => `${serverId}/ftp/${name}`)
  const run = async (steps: Omit<BulkIntent, 'keys'>, typed?: string) => {
    const plan = await app.call('bulk.plan', { planningId: 'p', intent: { ...steps, keys } as never })
    const { id } = await app.call('bulk.start', { planId: plan.id, confirm: { ...(typed ? { typed } : {}) } })
    while ((await app.call('bulk.run', { runId: id })).state !== 'done') await new Promise((go) => setTimeout(go, 10))
    return { plan, id, items: (await app.call('bulk.runItems', { runId: id })).items }
  }
  return { ...opened, run }
}

const disable = { type: 'ftp.edit', patch: { enabled: false } } as const
const limit = { type: 'ftp.edit', patch: { quotaMb: 5 } } as const
const remove = { type: 'ftp.remove' } as const

test('steps of a row are sent in their order, each once the one before it is in force', async () => {
  const { panel, run } = await setUp()
  const { plan, items } = await run({ action: disable, then: [limit, remove] }, 'delete 12')
  expect(plan).toMatchObject({ changes: 36 })
  expect(items.map(({ state }) => state)).toEqual(Array(36).fill('confirmed'))
  expect(items.find(({ op }) => op === 'remove')?.before).toMatchObject({ enabled: false, quotaMb: 5 })
  expect(panel.accounts).toEqual([])
  for (const name of names) {
    const own = panel.requests.filter(({ method, path }) => method !== 'GET' && path.split('/').includes(name))
    expect(own.map(({ method, path }) => `${method} ${path.split('/').at(-1)}`)).toEqual([
      'POST toggle',
      `PUT ${name}`,
      `DELETE ${name}`,
    ])
  }
})

test('if a step is refused, the steps after it are left out for that row alone', async () => {
  const { panel, run } = await setUp()
  await panel.setFault('treatment', { work: 'undone', reply: 500, method: 'POST', path: '/ftp/admin_a3/toggle' })
  const { items } = await run({ action: disable, then: [remove] }, 'delete 12')
  expect(panel.accounts.map(({ username }) => username)).toEqual(['admin_a3'])
  const own = items.filter(({ key }) => key.endsWith('/admin_a3'))
  expect(own).toMatchObject([{ state: 'failed' }, { state: 'skipped', skipped: 'step-before' }])
})

test('an undo takes a row back to what it was before the first step', async () => {
  const { app, panel, run } = await setUp()
  const { id } = await run({ action: disable, then: [limit, { type: 'ftp.edit', patch: { quotaMb: 7 } }] })
  expect(panel.accounts[0]).toMatchObject({ enabled: false, quotaMb: 7 })
  const undo = await app.call('bulk.plan', { planningId: 'u', intent: { action: { type: 'undo', runId: id } } })
  expect(undo).toMatchObject({ changes: 12, impossible: [], flags: { 'changed-since': 0 } })
  await app.call('bulk.start', { planId: undo.id, confirm: {} })
  await expect.poll(() => panel.accounts.every(({ enabled, quotaMb }) => enabled && quotaMb === 10)).toBe(true)
  await expect.poll(() => app.call('bulk.run', { runId: id })).toMatchObject({ undoneAll: true })
  expect((await app.call('undo.next', {})).skipped[0]).toMatchObject({ reason: 'already-undone' })
})

test('a retry takes up the step that was refused, and then those that were left out after it', async () => {
  const { app, panel, run } = await setUp()
  await panel.setFault('treatment', { work: 'undone', reply: 500, method: 'PUT', path: '/ftp/admin_a3' })
  const { id, items } = await run({ action: disable, then: [limit, remove] }, 'delete 12')
  const ofRow = items.filter(({ key }) => key.endsWith('/admin_a3'))
  expect(ofRow.map(({ state }) => state)).toEqual(['confirmed', 'failed', 'skipped'])
  await panel.setFault('treatment', null)
  panel.clearRequests()
  const retry = await app.call('bulk.plan', { planningId: 'r', intent: { action: { type: 'retry', runId: id } } })
  expect(retry).toMatchObject({ changes: 2, impossible: [], flags: { 'changed-since': 0 } })
  await app.call('bulk.start', { planId: retry.id, confirm: { typed: 'delete' } })
  await expect.poll(() => panel.accounts).toEqual([])
  const sent = panel.requests.filter(({ method }) => method !== 'GET')
  expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'PUT /api/v1/ftp/admin_a3',
    'DELETE /api/v1/ftp/admin_a3',
  ])
})

test('of a row of which a step cannot be done, the later steps are left out of the plan', async () => {
  const { app, serverId } = await setUp()
  const keys = [`${serverId}/ftp/admin_a0`, `${serverId}/ftp/nobody`]
  const plan = await app.call('bulk.plan', { planningId: 'p', intent: { action: limit, then: [disable], keys } })
  expect(plan).toMatchObject({ changes: 2, impossible: [{ reason: 'gone', count: 1 }] })
})

test('only changes of existing rows can be steps', async () => {
  const { app, serverId } = await setUp()
  const create = { type: 'ftp.create', serverIds: [serverId], account: { username: 'new' } } as const
  const intent = { action: disable, then: [create], keys: [`${serverId}/ftp/admin_a0`] }
  expect(await app.codeOf('bulk.plan', { planningId: 'p', intent })).toBe('input.invalid')
})
