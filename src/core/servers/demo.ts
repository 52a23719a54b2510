import { randomUUID } from 'node:crypto'
import { Mutex } from 'async-mutex'
import { AppError } from '../../shared/errors.ts'
import type { Handlers } from '../dispatch.ts'
import type { DemoFleet, DemoFleetOptions, DemoPanel } from '../ports.ts'
import type { StoredServer } from '../storage/types.ts'
import type { Vault } from '../vault/types.ts'
import { announceServers, nextPosition, type ServersDeps } from './server-list.ts'
import { newServer, toProfile } from './profile.ts'
import { pinOf } from './trust-server.ts'

/** A vault that keeps the demo fleet's made-up tokens in memory and passes everything else on to the real vault. */
interface DemoVault extends Vault {
  lend(profileId: string, token: string): void
  revokeAll(): void
}

export function withDemoTokens(vault: Vault): DemoVault {
  const lent = new Map<string, string>()
  return {
    ...vault,
    lend: (id, token) => void lent.set(id, token),
    revokeAll: () => lent.clear(),
    forget: async (id) => {
      if (!lent.delete(id)) await vault.forget(id)
    },
    use: async (id, use) => {
      const token = lent.get(id)
      return token === undefined ? vault.use(id, use) : use(token)
    },
  }
}

/** Removes all demo servers, those of an earlier start of Wisdeck included. They live as long as their fleet. */
export function removeDemoServers(deps: Pick<ServersDeps, 'storage' | 'connections' | 'inventory'>): void {
  for (const server of deps.storage.servers.list().filter((each) => each.demo)) {
    deps.connections.reset(server.id)
    deps.storage.servers.remove(server.id)
    deps.inventory.serverRemoved(server.id)
  }
}

/** Returns a demo panel as a server, at position 0. */
async function demoServer(panel: DemoPanel, nowMs: number): Promise<StoredServer> {
  const { name, url, folder, environment, notes, tags } = panel
  const draftProfile = newServer(
    {
      name,
      url,
      folder,
      environment,
      notes,
      tags: [...tags],
      colour: 'none',
      readOnly: false,
      timeZone: null,
      allowHttp: false,
    },
    { id: randomUUID(), position: 0, nowMs, demo: true },
  )
  return { ...draftProfile, pin: await pinOf(draftProfile.url, panel.fingerprint256, nowMs), hasToken: true }
}

type DemoDeps = Omit<ServersDeps, 'vault'> & { readonly vault: DemoVault; readonly fleet: DemoFleet }

/** Starts and stops the demo fleet together with its servers in the list. */
function createDemoServers(deps: DemoDeps) {
  let running = false

  const stop = async () => {
    if (!running) return
    running = false
    removeDemoServers(deps)
    deps.vault.revokeAll()
    announceServers(deps)
    await deps.fleet.stop()
  }

  const start = async (options: DemoFleetOptions): Promise<readonly StoredServer[]> => {
    await stop()
    const panels = await deps.fleet.start(options)
    const draftProfiles = await Promise.all(panels.map((panel) => demoServer(panel, deps.clock.now())))
    const first = nextPosition(deps.storage)
    const servers = draftProfiles.map((server, at) => ({ ...server, position: first + at }))
    running = true
    servers.forEach((server, at) => {
      deps.vault.lend(server.id, panels[at]?.token ?? '')
      deps.storage.servers.put(server)
    })
    announceServers(deps)
    for (const server of servers) deps.inventory.serverChanged(server.id)
    return servers
  }

  return { running: () => running, start, stop }
}

/** Creates the handlers that start and stop the embedded demo fleet. */
export function createDemo(deps: DemoDeps): {
  readonly handlers: Pick<Handlers, 'demo.start' | 'demo.stop'>
  running(): boolean
  close(): Promise<void>
} {
  const { running, start, stop } = createDemoServers(deps)
  let starting = false
  let closing = false
  // Start and stop wait for each other. Two starts at once would leave the first fleet's servers in the list
  // without panels.
  const mutex = new Mutex()

  /** Starts the fleet. If that fails, stops it and removes its servers. */
  const startOrCleanUp = async (options: DemoFleetOptions) => {
    if (closing) throw new AppError('cancelled', 'Wisdeck is closing')
    starting = true
    try {
      return await start(options)
    } catch (thrown) {
      await (running() ? stop() : deps.fleet.stop())
      throw new AppError('demo.failed', 'The demo fleet did not start', {
        reason: thrown instanceof Error ? thrown.message : String(thrown),
      })
    } finally {
      starting = false
    }
  }

  /** Ends the fleet. A fleet that is still starting is stopped at once: its start fails, and nothing of it is left. */
  const end = async () => {
    if (starting) await deps.fleet.stop()
    await mutex.runExclusive(stop)
  }

  return {
    running,
    async close() {
      closing = true
      await end()
    },
    handlers: {
      'demo.start': async (options) => (await mutex.runExclusive(() => startOrCleanUp(options))).map(toProfile),
      'demo.stop': async () => {
        await end()
        return {}
      },
    },
  }
}
