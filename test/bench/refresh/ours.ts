import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp, type App } from '../../../src/core/app.ts'
import { systemClock } from '../../../src/core/clock.ts'
import type { Keychain, Ports } from '../../../src/core/ports.ts'
import { callApp } from '../../../src/shell/call-app.ts'
import { createLoopbackServer } from '../../../src/web/server.ts'
import { lap, type BenchPanel } from './messages.ts'

/** Wisdeck's whole path: budget, client, checks, SQLite, events to a connected page. Started cold: no socket is open yet. */
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

/** Fills a data folder with the fleet's profiles and leaves it as after a first day: rows cached, refresh held. */
async function prepare(dataDir: string, panels: readonly BenchPanel[]): Promise<void> {
  const app = await createApp({ ports, dataDir })
  await callApp(app, 'settings.set', { refreshPaused: true })
  for (const { name, url, token, fingerprint256 } of panels) {
    await callApp(app, 'servers.add', { draft: { name, url }, token, trustFingerprint256: fingerprint256 })
  }
  await callApp(app, 'inventory.refresh', {})
  await app.close()
}

/** The page's end of the wire: reads every event as the real page does, and notes when rows first came. */
async function connectPage(app: App): Promise<{ bytes(): number; firstRowsAt(): number; close(): Promise<void> }> {
  const server = await createLoopbackServer({ app, rendererDir: tmpdir(), port: 0 })
  const gone = new AbortController()
  const response = await fetch(`${server.url}/events`, { headers: { Authorization: `Bearer ${server.key}` }, signal: gone.signal })
  let bytes = 0
  let firstRowsAt = Infinity
  const decoder = new TextDecoder()
  let rest = ''
  const listen = async () => {
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength
      rest += decoder.decode(chunk, { stream: true })
      const lines = rest.split('\n\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (!line.startsWith('data: ')) continue
        const { event } = JSON.parse(line.slice(6)) as { event: string }
        if (event === 'inventory.sliceChanged') firstRowsAt = Math.min(firstRowsAt, performance.now())
      }
    }
  }
  void listen().catch(() => {})
  return {
    bytes: () => bytes,
    firstRowsAt: () => firstRowsAt,
    close: async () => {
      gone.abort()
      await server.close()
    },
  }
}

async function run(panels: readonly BenchPanel[]) {
  const dataDir = await mkdtemp(join(tmpdir(), 'wisdeck-bench-'))
  await prepare(dataDir, panels)
  const app = await createApp({ ports, dataDir })
  const page = await connectPage(app)
  await tellParent('prepared')
  let startedAt = 0
  const result = await lap(async () => {
    startedAt = performance.now()
    const { statuses } = await callApp(app, 'inventory.refresh', {})
    if (statuses.some((status) => status.health !== 'ok')) throw new Error(`Not all were read: ${JSON.stringify(statuses.find((status) => status.health !== 'ok'))}`)
    return 0
  })
  const firstRowsMs = page.firstRowsAt() - startedAt
  await page.close()
  await app.close()
  await rm(dataDir, { recursive: true, force: true })
  return { ...result, bytes: page.bytes(), firstRowsMs }
}

/** Says it and waits for the word to go on: the parent counts requests in between. */
function tellParent(word: string): Promise<void> {
  const goOn = new Promise<void>((resolve) => process.once('message', () => resolve()))
  process.send?.(word)
  return goOn
}

process.once('message', (panels: BenchPanel[]) => {
  void run(panels).then((result) => process.send?.(result, () => process.exit(0)))
})
process.send?.({ ready: true })
