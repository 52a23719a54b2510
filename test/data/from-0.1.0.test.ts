import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ActivityEntry } from '../../src/shared/model/activity.ts'
import { recordingLog } from '../../src/core/storage/fixtures.ts'
import { type Migration, migrations } from '../../src/core/storage/migrations.ts'
import { openStorage } from '../../src/core/storage/storage.ts'
import { passwordDigest } from '../../src/demo/kinds/ftp/state.ts'
import type { DemoPanelServer } from '../../src/demo/panel.ts'
import { createFolder, openApp, removeFolder, type TestApp } from '../kit/app.ts'
import { createShiftedClock } from '../kit/clock.ts'
import {
  clockAheadMs,
  copyOldFolder,
  dumpOf,
  expected,
  exported,
  restorable,
  nowMs,
  startOldPanels,
  readReport,
} from './old-folder.ts'

/** Today's code opens the data folder of version 0.1.0. */
let root: string
let dir: string
let app: TestApp | null = null
let panels: readonly DemoPanelServer[] = []

beforeEach(async () => {
  root = await createFolder()
  dir = join(root, 'data')
  await copyOldFolder(dir)
})
afterEach(async () => {
  await app?.close()
  app = null
  await Promise.all(panels.map((panel) => panel.close()))
  panels = []
  await removeFolder(root)
})

const open = async (): Promise<TestApp> =>
  (app = await openApp({ dataDir: dir, ports: { clock: createShiftedClock(clockAheadMs) } }))
const runIn = (state: string) => expected.told.runs.find((run) => run.state === state)!
const interrupted = runIn('interrupted')
const paused = runIn('paused')
const passphrase = expected.runPassphrase
/** Keys are derived at the app's real cost, which takes seconds on a busy machine. */
const slowTest = { timeout: 60_000 }

describe.each<[string, readonly Migration[]]>([
  ['the schema of today', migrations],
  ['a schema one step on', [...migrations, { name: 'a column', sql: 'ALTER TABLE servers ADD COLUMN colour TEXT' }]],
])('under %s', (_, steps) => {
  test('it opens, and makes a full backup first if the schema has grown', async () => {
    const before = dumpOf(join(dir, 'wisdeck.db'))
    const rows = Object.entries(before).map(([table, tableRows]) => [table, tableRows.length])
    expect(Object.fromEntries(rows)).toEqual(expected.rows)
    const log = recordingLog()
    const storage = openStorage({ dataDir: dir, nowMs, log, migrations: steps })
    expect(storage.notice).toBeNull()
    expect(storage.servers.list()).toHaveLength(expected.told.servers.length)
    storage.close()
    expect(log.events.filter((event) => event !== 'storage.backed-up')).toEqual([])

    const db = new DatabaseSync(join(dir, 'wisdeck.db'), { readOnly: true })
    expect(db.prepare('PRAGMA user_version').get()).toEqual({ user_version: steps.length })
    db.close()
    const known = new Set(expected.told.backups.map(({ name }) => name))
    const made = (await readdir(join(dir, 'backups'))).filter((name) => !known.has(name))
    const fullBackups = made.filter((name) => name.startsWith(`wisdeck-v${expected.schema}-`))
    expect(fullBackups).toHaveLength(steps.length > expected.schema ? 1 : 0)
    for (const name of fullBackups) expect(dumpOf(join(dir, 'backups', name))).toEqual(before)
  })
})

test('none of its data is lost', async () => {
  expect(await readReport(await open())).toMatchObject(expected.told)
  expect(await app!.call('vault.status', {})).toMatchObject(expected.vault)
  expect((await app!.call('app.info', {})).storageNotice).toBeNull()
})

test('each row that its runs have changed, or tried to, has an entry with its values and its result', async () => {
  const opened = await open()
  const results: Readonly<Record<string, string>> = {
    confirmed: 'done',
    failed: 'failed',
    unknown: 'unknown',
    sent: 'under-way',
    accepted: 'under-way',
  }
  const entries: ActivityEntry[] = []
  for (const { id: runId, items } of expected.told.runs) {
    const wanted = items.flatMap(({ index, subject, before, after, op, undo, state, madeId, sentAtMs }) => {
      const entry = { runId, itemIndex: index, subject, before, after, op, undo, madeId, actor: 'ana' }
      // An item that was given up after it had been sent has an entry too.
      const result = results[state] ?? (sentAtMs === null ? null : 'skipped')
      return result ? [{ ...entry, result }] : []
    })
    const found = await opened.call('activity.list', { runId, limit: 1000 })
    expect(found.toSorted((a, b) => Number(a.itemIndex) - Number(b.itemIndex))).toMatchObject(wanted)
    expect(found).toHaveLength(wanted.length)
    entries.push(...found)
  }
  expect(entries.length).toBeGreaterThan(20)
  expect(entries.every(({ serverName }) => serverName !== null)).toBe(true)
  const { lines } = await opened.call('activity.lines', { limit: 1000 })
  const counted = lines.flatMap((line) => (line.type === 'run' ? [line] : []))
  const itemsIn = (runId: string) => entries.filter((entry) => entry.runId === runId).length
  for (const { runId, counts } of counted)
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(itemsIn(runId))
  const oneRow = entries.find(({ kind, op }) => kind === 'ftp' && op === 'update')!
  const history = await opened.call('activity.list', { rowKey: oneRow.rowKey!, limit: 1000 })
  expect(history.some(({ id }) => id === oneRow.id)).toBe(true)
})

test('its passphrase, and no other, opens the token store', slowTest, async () => {
  const opened = await open()
  expect(await opened.codeOf('vault.unlock', { passphrase: `${expected.passphrase}.` })).toBe('vault.wrong-passphrase')
  const { locked, tokens } = await opened.call('vault.unlock', { passphrase: expected.passphrase })
  expect([locked, tokens]).toEqual([false, expected.exportCounts.tokens])
})

test('passwords that its runs have generated can be read once, and from an exported file', slowTest, async () => {
  const opened = await open()
  const { id: runId } = expected.told.runs.find((run) => run.state === 'done' && run.handout === 'sealed')!
  expect(await opened.call('bulk.showCredentials', { runId, passphrase })).toEqual(expected.passwords)
  expect(await opened.codeOf('bulk.showCredentials', { runId, passphrase })).toBe('handout.none')
  const text = exported('wisdeck-passwords-2026-11-30.json')
  expect(await opened.call('bulk.openCredentials', { text, passphrase })).toEqual(expected.passwords)
})

test('its export is imported completely by an empty app', slowTest, async () => {
  dir = join(root, 'empty')
  const opened = await open()
  await opened.call('vault.choose', { kind: 'session' })
  const text = exported('wisdeck-2026-11-30.wisdeck')
  await opened.call('data.import', { text, passphrase: expected.exportPassphrase, mode: 'add' })
  const reported = await readReport(opened)
  // An import leaves out runs that have not ended: they can be resumed only where they were started.
  const runs = restorable.runs.filter(({ endedAtMs }) => endedAtMs !== null)
  const activity = reported.activity.slice(-restorable.activity.length)
  expect({ ...reported, activity }).toMatchObject({ ...restorable, runs })
  expect((await opened.call('vault.status', {})).tokens).toBe(expected.exportCounts.tokens)
})

describe('on its panels as they were', slowTest, () => {
  const until = async (runId: string, state: string) => {
    for (;;) {
      const run = await app!.call('bulk.run', { runId })
      if (run.state === state && !run.reconciling) return run
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  /** Opens the app and trusts the panels' new certificates. */
  async function openAndTrust(): Promise<TestApp> {
    panels = await startOldPanels(dir)
    const opened = await open()
    await opened.call('vault.unlock', { passphrase: expected.passphrase })
    const { statuses } = await opened.call('inventory.refresh', {})
    expect(statuses.map(({ health }) => health)).toEqual([...panels.map(() => 'certificate-changed'), 'no-token'])
    for (const { id, url } of await opened.call('servers.list', {})) {
      const panel = panels.find((each) => each.url === url)
      if (panel) await opened.call('servers.trust', { id, fingerprint256: panel.fingerprint256 })
    }
    return opened
  }

  test('every token is accepted, and every saved plan can be opened', async () => {
    const opened = await openAndTrust()
    const { statuses } = await opened.call('inventory.refresh', {})
    expect(statuses.map(({ health }) => health)).toEqual([...panels.map(() => 'ok'), 'no-token'])
    for (const { id, keys } of expected.told.savedPlans) {
      const { changes, noops, impossible } = await opened.call('bulk.plan', { planningId: id, savedId: id })
      expect(impossible.reduce((sum, { count }) => sum + count, changes + noops)).toBe(keys)
    }
  })

  test('the interrupted run is finished: each account is created once, with its own password', async () => {
    const opened = await openAndTrust()
    expect(await opened.codeOf('bulk.resume', { runId: interrupted.id })).toBe('handout.passphrase-needed')
    // Some creations were sent before the cut. The panels do not show them, and the user wants them sent again.
    await opened.call('bulk.resume', { runId: interrupted.id, passphrase, sendAgain: true })
    const { counts } = await until(interrupted.id, 'done')
    expect(counts.confirmed).toBe(interrupted.total)

    const passwords = await opened.call('bulk.showCredentials', { runId: interrupted.id, passphrase })
    const accounts = panels.flatMap((panel) => panel.accounts).filter(({ username }) => /_new\d$/.test(username))
    const made = accounts.map(({ username, passwordSha256 }) => [username, passwordSha256])
    const sealed = passwords.map(({ username, password }) => [username, passwordDigest(password)])
    expect(made.toSorted()).toEqual(sealed.toSorted())
    expect(made).toHaveLength(interrupted.total)
  })

  test('the paused run can be resumed', async () => {
    const opened = await openAndTrust()
    await opened.call('bulk.resume', { runId: paused.id })
    expect((await until(paused.id, 'done')).counts.confirmed).toBe(paused.total)
    for (const { key, after } of paused.items) {
      const account = panels.flatMap(({ accounts }) => accounts).find(({ username }) => key.endsWith(`/${username}`))
      expect(account).toMatchObject(after!)
    }
  })
})
