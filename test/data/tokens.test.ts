import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDemoFleet, type DemoFleet } from '../../src/demo/fleet.ts'
import { createFolder, openApp, removeFolder, type TestApp } from '../kit/app.ts'

/** Which token is sent to which panel after a restore or an interrupted import: two panels over real TLS. */
const passphrase = 'correct horse battery'
type Panel = DemoFleet['panels'][number]
let fleet: DemoFleet
let first: Panel
let second: Panel
let from: TestApp
const openApps: TestApp[] = []
const dirs: string[] = []

async function start(dir?: string): Promise<TestApp> {
  const dataDir = dir ?? (await createFolder())
  if (dir === undefined) dirs.push(dataDir)
  const opened = await openApp({ dataDir })
  openApps.push(opened)
  await (dir === undefined
    ? opened.call('vault.choose', { kind: 'passphrase', passphrase })
    : opened.call('vault.unlock', { passphrase }))
  return opened
}
const exportFrom = async (app: TestApp) => (await app.call('data.export', { passphrase })).text
const importInto = async (app: TestApp, text: string, mode: 'add' | 'replace' = 'replace') =>
  app.call('data.import', { text, passphrase, mode })

async function moveServer(app: TestApp, id: string, to: Panel): Promise<void> {
  await app.call('servers.edit', { id, patch: { url: to.url } })
  await app.call('servers.setToken', { id, token: to.token })
  await app.call('servers.trust', { id, fingerprint256: to.fingerprint256 })
}
/** The address of the app's first server, whether it has a token, and its health after a refresh. */
async function firstServerState(app: TestApp) {
  const [server] = await app.call('servers.list', {})
  const { statuses } = await app.call('inventory.refresh', { serverIds: [server!.id] })
  return { url: server!.url, hasToken: server!.hasToken, health: statuses[0]!.health }
}

beforeEach(async () => {
  fleet = await createDemoFleet({ panels: 2, accounts: 1, jobs: 1, exact: true, seed: 7 })
  ;[first, second] = fleet.panels as [Panel, Panel]
  from = await start()
})
afterEach(async () => {
  await Promise.all(openApps.splice(0).map((each) => each.close()))
  await fleet.close()
  await Promise.all(dirs.splice(0).map(removeFolder))
})
const addServer = async () => (await from.add(first, { name: 'web' })).id

test('a restored address does not get the token of the later address', async () => {
  const id = await addServer()
  const { backup } = await importInto(from, await exportFrom(await start()), 'add')
  await moveServer(from, id, second)
  expect(await firstServerState(from)).toMatchObject({ url: second.url, health: 'ok' })
  const { backup: later } = await from.call('data.restore', { name: backup })
  expect(await firstServerState(from)).toEqual({ url: first.url, hasToken: false, health: 'no-token' })
  // The vault still has the token for the address that it belongs to.
  await from.call('data.restore', { name: later })
  expect(await firstServerState(from)).toEqual({ url: second.url, hasToken: true, health: 'ok' })
})

test('an import that was interrupted between tokens and rows sends the new token to no panel', async () => {
  const id = await addServer()
  const to = await start()
  await importInto(to, await exportFrom(from))
  await to.close()
  await copyFile(join(to.dataDir, 'wisdeck.db'), join(to.dataDir, 'kept'))
  await moveServer(from, id, second)
  const again = await start(to.dataDir)
  await importInto(again, await exportFrom(from))
  await again.close()
  await copyFile(join(to.dataDir, 'kept'), join(to.dataDir, 'wisdeck.db'))

  const after = await start(to.dataDir)
  expect(await firstServerState(after)).toEqual({ url: first.url, hasToken: true, health: 'no-token' })
  expect((await after.call('data.export', { passphrase })).counts.tokens).toBe(0)
  await importInto(after, await exportFrom(from))
  expect(await firstServerState(after)).toEqual({ url: second.url, hasToken: true, health: 'ok' })
})
