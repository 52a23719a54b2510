import { onTestFinished, test, expect } from 'vitest'
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
  expect((await rows()).map((row) => [row.username, row.quotaMb])).toEqual([['admin_a', 500], ['admin_b', 10]])
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
