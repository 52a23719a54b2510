import { expect, onTestFinished, test } from 'vitest'
import { jobOf } from '../../src/demo/kinds/cron/state.ts'
import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import { emptyState } from '../../src/demo/state.ts'
import { openSessionApp, type TestApp } from '../kit/app.ts'
import { createAccount, editAccount, removeAccount } from '../kit/change-row.ts'
import { startPanel, token } from '../kit/panels.ts'

const madeAtMs = Date.now() - 3_600_000
const state = () => ({
  ...emptyState('admin', 420),
  accounts: ['admin_a', 'admin_b', 'admin_c'].map((username) => accountOf({ username }, madeAtMs)),
  jobs: [jobOf({ id: 5, name: 'nightly' }, madeAtMs)],
})

/** One panel that two servers lead to, by two addresses if `byKey`. Both have been read. */
async function setUp({ byKey = false } = {}) {
  const panel = await startPanel({ state: state() })
  const app = await openSessionApp()
  onTestFinished(() => app.close())
  const add = async (name: string, url: string) =>
    (await app.call('servers.add', { draft: { name, url }, token, trustFingerprint256: panel.fingerprint256 })).id
  const first = await add('First', panel.url)
  const second = await add('Second', byKey ? panel.url.replace('127.0.0.1', 'localhost') : panel.url)
  await app.call('inventory.refresh', {})
  panel.clearRequests()
  return { app, panel, first, second }
}

async function namesOf({ call }: TestApp, serverId: string) {
  const [slice] = await call('rows.list', { kind: 'ftp', serverIds: [serverId] })
  return slice?.rows.map((row) => ('username' in row ? row.username : '')).toSorted()
}

test.each([false, true])('what is done through one server is shown by the other; two addresses: %s', async (byKey) => {
  const { app, first, second, panel } = await setUp({ byKey })
  await app.call('change.apply', createAccount(first, 'new', 'S3cure•pass'))
  expect(await namesOf(app, second)).toEqual(['admin_a', 'admin_b', 'admin_c', 'admin_new'])
  await app.call('change.apply', editAccount(first, 'admin_new', { quotaMb: 77 }))
  const [slice] = await app.call('rows.list', { kind: 'ftp', serverIds: [second] })
  expect(slice?.rows.at(-1)).toMatchObject({ username: 'admin_new', quotaMb: 77 })
  expect(slice?.total).toBe(4)
  await removeAccount(app, first, 'admin_a')
  expect(await namesOf(app, second)).toEqual(['admin_b', 'admin_c', 'admin_new'])
  expect(panel.requests.filter(({ method, path }) => method === 'GET' && path === '/ftp/')).toEqual([])
})

test('what a run of many rows has done through one server is shown by the other', async () => {
  const { app, first, second } = await setUp()
  const intent = {
    action: { type: 'ftp.remove' },
    keys: ['admin_a', 'admin_b'].map((id) => `${first}/ftp/${id}`),
  } as const
  const { id: planId } = await app.call('bulk.plan', { planningId: 'p', intent })
  const run = await app.call('bulk.start', { planId, confirm: { typed: 'delete 2' } })
  await expect.poll(async () => (await app.call('bulk.run', { runId: run.id })).state).toBe('done')
  expect(await namesOf(app, second)).toEqual(['admin_c'])
})
