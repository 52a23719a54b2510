import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '../../src/core/app.ts'
import { systemClock } from '../../src/core/clock.ts'
import type { Keychain, Ports } from '../../src/core/ports.ts'
import { callApp } from '../../src/shell/call-app.ts'
import { createLoopbackServer } from '../../src/web/server.ts'
import { cpuMeter, peakRssMb, nextMessage, type BenchPanel, type PageAccess } from './messages.ts'

/**
 * Runs Wisdeck's core behind its loopback server: budget, client, checks, SQLite, events to a connected page. It is
 * started again on a filled data folder, so that no socket is open yet. Its cost is counted from the first `go` of the
 * parent to the second.
 */
const tokens = new Map<string, string>()
const keychain: Keychain = {
  getPassword: async (_, account) => tokens.get(account) ?? null,
  setPassword: async (_, account, password) => void tokens.set(account, password),
  deletePassword: async (_, account) => tokens.delete(account),
}
const ports: Ports = {
  clock: systemClock(),
  keychain,
  log: { write: () => {} },
  demoFleet: { start: async () => [], stop: async () => {} },
  actor: 'bench',
  version: '0.0.0-bench',
}

/** Fills a data folder with the fleet as after a first day: profiles, cached rows, automatic refresh paused. */
async function prepare(dataDir: string, panels: readonly BenchPanel[]): Promise<void> {
  const app = await createApp({ ports, dataDir })
  await callApp(app, 'settings.set', { refreshPaused: true })
  for (const { name, url, token, fingerprint256 } of panels) {
    await callApp(app, 'servers.add', { draft: { name, url }, token, trustFingerprint256: fingerprint256 })
  }
  await callApp(app, 'inventory.refresh', {})
  await app.close()
}

async function run(panels: readonly BenchPanel[]): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'wisdeck-bench-'))
  await prepare(dataDir, panels)
  const app = await createApp({ ports, dataDir })
  const server = await createLoopbackServer({ app, rendererDir: tmpdir(), port: 0 })
  process.send?.({ url: server.url, key: server.key } satisfies PageAccess)
  await nextMessage()
  const cpuMs = cpuMeter()
  process.send?.('running')
  await nextMessage()
  const cost = { cpuMs: cpuMs(), rssMb: peakRssMb() }
  await server.close()
  await app.close()
  await rm(dataDir, { recursive: true, force: true })
  process.send?.(cost, () => process.exit(0))
}

process.once('message', (panels: BenchPanel[]) => void run(panels))
process.send?.({ ready: true })
