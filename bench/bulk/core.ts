import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp, type App } from '../../src/core/app.ts'
import { callApp } from '../../src/shell/call-app.ts'
import type { AppEvent } from '../../src/shared/contract.ts'
import { createFastClock, until } from '../../test/soak/time.ts'
import { peakRssMb } from '../refresh/messages.ts'
import type { CoreOrder, CoreResult } from './messages.ts'

/** Runs core in its own process: reads the fleet, plans one more address for every account, runs the plan. */
const order = JSON.parse(process.argv[2] ?? '{}') as CoreOrder
const clock = createFastClock(order.scale)
const tokens = new Map<string, string>()
const app = await openApp()

async function openApp(): Promise<App & { readonly dataDir: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'wisdeck-bulk-'))
  const opened = await createApp({
    dataDir,
    ports: {
      clock,
      keychain: {
        getPassword: async (_, account) => tokens.get(account) ?? null,
        setPassword: async (_, account, password) => void tokens.set(account, password),
        deletePassword: async (_, account) => tokens.delete(account),
      },
      log: { write: () => {} },
      demoFleet: { start: async () => [], stop: async () => {} },
      actor: 'bench',
      version: '0.0.0-bench',
    },
  })
  return { ...opened, dataDir }
}

/** Resolves with the time at which the run has ended. */
function whenRunEnds(runId: string): Promise<number> {
  return new Promise((resolve) => {
    app.onEvent((json) => {
      const { event, payload } = JSON.parse(json) as AppEvent
      if (event === 'bulk.progress' && payload.run.id === runId && payload.run.state === 'done') resolve(clock.now())
    })
  })
}

/** After this time the rows of the first read are too old for a plan, and the windows of that read are over. */
const tooOldMs = 125_000

/** Adds and reads the servers. There is no share for others and no open view: core is as fast as the panels allow. */
async function addServers(): Promise<void> {
  await callApp(app, 'settings.set', { refreshPaused: true, shareForOthersPercent: 0, answerTimeoutSec: 60 })
  for (const { name, url, token, fingerprint256 } of order.panels) {
    await callApp(app, 'servers.add', { draft: { name, url }, token, trustFingerprint256: fingerprint256 })
  }
  await callApp(app, 'inventory.refresh', {})
}

async function runBulkChange(): Promise<CoreResult> {
  await until(clock, clock.now() + tooOldMs)
  const slices = await callApp(app, 'rows.list', { kind: 'ftp' })
  const keys = slices.flatMap(({ serverId, rows }) => rows.map(({ username }) => `${serverId}/ftp/${username}`))
  const plan = await callApp(app, 'bulk.plan', {
    planningId: 'bench',
    intent: { action: { type: 'ftp.edit', patch: { ips: { mode: 'add', entries: [order.entry] } } }, keys },
  })
  const cpu = process.cpuUsage()
  const startedAtMs = clock.now()
  const run = await callApp(app, 'bulk.start', { planId: plan.id, confirm: {} })
  const endedAtMs = await whenRunEnds(run.id)
  const { user, system } = process.cpuUsage(cpu)
  const { counts, total } = await callApp(app, 'bulk.run', { runId: run.id })
  return {
    startedAtMs,
    endedAtMs,
    confirmed: counts.confirmed,
    total,
    cpuMs: (user + system) / 1000,
    rssMb: peakRssMb(),
  }
}

await addServers()
process.once('message', () => {
  void runBulkChange().then(async (result) => {
    await app.close()
    await rm(app.dataDir, { recursive: true, force: true })
    process.send?.(result, () => process.exit(0))
  })
})
process.send?.('filled')
