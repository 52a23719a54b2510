import { onTestFinished, test, expect } from 'vitest'
import { recordingLog } from '../../src/core/storage/fixtures.ts'
import { openStorage } from '../../src/core/storage/storage.ts'
import { openDesk } from './desk.ts'
import { account, startHeldPanel } from './held-panel.ts'

const token = 'wsp_00112233445566778899aabbccddeeff'

async function setUp() {
  const panel = await startHeldPanel()
  for (const name of ['admin_a', 'admin_b']) panel.accounts.set(name, account(name))
  const desk = await openDesk({ panels: 0 })
  onTestFinished(() => desk.close())
  const server = await desk.call('servers.add', {
    draft: { name: 'Held', url: panel.url },
    token,
    trustFingerprint256: panel.certificate.fingerprint256,
  })
  await desk.call('inventory.refresh', {})
  const rows = async () => (await desk.call('ftp.list', {}))[0]?.rows ?? []
  return { panel, desk, serverId: server.id, rows }
}

/** A refresh whose account list has left and whose answer is held back. */
async function refreshHeld({ panel, desk }: Awaited<ReturnType<typeof setUp>>) {
  const before = panel.asked.length
  const release = panel.hold(/^GET \/api\/v1\/ftp\/$/)
  const done = desk.call('inventory.refresh', {})
  while (!panel.asked.slice(before).includes('GET /api/v1/ftp/')) await new Promise((resolve) => setImmediate(resolve))
  return async () => {
    release()
    await done
  }
}

test('a list that left before a change does not put the old row back', async () => {
  const stage = await setUp()
  const arrive = await refreshHeld(stage)
  const { serverId, desk, rows } = stage
  await desk.call('ftp.update', { serverId, username: 'admin_a', patch: { quotaMb: 500 } })
  await arrive()
  expect((await rows()).map((row) => [row.username, row.quotaMb])).toEqual([
    ['admin_a', 500],
    ['admin_b', 10],
  ])
})

test('nor does it bring back an account that was removed meanwhile', async () => {
  const stage = await setUp()
  const arrive = await refreshHeld(stage)
  const { serverId, desk, rows } = stage
  await desk.call('ftp.remove', { serverId, username: 'admin_a' })
  await arrive()
  expect((await rows()).map((row) => row.username)).toEqual(['admin_b'])
  await desk.call('inventory.refresh', {})
  expect((await rows()).map((row) => row.username)).toEqual(['admin_b'])
})

test('two who switch an account off at once switch it off', async () => {
  const { panel, desk, serverId } = await setUp()
  const off = () => desk.call('ftp.setEnabled', { serverId, username: 'admin_a', enabled: false })
  await Promise.all([off(), off(), off()])
  expect(panel.accounts.get('admin_a')?.enabled).toBe(false)
  expect(panel.asked.filter((line) => line.includes('toggle'))).toHaveLength(1)
})

test('a change does not go to another panel when the address is edited after its first read', async () => {
  const { panel, desk, serverId } = await setUp()
  const other = await startHeldPanel()
  other.accounts.set('admin_a', account('admin_a'))
  const release = panel.hold(/^GET \/api\/v1\/ftp\/admin_a$/)
  const change = desk.call('ftp.update', { serverId, username: 'admin_a', patch: { quotaMb: 500 } }).catch(String)
  await panel.came(/^GET \/api\/v1\/ftp\/admin_a$/)
  await desk.call('servers.edit', { id: serverId, patch: { url: other.url } })
  await desk.call('servers.trust', { id: serverId, fingerprint256: other.certificate.fingerprint256 })
  release()
  expect(await change).toContain('cancelled')
  expect(other.asked.filter((line) => line.startsWith('PUT'))).toEqual([])
  expect(panel.asked.filter((line) => line.startsWith('PUT'))).toEqual([])
})

test('a profile that is edited while its token waits for the vault keeps what was edited', async () => {
  const { desk, serverId } = await setUp()
  // Deriving the key of a passphrase keeps the vault busy for a while.
  const busy = desk.call('vault.choose', { kind: 'passphrase', passphrase: 'correct horse battery' })
  const set = desk.call('servers.setToken', { id: serverId, token })
  await desk.call('servers.edit', { id: serverId, patch: { name: 'Renamed', readOnly: true } })
  await Promise.all([busy, set])
  expect(await desk.call('servers.list', {})).toMatchObject([{ name: 'Renamed', readOnly: true, hasToken: true }])
})

test('a server that is removed while its token waits for the vault stays removed, and so does the token', async () => {
  const { desk, serverId } = await setUp()
  const copy = await desk.call('servers.duplicate', { id: serverId })
  const busy = desk.call('vault.choose', { kind: 'passphrase', passphrase: 'correct horse battery' })
  const set = desk.call('servers.setToken', { id: copy.id, token }).catch(String)
  await desk.call('servers.remove', { id: copy.id })
  await busy
  expect(await set).toContain('server.unknown')
  expect((await desk.call('servers.list', {})).map((server) => server.id)).toEqual([serverId])
  expect((await desk.call('vault.status', {})).tokens).toBe(1)
})

test('a new server comes last, also where others were removed', async () => {
  const { desk, serverId } = await setUp()
  await desk.call('servers.duplicate', { id: serverId })
  await desk.call('servers.remove', { id: serverId })
  for (const name of ['C', 'D', 'E']) await desk.call('servers.add', { draft: { name, url: `${name}.example` } })
  expect((await desk.call('servers.list', {})).map((server) => server.name)).toEqual(['Held (2)', 'C', 'D', 'E'])
})

test('closing takes a change back at once and writes down that its outcome is not known', async () => {
  const { panel, desk, serverId } = await setUp()
  panel.hold(/^PUT /)
  const change = desk.call('ftp.update', { serverId, username: 'admin_a', patch: { quotaMb: 500 } }).catch(String)
  await panel.came(/^PUT /)
  const startedAt = performance.now()
  await desk.app.close()
  expect(performance.now() - startedAt).toBeLessThan(2000)
  expect(await change).toContain('write.unknown')
  await expect(desk.call('servers.list', {})).rejects.toThrow('cancelled')
  const storage = openStorage({ dataDir: desk.dataDir, nowMs: Date.now, log: recordingLog() })
  onTestFinished(() => storage.close())
  expect(storage.activity.list({ limit: 1 })).toMatchObject([
    { action: 'ftp.update', subject: 'admin_a', result: 'unknown' },
  ])
})

test('a new time limit for answers does not take a change back', async () => {
  const { panel, desk, serverId } = await setUp()
  const release = panel.hold(/^PUT /)
  const change = desk.call('ftp.update', { serverId, username: 'admin_a', patch: { quotaMb: 500 } })
  await panel.came(/^PUT /)
  await desk.call('settings.set', { answerTimeoutSec: 60 })
  release()
  expect((await change).after.quotaMb).toBe(500)
})

test('a panel that hands the new password back unreadably does not get it into an answer, an event or the log of deeds', async () => {
  const { panel, desk, serverId } = await setUp()
  const events: string[] = []
  desk.onEvent((event) => events.push(JSON.stringify(event)))
  const password = 'S3cure•<pass>'
  const change = () => desk.call('ftp.setPassword', { serverId, username: 'admin_b', password }).catch(String)
  const release = panel.hold(/^PUT /)
  const changed = change()
  await panel.came(/^PUT /)
  panel.say(/^GET \/api\/v1\/ftp\/admin_b$/, JSON.stringify({ odd: true, password }))
  release()
  const out = [JSON.stringify(await changed), ...events, JSON.stringify(await desk.call('activity.list', {}))].join(
    '\n',
  )
  expect(out).not.toContain('S3cure')
  // The panel has said yes to what no reading could show.
  expect((await desk.call('activity.list', {}))[0]).toMatchObject({ action: 'ftp.setPassword', result: 'done' })
})

test('an account that was made is not said to have failed where only the look at it fails', async () => {
  const { panel, desk, serverId, rows } = await setUp()
  panel.say(/^POST \/api\/v1\/ftp\/$/, JSON.stringify(account('admin_deploy')))
  panel.say(/^GET \/api\/v1\/ftp\/admin_deploy$/, '{}')
  const made = await desk.call('ftp.create', { serverId, draft: { username: 'deploy', password: 'S3cure•pass' } })
  expect(made.after).toMatchObject({ username: 'admin_deploy', quotaMb: 10 })
  expect((await rows()).map((row) => row.username)).toEqual(['admin_a', 'admin_b', 'admin_deploy'])
  expect((await desk.call('activity.list', {}))[0]).toMatchObject({ action: 'ftp.create', result: 'done' })
  expect(panel.asked.filter((line) => line.startsWith('POST'))).toHaveLength(1)
})
