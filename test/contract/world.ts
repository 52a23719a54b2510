import { EventEmitter } from 'node:events'
import { tmpdir } from 'node:os'
import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron'
import type { App } from '../../src/core/app.ts'
import { createDemoFleet } from '../../src/demo/fleet.ts'
import type { DemoPanelServer } from '../../src/demo/panel.ts'
import { createIpcHost } from '../../src/main/ipc-host.ts'
import { createLoopbackServer } from '../../src/web/server.ts'
import type { Envelope } from '../../src/shared/errors.ts'
import { openSessionApp } from '../kit/app.ts'
import { holdFile } from '../data/file-holder.ts'
import { createQuickClock } from '../kit/clock.ts'
import type { World } from './case.ts'
import { runOf } from './run-of.ts'

/** One of the two hosts through which calls reach core. */
export interface TestHost {
  call(method: string, input: unknown): Promise<Envelope<unknown>>
  close(): Promise<void>
}

async function openLoopbackHost(app: App): Promise<TestHost> {
  const server = await createLoopbackServer({ app, rendererDir: tmpdir(), port: 0 })
  return {
    async call(method, input) {
      const response = await fetch(`${server.url}/call`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${server.key}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ method, input }),
      })
      return (await response.json()) as Envelope<unknown>
    },
    close: () => server.close(),
  }
}

/** The Electron host's own code, on stand-ins for `ipcMain` and for the window that it accepts. */
async function openIpcHost(app: App): Promise<TestHost> {
  type Listener = (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown
  const listeners = new Map<string, Listener>()
  const ipcMain = {
    handle: (channel: string, listener: Listener) => void listeners.set(channel, listener),
    removeHandler: (channel: string) => void listeners.delete(channel),
  } as unknown as IpcMain
  const host = createIpcHost(ipcMain, app)
  const contents = Object.assign(new EventEmitter(), {
    id: 1,
    isDestroyed: () => false,
    send: () => {},
  }) as unknown as WebContents
  host.admit(contents)
  const event = {
    sender: contents,
    senderFrame: { parent: null, origin: 'app://wisdeck' },
  } as unknown as IpcMainInvokeEvent
  return {
    async call(method, input) {
      const json = await listeners.get('wisdeck:call')?.(event, method, JSON.stringify(input))
      return JSON.parse(String(json)) as Envelope<unknown>
    },
    close: async () => host.close(),
  }
}

export const hosts = { loopback: openLoopbackHost, electron: openIpcHost } as const

export interface Stage {
  readonly host: TestHost
  readonly world: World
  readonly events: readonly string[]
  readonly secrets: readonly string[]
  readonly dataDir: string
  close(): Promise<void>
}

async function mustCall(host: TestHost, method: string, input: unknown): Promise<Record<string, unknown>> {
  const envelope = await host.call(method, input)
  if (!envelope.ok) throw new Error(`${method} failed: ${JSON.stringify(envelope.error)}`)
  return envelope.value as Record<string, unknown>
}

const passphrase = 'battery horse staple'

/** The demo fleet that the app itself can start. */
function createOwnFleet(now: () => number) {
  let close = async () => {}
  const start = async () => {
    const fleet = await createDemoFleet({ panels: 2, accounts: 3, jobs: 2, now })
    close = () => fleet.close()
    return fleet.describe()
  }
  return { port: { start, stop: () => close() }, close: () => close() }
}

/** A run that has made passwords, and one that waits for the user: its row changed after it was planned. */
async function playRuns(host: TestHost, panel: DemoPanelServer, keys: readonly string[]): Promise<World['runs']> {
  const { username } = panel.accounts[0]!
  const drift = () =>
    panel.edit((state) => ({
      ...state,
      accounts: state.accounts.map((one) => (one.username === username ? { ...one, quotaMb: 4242 } : one)),
    }))
  return {
    credentials: await runOf(
      (method, input) => mustCall(host, method, input),
      { action: { type: 'ftp.password' }, keys },
      { passphrase, confirm: { typed: 'reset' } },
    ),
    conflict: await runOf(
      (method, input) => mustCall(host, method, input),
      { action: { type: 'ftp.edit', patch: { quotaMb: 31 } }, keys },
      {},
      drift,
    ),
  }
}

/** A whole app on an empty data folder, behind one of the hosts. It has one real demo panel as two servers. */
export async function openStage(kind: keyof typeof hosts): Promise<Stage> {
  // The calls use up the panel's minute. Waiting for the next one takes a tenth of the time.
  const clock = createQuickClock(10)
  const fleet = await createDemoFleet({ panels: 1, accounts: 6, jobs: 4, exact: true, seed: 7, now: clock.now })
  const panel = fleet.panels[0]!
  const ownFleet = createOwnFleet(clock.now)
  const openedFolders: string[] = []
  const desktop = { notify: () => {}, openFolder: async (path: string) => void openedFolders.push(path) }
  const { core: app, dataDir, close } = await openSessionApp({ ports: { clock, demoFleet: ownFleet.port, desktop } })
  const events: string[] = []
  app.onEvent((json) => events.push(json))
  const host = await hosts[kind](app)
  const { url, token, fingerprint256 } = panel
  const add = (name: string) =>
    mustCall(host, 'servers.add', { draft: { name, url }, token, trustFingerprint256: fingerprint256 })
  const first = await add('First')
  const second = await add('Second')
  const release = await holdFile(dataDir)
  await mustCall(host, 'inventory.refresh', {})
  await release()
  app.navigate({ screen: 'servers', query: {} })
  const account = panel.accounts[0]!
  const [serverId, keys] = [String(first['id']), [`${String(first['id'])}/ftp/${account.username}`]]
  const runs = await playRuns(host, panel, keys)
  const otherKey = `${serverId}/ftp/${panel.accounts[1]!.username}`
  const pendingPlan = await mustCall(host, 'bulk.plan', {
    planningId: 'world',
    intent: { action: { type: 'ftp.edit', patch: { quotaMb: 555 } }, keys: [otherKey] },
  })
  return {
    host,
    events,
    dataDir,
    secrets: [token, 'S3cure•pass', 'An0ther•pass', 'correct horse battery', passphrase],
    world: {
      serverId,
      otherServerId: String(second['id']),
      url,
      token,
      fingerprint256,
      owner: account.owner,
      account: account.username,
      jobId: panel.jobs[0]!.id,
      domain: panel.snapshot().anonymous[0]!.domain,
      openedFolders,
      dataDir,
      kept: new Map(),
      runs,
      planId: String(pendingPlan['id']),
      passphrase,
      slow: (latencyMs) => void panel.setFault('latency', latencyMs),
    },
    async close() {
      await host.close()
      await close()
      await ownFleet.close()
      await fleet.close()
    },
  }
}
