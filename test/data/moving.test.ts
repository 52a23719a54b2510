import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createDemoFleet, type DemoFleet } from '../../src/demo/fleet.ts'
import { runOf } from '../contract/run-of.ts'
import { openSessionApp, type TestApp } from '../kit/app.ts'
import { readAllData } from './everything.ts'

/** Moves data from one machine to another: two folders, and one panel over real TLS. */
const passphrase = 'correct horse battery'
let fleet: DemoFleet
let panel: DemoFleet['panels'][number]
let token: string
let from: TestApp
let to: TestApp

beforeEach(async () => {
  fleet = await createDemoFleet({ panels: 1, accounts: 3, jobs: 2, exact: true, seed: 7 })
  panel = fleet.panels[0]!
  token = panel.token
  from = await openSessionApp()
  to = await openSessionApp()
  const { id } = await from.add(panel, { name: 'web-01', tags: ['lotus'] })
  await from.call('servers.add', { draft: { name: 'no token', url: 'https://other.example.com' } })
  await from.call('inventory.refresh', { serverIds: [id] })
  await from.call('settings.set', { theme: 'dark', ourAddresses: ['203.0.113.7'] })
  await from.call('cron.setNote', { serverId: id, id: panel.jobs[0]!.id, note: 'ask Kim' })
  await from.call('views.save', { view: { kind: 'ftp', name: 'Lotus', query: 'tag:lotus', sort: [] } })
  await from.call('ipSets.save', { set: { name: 'Office', text: '203.0.113.7 # Kim' } })
  const keys = [`${id}/ftp/${panel.accounts[0]!.username}`]
  const intent = { action: { type: 'ftp.edit', patch: { quotaMb: 77 } }, keys } as const
  await runOf((method, input) => from.call(method as 'bulk.plan', input as never) as never, intent, {})
  const plan = await from.call('bulk.plan', {
    planningId: 'kept',
    intent: { ...intent, keys: [...keys], action: { type: 'ftp.edit', patch: { quotaMb: 78 } } },
  })
  await from.call('bulk.savePlan', { planId: plan.id, name: 'Quota' })
})
afterEach(async () => {
  await Promise.all([from.close(), to.close()])
  await fleet.close()
})

test('everything arrives, including a token that its panel accepts and a trusted certificate', async () => {
  const { text, counts } = await from.call('data.export', { passphrase })
  expect(counts).toMatchObject({
    servers: 2,
    tokens: 1,
    notes: 1,
    views: 1,
    ipSets: 1,
    plans: 1,
    runs: 1,
    settings: true,
  })
  for (const word of [token, passphrase, new URL(panel.url).host, 'web-01', 'ask Kim']) expect(text).not.toContain(word)

  const preview = await to.call('data.readExport', { text, passphrase })
  expect(preview).toMatchObject({
    madeBy: '0.0.0-test',
    counts,
    add: { servers: { added: 2 }, tokens: 1, runs: 1, settings: true },
  })
  expect(JSON.stringify(preview)).not.toContain(token)
  const events: string[] = []
  to.onEvent(({ event }) => void events.push(event))
  const { effect } = await to.call('data.import', { text, passphrase, mode: 'add' })
  expect(effect).toEqual(preview.add)

  expect(await readAllData(to)).toEqual(await readAllData(from))
  const [run] = await from.call('bulk.runs', {})
  expect(await to.call('bulk.runItems', { runId: run!.id })).toEqual(
    await from.call('bulk.runItems', { runId: run!.id }),
  )
  const activity = await from.call('activity.list', { limit: 99 })
  const importedActivity = await to.call('activity.list', { limit: 99 })
  const withoutImportEntries = (entries: typeof activity) =>
    entries
      .map(({ id: _, ...entry }) => entry)
      .filter(({ action }) => !action.startsWith('data.') && action !== 'vault.choose')
  expect(withoutImportEntries(importedActivity)).toEqual(withoutImportEntries(activity))

  const { servers } = await readAllData(to)
  const { statuses } = await to.call('inventory.refresh', { serverIds: [servers[0]!.id] })
  expect(statuses[0]).toMatchObject({ health: 'ok' })
  expect(events).toContain('data.replaced')
  for (const name of await readdir(to.dataDir, { recursive: true })) {
    const bytes = await readFile(join(to.dataDir, name)).catch(() => Buffer.alloc(0))
    expect(bytes.includes(token), name).toBe(false)
  }
})

test('a wrong passphrase, a cut file and an edited file change nothing', async () => {
  const { text } = await from.call('data.export', { passphrase })
  const before = await readAllData(to)
  expect(await to.codeOf('data.import', { text, passphrase: 'correct horse batterY', mode: 'replace' })).toBe(
    'export.wrong-passphrase',
  )
  expect(await to.codeOf('data.import', { text: text.slice(0, text.length / 2), passphrase, mode: 'replace' })).toBe(
    'export.damaged',
  )
  expect(
    await to.codeOf('data.import', { text: text.replace('0.0.0-test', '0.0.1-test'), passphrase, mode: 'replace' }),
  ).toBe('export.damaged')
  expect(await readAllData(to)).toEqual(before)
  expect(await to.call('data.backups', {})).toEqual([])
})

test('without a place for tokens nothing is imported; with one everything is', async () => {
  const { text } = await from.call('data.export', { passphrase })
  await to.call('vault.choose', { kind: 'passphrase', passphrase: 'another horse' })
  await to.call('vault.lock', {})
  const before = await readAllData(to)
  expect(await to.codeOf('data.import', { text, passphrase, mode: 'add' })).toBe('vault.locked')
  expect(await readAllData(to)).toEqual(before)
  await to.call('vault.unlock', { passphrase: 'another horse' })
  await to.call('data.import', { text, passphrase, mode: 'add' })
  expect((await readAllData(to)).tokens).toBe(1)
})

test('without tokens in the export each server asks for its own; a locked token store exports none', async () => {
  const { text, counts } = await from.call('data.export', { passphrase, parts: ['servers'] })
  expect(counts).toMatchObject({ servers: 2, tokens: 0, runs: 0, views: 0 })
  await to.call('data.import', { text, passphrase, mode: 'replace' })
  expect((await to.call('servers.list', {})).map(({ hasToken }) => hasToken)).toEqual([false, false])
  await from.call('vault.choose', { kind: 'passphrase', passphrase: 'another horse' })
  await from.call('vault.lock', {})
  expect(await from.codeOf('data.export', { passphrase })).toBe('vault.locked')
})

test('a replacing import can be reverted, tokens included', async () => {
  const { text } = await to.call('data.export', { passphrase })
  const before = await readAllData(from)
  const { effect, backup } = await from.call('data.import', { text, passphrase, mode: 'replace' })
  expect(effect.servers).toEqual({ added: 0, updated: 0, kept: 0, removed: 2 })
  expect(await from.call('servers.list', {})).toEqual([])
  expect(await from.call('bulk.runs', {})).toHaveLength(1)
  await from.call('data.restore', { name: backup })
  expect(await readAllData(from)).toEqual(before)
  const { statuses } = await from.call('inventory.refresh', { serverIds: [before.servers[0]!.id] })
  expect(statuses[0]).toMatchObject({ health: 'ok' })
})

test('a server that gets a new token is read with it at once', async () => {
  const [server] = await from.call('servers.list', {})
  await from.call('servers.setToken', { id: server!.id, token: 'wsp_revoked00000000' })
  const { text: old } = await from.call('data.export', { passphrase })
  await to.call('data.import', { text: old, passphrase, mode: 'add' })
  expect((await to.call('inventory.refresh', {})).statuses[0]).toMatchObject({ health: 'token-rejected' })
  await from.call('servers.setToken', { id: server!.id, token })
  const { text } = await from.call('data.export', { passphrase })
  await to.call('data.import', { text, passphrase, mode: 'add' })
  await vi.waitFor(async () => expect((await to.call('inventory.statuses', {}))[0]).toMatchObject({ health: 'ok' }), {
    timeout: 15_000,
  })
})

test('a server whose token was removed is restored without one', async () => {
  const { text } = await to.call('data.export', { passphrase })
  const [server] = await from.call('servers.list', {})
  const { backup } = await from.call('data.import', { text, passphrase, mode: 'add' })
  await from.call('servers.remove', { id: server!.id })
  await from.call('data.restore', { name: backup })
  expect(await from.call('servers.list', {})).toMatchObject([
    { name: 'web-01', hasToken: false, pin: server!.pin },
    { name: 'no token' },
  ])
  expect((await from.call('bulk.runs', {})).length).toBe(1)
})
