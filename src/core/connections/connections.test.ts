import { onTestFinished, expect, test } from 'vitest'
import { systemClock } from '../clock.ts'
import { createLimiter } from '../limiter/limiter.ts'
import { makeDataDir, recordingLog, server, startMs } from '../storage/fixtures.ts'
import { openStorage } from '../storage/storage.ts'
import { fakeKeychain } from '../vault/fixtures.ts'
import { tokenHash } from '../vault/token-hash.ts'
import { createVault } from '../vault/vault.ts'
import { createConnections } from './connections.ts'

const code = (value: string) => expect.objectContaining({ code: value })
// Nothing listens on these ports, so requests are refused.
const [oldUrl, newUrl] = ['https://127.0.0.1:1/api/v1', 'https://127.0.0.1:2/api/v1']

async function setUp() {
  const data = makeDataDir()
  const [log, clock] = [recordingLog(), systemClock()]
  const storage = openStorage({ dataDir: data.dir, nowMs: () => startMs, log })
  const vault = await createVault({
    keychain: fakeKeychain(),
    dataDir: data.dir,
    choice: storage.vaultChoice,
    profileIds: () => [],
    guard: () => undefined,
    nowMs: () => startMs,
  })
  const limiter = createLimiter({ clock })
  /** What every use of a token waits for after the vault has answered. */
  const slow = { until: Promise.resolve() }
  const use: typeof vault.use = async (id, work) => {
    const value = await vault.use(id, work)
    await slow.until
    return value
  }
  const connections = createConnections({ storage, vault: { ...vault, use }, limiter, clock, log })
  onTestFinished(() => {
    connections.close()
    limiter.close()
    storage.close()
    data.remove()
  })
  const put = (more: Partial<ReturnType<typeof server>>) =>
    storage.servers.put(server('s', 0, { url: oldUrl, ...more }))
  const asked = () => connections.useToken('s', (token) => token)
  return { storage, vault, connections, put, asked, slow }
}
const markOf = (token: string) => ({ hash: tokenHash(token), setAtMs: startMs })

test('a token is used at the address for which it was set, and nowhere else', async () => {
  const { vault, put, asked, connections } = await setUp()
  await vault.put('s', 'token-1')
  put({ tokenMark: markOf('token-1') })
  expect(await asked()).toBe('token-1')
  await expect(connections.client('s').list('cron', { priority: 'interactive' })).rejects.toThrow(code('net.refused'))
  put({ tokenMark: markOf('token-2') })
  await expect(asked()).rejects.toThrow(code('vault.missing'))
  put({ hasToken: false })
  await expect(asked()).rejects.toThrow(code('vault.missing'))
})

test('a connection to the old address does not carry the token of the new one', async () => {
  const { vault, put, connections } = await setUp()
  await vault.put('s', 'token-1')
  put({ tokenMark: markOf('token-1') })
  const old = connections.client('s')
  await connections.budget('s')
  await vault.put('s', 'token-2', () => put({ url: newUrl, tokenMark: markOf('token-2') }))
  await expect(old.list('cron', { priority: 'interactive' })).rejects.toThrow(code('vault.missing'))
  connections.reset('s')
  await expect(connections.client('s').list('cron', { priority: 'interactive' })).rejects.toThrow(code('net.refused'))
})

test('a token that was stored before marks existed gets one at its first use', async () => {
  const { vault, put, asked, storage } = await setUp()
  await vault.put('s', 'token-1')
  put({ tokenMark: null })
  expect(await asked()).toBe('token-1')
  expect(storage.servers.get('s')?.tokenMark).toEqual({ hash: tokenHash('token-1'), setAtMs: null })
  await vault.put('s', 'token-2')
  await expect(asked()).rejects.toThrow(code('vault.missing'))
})

test('a token that is replaced while it is being read blocks no caller', async () => {
  const { vault, put, asked } = await setUp()
  await vault.put('s', 'token-1')
  put({ tokenMark: markOf('token-1') })
  const all = [asked(), vault.put('s', 'token-2', () => put({ tokenMark: markOf('token-2') })), asked()]
  expect(await Promise.all(all)).toEqual(['token-1', undefined, 'token-2'])
})

test('a token that is replaced while its budget is looked up leaves no budget of the old one behind', async () => {
  const { vault, put, connections, slow } = await setUp()
  await vault.put('s', 'token-1')
  put({ tokenMark: markOf('token-1') })
  const answer = Promise.withResolvers<void>()
  slow.until = answer.promise
  const lookedUp = connections.budget('s')
  await vault.put('s', 'token-2', () => put({ tokenMark: markOf('token-2') }))
  connections.reset('s')
  answer.resolve()
  const expected = connections.draftBudget(oldUrl, 'token-2')
  expect(await lookedUp).toBe(expected)
  expect([connections.knownBudget('s'), await connections.budget('s')]).toEqual([expected, expected])
})
