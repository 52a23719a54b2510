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
const open: TestApp[] = []
const dirs: string[] = []

async function start(dir?: string): Promise<TestApp> {
  const at = dir ?? (await createFolder())
  if (dir === undefined) dirs.push(at)
  const opened = await openApp({ dataDir: at })
  open.push(opened)
  await (dir === undefined
    ? opened.call('vault.choose', { kind: 'passphrase', passphrase })
    : opened.call('vault.unlock', { passphrase }))
  return opened
}
const exported = async (of: TestApp) => (await of.call('data.export', { passphrase })).text
const taken = async (into: TestApp, text: string, mode: 'add' | 'replace' = 'replace') =>
  into.call('data.import', { text, passphrase, mode })

async function move(of: TestApp, id: string, to: Panel): Promise<void> {
  await of.call('servers.edit', { id, patch: { url: to.url } })
  await of.call('servers.setToken', { id, token: to.token })
  await of.call('servers.trust', { id, fingerprint256: to.fingerprint256 })
}
/** The address of the app's first server, whether it has a token, and its health after a refresh. */
async function state(of: TestApp) {
  const [server] = await of.call('servers.list', {})
  const { statuses } = await of.call('inventory.refresh', { serverIds: [server!.id] })
  return { url: server!.url, hasToken: server!.hasToken, health: statuses[0]!.health }
}

beforeEach(async () => {
  fleet = await createDemoFleet({ panels: 2, accounts: 1, jobs: 1, exact: true, seed: 7 })
  ;[first, second] = fleet.panels as [Panel, Panel]
  from = await start()
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()))
  await fleet.close()
  await Promise.all(dirs.splice(0).map(removeFolder))
})
const added = async () => (await from.add(first, { name: 'web' })).id

test('a restored address does not get the token of the later address', async () => {
  const id = await added()
  const { backup } = await taken(from, await exported(await start()), 'add')
  await move(from, id, second)
  expect(await state(from)).toMatchObject({ url: second.url, health: 'ok' })
  const { backup: later } = await from.call('data.restore', { name: backup })
  expect(await state(from)).toEqual({ url: first.url, hasToken: false, health: 'no-token' })
  // The vault still has the token for the address that it belongs to.
  await from.call('data.restore', { name: later })
  expect(await state(from)).toEqual({ url: second.url, hasToken: true, health: 'ok' })
})

test('an import that was interrupted between tokens and rows sends the new token to no panel', async () => {
  const id = await added()
  const to = await start()
  await taken(to, await exported(from))
  await to.close()
  await copyFile(join(to.dataDir, 'wisdeck.db'), join(to.dataDir, 'kept'))
  await move(from, id, second)
  const again = await start(to.dataDir)
  await taken(again, await exported(from))
  await again.close()
  await copyFile(join(to.dataDir, 'kept'), join(to.dataDir, 'wisdeck.db'))

  const after = await start(to.dataDir)
  expect(await state(after)).toEqual({ url: first.url, hasToken: true, health: 'no-token' })
  expect((await after.call('data.export', { passphrase })).counts.tokens).toBe(0)
  await taken(after, await exported(from))
  expect(await state(after)).toEqual({ url: second.url, hasToken: true, health: 'ok' })
})
