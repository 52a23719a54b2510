import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createDemoPanel } from '../../../src/demo/panel.ts'
import type { BulkAction } from '../../../src/shared/model/bulk-action.ts'
import { createFolder, openApp, removeFolder, type TestApp } from '../../kit/app.ts'

/*
 * Walks databases through the whole app and a panel over TLS: listed, created, changed in a run that is killed and
 * finished after a restart, undone. Prints what it saw as JSON. As a child process it starts that run and is killed.
 */

const passphrase = 'correct horse battery'
const wantedMb = 512
const names = Array.from({ length: 12 }, (_, at) => `shop_${at + 1}`)

async function listed({ call }: TestApp) {
  const [slice] = await call('rows.list', { kind: 'databases' })
  return slice?.rows ?? []
}

async function startRun({ call }: TestApp, action: BulkAction, keys: readonly string[]) {
  const plan = await call('bulk.plan', { planningId: 'walk', intent: { action, keys } })
  const run = await call('bulk.start', { planId: plan.id, confirm: {} })
  return run
}

async function ended({ call }: TestApp, runId: string) {
  for (;;) {
    const run = await call('bulk.run', { runId })
    if (run.state === 'done') return run
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const keysOf = (serverId: string, rows: readonly { readonly id: number }[]) =>
  rows.map(({ id }) => `${serverId}/databases/${id}`)

/** What the child process does: starts the run, until it is killed. */
async function runUntilKilled(dataDir: string): Promise<void> {
  const app = await openApp({ dataDir })
  await app.call('vault.unlock', { passphrase })
  const [server] = await app.call('servers.list', {})
  const keys = keysOf(server?.id ?? '', await listed(app))
  await startRun(app, { type: 'databases.edit', patch: { quotaMb: wantedMb } }, keys)
}

async function startPanel() {
  const panel = await createDemoPanel({ rateLimit: { limit: 10_000 } })
  panel.edit((state) => ({
    ...state,
    databases: names.map((name, at) => ({
      ...{ id: at + 1, name, quotaMb: 0, enabled: at % 2 === 0, owner: 'admin' },
      ...{ createdAtMs: Date.now(), updatedAtMs: Date.now() },
    })),
    nextDatabaseId: names.length + 1,
  }))
  return panel
}

type Panel = Awaited<ReturnType<typeof startPanel>>

/** Lists, creates a database, takes that back, and lifts limits by the action that was added later. */
async function useAlone(app: TestApp, serverId: string, panel: Panel) {
  const names = () => panel.databases.map(({ name }) => name)
  const { item, run } = await app.call('change.apply', {
    intent: { action: { type: 'databases.create', serverIds: [serverId], database: { name: 'fresh', quotaMb: 7 } } },
  })
  const made = panel.databases.find(({ name }) => name === 'fresh')
  const undoInput = { runId: run?.id ?? '' }
  const needed = await app.codeOf('change.undo', undoInput)
  await app.call('change.undo', { ...undoInput, confirm: { include: [], typed: 'delete' } })
  const lifted = await app.call('bulk.plan', {
    planningId: 'lift',
    intent: { action: { type: 'databases.lift' }, keys: [`${serverId}/databases/1`] },
  })
  return {
    created: [item?.state, made?.quotaMb, needed, names().includes('fresh')],
    recorded: (await app.call('activity.list', { kind: 'databases' })).map(({ action }) => action),
    lifted: [lifted.changes, lifted.noops],
  }
}

/** Starts a run in a process of its own and kills it once some of the requests are carried out. */
async function killInMidRun(dataDir: string, panel: Panel): Promise<number> {
  await panel.setFault('latency', 60)
  const child = fork(import.meta.filename, [dataDir])
  const done = () => panel.databases.filter(({ quotaMb }) => quotaMb === wantedMb).length
  while (done() < 3) await new Promise((resolve) => setTimeout(resolve, 5))
  child.kill('SIGKILL')
  await once(child, 'exit')
  await panel.setFault('latency', 0)
  return done()
}

async function walk(): Promise<void> {
  const panel = await startPanel()
  const dataDir = await createFolder()
  const first = await openApp({ dataDir })
  await first.call('vault.choose', { kind: 'passphrase', passphrase })
  const { id: serverId } = await first.add(panel)
  await first.call('inventory.refresh', {})
  const rows = await listed(first)
  const alone = await useAlone(first, serverId, panel)
  await first.close()

  const doneAtKill = await killInMidRun(dataDir, panel)

  const second = await openApp({ dataDir })
  await second.call('vault.unlock', { passphrase })
  const [{ id: runId = '', state } = {}] = (await second.call('bulk.runs', {})).filter((run) => run.state !== 'done')
  await second.call('bulk.resume', { runId })
  const { counts } = await ended(second, runId)
  const quotas = () => [...new Set(panel.databases.map(({ quotaMb }) => quotaMb))]
  const afterRun = quotas()
  const undo = await startRun(second, { type: 'undo', runId }, [])
  await ended(second, undo.id)
  const result = { listed: rows, ...alone, doneAtKill, state, confirmed: counts.confirmed, afterRun, undone: quotas() }
  await second.close()
  await panel.close()
  await removeFolder(dataDir)
  process.stdout.write(JSON.stringify(result))
}

const [dataDirOfChild] = process.argv.slice(2)
await (dataDirOfChild === undefined ? walk() : runUntilKilled(dataDirOfChild))
