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
import { createQuickClock } from '../kit/clock.ts'
import type { World } from './case.ts'
import { runOf } from './run-of.ts'

/** One of the two hosts through which calls reach core. */
export interface Door {
  call(method: string, input: unknown): Promise<Envelope<unknown>>
  close(): Promise<void>
}

async function loopbackDoor(app: App): Promise<Door> {
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
async function ipcDoor(app: App): Promise<Door> {
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

export const doors = { loopback: loopbackDoor, electron: ipcDoor } as const

export interface Stage {
  readonly door: Door
  readonly world: World
  readonly events: readonly string[]
  readonly secrets: readonly string[]
  readonly dataDir: string
  close(): Promise<void>
}

async function mustCall(door: Door, method: string, input: unknown): Promise<Record<string, unknown>> {
  const envelope = await door.call(method, input)
  if (!envelope.ok) throw new Error(`${method} failed: ${JSON.stringify(envelope.error)}`)
  return envelope.value as Record<string, unknown>
}

const passphrase = 'battery horse staple'

/** The demo fleet that the app itself can start. */
function createInnerFleet(now: () => number) {
  let close = async () => {}
  const start = async () => {
    const own = await createDemoFleet({ panels: 2, accounts: 3, jobs: 2, now })
    close = () => own.close()
    return own.describe()
  }
  return { port: { start, stop: () => close() }, close: () => close() }
}

/** A run that has made passwords, and one that waits for the user: its row changed after it was planned. */
async function playRuns(door: Door, panel: DemoPanelServer, keys: readonly string[]): Promise<World['runs']> {
  const { username } = panel.accounts[0]!
  const drift = () =>
    panel.edit((state) => ({
      ...state,
      accounts: state.accounts.map((one) => (one.username === username ? { ...one, quotaMb: 4242 } : one)),
    }))
  return {
    credentials: await runOf(
      (method, input) => mustCall(door, method, input),
      { action: { type: 'ftp.password' }, keys },
      { passphrase, confirm: { typed: '1' } },
    ),
    conflict: await runOf(
      (method, input) => mustCall(door, method, input),
      { action: { type: 'ftp.settings', patch: { quotaMb: 31 } }, keys },
      {},
      drift,
    ),
  }
}

/** A whole app on an empty data folder, behind one of the hosts. It has one real demo panel as two servers. */
export async function openStage(kind: keyof typeof doors): Promise<Stage> {
  // The calls use up the panel's minute. Waiting for the next one takes a tenth of the time.
  const clock = createQuickClock(10)
  const fleet = await createDemoFleet({ panels: 1, accounts: 6, jobs: 4, exact: true, seed: 7, now: clock.now })
  const panel = fleet.panels[0]!
  const inner = createInnerFleet(clock.now)
  const opened: string[] = []
  const desktop = { notify: () => {}, openFolder: async (path: string) => void opened.push(path) }
  const { core: app, dataDir, close } = await openSessionApp({ ports: { clock, demoFleet: inner.port, desktop } })
  const events: string[] = []
  app.onEvent((json) => events.push(json))
  const door = await doors[kind](app)
  const { url, token, fingerprint256 } = panel
  const add = (name: string) =>
    mustCall(door, 'servers.add', { draft: { name, url }, token, trustFingerprint256: fingerprint256 })
  const first = await add('First')
  const second = await add('Second')
  await mustCall(door, 'inventory.refresh', {})
  app.navigate({ screen: 'servers', query: {} })
  const account = panel.accounts[0]!
  const [serverId, keys] = [String(first['id']), [`${String(first['id'])}/ftp/${account.username}`]]
  const runs = await playRuns(door, panel, keys)
  const other = `${serverId}/ftp/${panel.accounts[1]!.username}`
  const unrun = await mustCall(door, 'bulk.plan', {
    ticket: 'world',
    intent: { action: { type: 'ftp.settings', patch: { quotaMb: 555 } }, keys: [other] },
  })
  return {
    door,
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
      openedFolders: opened,
      dataDir,
      kept: new Map(),
      runs,
      planId: String(unrun['id']),
      passphrase,
      slow: (latencyMs) => void panel.setFault('latency', latencyMs),
    },
    async close() {
      await door.close()
      await close()
      await inner.close()
      await fleet.close()
    },
  }
}
