import { onTestFinished, test, expect } from 'vitest'
import { systemClock } from '../../src/core/clock.ts'
import { recordingLog } from '../../src/core/storage/fixtures.ts'
import { openStorage } from '../../src/core/storage/storage.ts'
import { openSessionApp, type TestAppOptions } from '../kit/app.ts'
import { createAccount, editAccount, removeAccount, setPassword } from '../kit/change-row.ts'
import { account, startDelayedPanel } from './delayed-panel.ts'

const token = 'wsp_00112233445566778899aabbccddeeff'

async function setUp(options: TestAppOptions = {}) {
  const panel = await startDelayedPanel()
  for (const name of ['admin_a', 'admin_b']) panel.accounts.set(name, account(name))
  const app = await openSessionApp({ scryptCost: 2 ** 14, ...options })
  onTestFinished(() => app.close())
  const server = await app.call('servers.add', {
    draft: { name: 'Held', url: panel.url },
    token,
    trustFingerprint256: panel.certificate.fingerprint256,
  })
  await app.call('inventory.refresh', {})
  const rows = async () => (await app.call('rows.list', { kind: 'ftp' }))[0]?.rows ?? []
  return { panel, app, serverId: server.id, rows }
}

/** Starts a refresh whose request for the account list has been sent and whose answer is delayed. */
async function refreshDelayed({ panel, app }: Awaited<ReturnType<typeof setUp>>) {
  const before = panel.requestLines.length
  const release = panel.delay(/^GET \/api\/v1\/ftp\/$/)
  const done = app.call('inventory.refresh', {})
  while (!panel.requestLines.slice(before).includes('GET /api/v1/ftp/'))
    await new Promise((resolve) => setImmediate(resolve))
  return async () => {
    release()
    await done
  }
}

test('a list that was requested before a change does not restore the old row', async () => {
  const setup = await setUp()
  const deliverAnswer = await refreshDelayed(setup)
  const { serverId, app, rows } = setup
  await app.call('change.apply', editAccount(serverId, 'admin_a', { quotaMb: 500 }))
  await deliverAnswer()
  expect((await rows()).map((row) => [row.username, row.quotaMb])).toEqual([
    ['admin_a', 500],
    ['admin_b', 10],
  ])
})

test('nor does it restore an account that was removed meanwhile', async () => {
  const setup = await setUp()
  const deliverAnswer = await refreshDelayed(setup)
  const { serverId, app, rows } = setup
  await removeAccount(app, serverId, 'admin_a')
  await deliverAnswer()
  expect((await rows()).map((row) => row.username)).toEqual(['admin_b'])
  await app.call('inventory.refresh', {})
  expect((await rows()).map((row) => row.username)).toEqual(['admin_b'])
})

test('two callers that disable an account at the same time leave it disabled', async () => {
  const { panel, app, serverId } = await setUp()
  const disable = () => app.call('change.apply', editAccount(serverId, 'admin_a', { enabled: false }))
  await Promise.all([disable(), disable(), disable()])
  expect(panel.accounts.get('admin_a')?.enabled).toBe(false)
  expect(panel.requestLines.filter((line) => line.includes('toggle'))).toHaveLength(1)
})

test('a change does not go to another panel when the address is edited after its first read', async () => {
  const { panel, app, serverId } = await setUp()
  const other = await startDelayedPanel()
  other.accounts.set('admin_a', account('admin_a'))
  const release = panel.delay(/^GET \/api\/v1\/ftp\/admin_a$/)
  const change = app.call('change.apply', editAccount(serverId, 'admin_a', { quotaMb: 500 })).catch(String)
  await panel.whenRequested(/^GET \/api\/v1\/ftp\/admin_a$/)
  await app.call('servers.edit', { id: serverId, patch: { url: other.url } })
  await app.call('servers.trust', { id: serverId, fingerprint256: other.certificate.fingerprint256 })
  release()
  expect(await change).toMatchObject({ item: { state: 'failed', error: { code: 'cancelled' } } })
  expect(other.requestLines.filter((line) => line.startsWith('PUT'))).toEqual([])
  expect(panel.requestLines.filter((line) => line.startsWith('PUT'))).toEqual([])
})

test('a profile that is edited while its token waits for the vault keeps the edit', async () => {
  const { app, serverId } = await setUp()
  // Deriving a key from a passphrase keeps the vault busy for a while.
  const choosing = app.call('vault.choose', { kind: 'passphrase', passphrase: 'correct horse battery' })
  const setting = app.call('servers.setToken', { id: serverId, token })
  await app.call('servers.edit', { id: serverId, patch: { name: 'Renamed', readOnly: true } })
  await Promise.all([choosing, setting])
  expect(await app.call('servers.list', {})).toMatchObject([{ name: 'Renamed', readOnly: true, hasToken: true }])
})

test('a server that is removed while its token waits for the vault stays removed, and so does the token', async () => {
  const { app, serverId } = await setUp()
  const duplicate = await app.call('servers.duplicate', { id: serverId })
  const choosing = app.call('vault.choose', { kind: 'passphrase', passphrase: 'correct horse battery' })
  const setting = app.call('servers.setToken', { id: duplicate.id, token }).catch(String)
  await app.call('servers.remove', { id: duplicate.id })
  await choosing
  expect(await setting).toContain('server.unknown')
  expect((await app.call('servers.list', {})).map((server) => server.id)).toEqual([serverId])
  expect((await app.call('vault.status', {})).tokens).toBe(1)
})

test('a new server comes last, even if others were removed', async () => {
  const { app, serverId } = await setUp()
  await app.call('servers.duplicate', { id: serverId })
  await app.call('servers.remove', { id: serverId })
  for (const name of ['C', 'D', 'E']) await app.call('servers.add', { draft: { name, url: `${name}.example` } })
  expect((await app.call('servers.list', {})).map((server) => server.name)).toEqual(['Held (2)', 'C', 'D', 'E'])
})

test('closing aborts a change at once, and that it was sent is on disk', async () => {
  const real = systemClock()
  const firedDelaysMs: number[] = []
  const after = (delayMs: number, run: () => void) =>
    real.after(delayMs, () => {
      firedDelaysMs.push(delayMs)
      run()
    })
  const { panel, app, serverId } = await setUp({ ports: { clock: { ...real, after } } })
  panel.delay(/^PUT /)
  const change = app.call('change.apply', editAccount(serverId, 'admin_a', { quotaMb: 500 })).catch(String)
  await panel.whenRequested(/^PUT /)
  await app.core.close()
  // Closing waited for no time limit, neither for an answer nor for its own.
  expect(firedDelaysMs.filter((delayMs) => delayMs >= 2000)).toEqual([])
  expect(await change).toMatchObject({ item: { state: 'sent' } })
  await expect(app.call('servers.list', {})).rejects.toThrow('cancelled')
  const storage = openStorage({ dataDir: app.dataDir, nowMs: Date.now, log: recordingLog() })
  onTestFinished(() => storage.close())
  const [run] = storage.runs.live()
  expect(storage.runs.items({ runId: run?.id ?? '' })).toMatchObject([{ item: { subject: 'admin_a' }, state: 'sent' }])
  expect(storage.record.list({ limit: 1 })).toMatchObject([
    { action: 'ftp.update', subject: 'admin_a', result: 'under-way', runId: run?.id },
  ])
})

test('a new answer timeout does not abort a change', async () => {
  const { panel, app, serverId } = await setUp()
  const release = panel.delay(/^PUT /)
  const change = app.call('change.apply', editAccount(serverId, 'admin_a', { quotaMb: 500 }))
  await panel.whenRequested(/^PUT /)
  await app.call('settings.set', { answerTimeoutSec: 60 })
  release()
  expect(await change).toMatchObject({ item: { state: 'confirmed', after: { quotaMb: 500 } } })
})

test('a panel that returns the new password in an unreadable answer does not get it into an answer, an event or the log', async () => {
  const { panel, app, serverId } = await setUp()
  const events: string[] = []
  app.onEvent((event) => events.push(JSON.stringify(event)))
  const password = 'S3cure•<pass>'
  const change = () => app.call('change.apply', setPassword(serverId, 'admin_b', password))
  const release = panel.delay(/^PUT /)
  const changed = change()
  await panel.whenRequested(/^PUT /)
  panel.answerWith(/^GET \/api\/v1\/ftp\/admin_b$/, JSON.stringify({ odd: true, password }))
  release()
  const output = [JSON.stringify(await changed), ...events, JSON.stringify(await app.call('activity.list', {}))].join(
    '\n',
  )
  expect(output).not.toContain('S3cure')
  // The panel has accepted the password, which no read can show.
  expect(await changed).toMatchObject({ item: { state: 'confirmed' } })
})

test('an account that was created is told by its name if only the read after it fails, and is not created again', async () => {
  const { panel, app, serverId } = await setUp()
  panel.answerWith(/^POST \/api\/v1\/ftp\/$/, JSON.stringify(account('admin_deploy')))
  panel.answerWith(/^GET \/api\/v1\/ftp\//, '{}')
  const created = await app.call('change.apply', createAccount(serverId, 'deploy', 'S3cure•pass'))
  expect(created.item).toMatchObject({ madeId: 'admin_deploy', state: 'unknown', open: true })
  expect(panel.requestLines.filter((line) => line.startsWith('POST'))).toHaveLength(1)
})
