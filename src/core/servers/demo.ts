import { randomUUID } from 'node:crypto'
import { AppError } from '../../shared/errors.ts'
import type { Handlers } from '../dispatch.ts'
import type { DemoFleet, DemoFleetOptions, DemoPanel } from '../ports.ts'
import type { StoredServer } from '../storage/types.ts'
import { createTurns } from '../turns.ts'
import type { Vault } from '../vault/types.ts'
import { announceServers, nextPosition, type ServersDeps } from './handlers.ts'
import { newServer, toProfile } from './profile.ts'
import { pinOf } from './trust-server.ts'

/** A vault that keeps the demo fleet's made-up tokens in memory and passes all else on to the real one. */
export interface DemoVault extends Vault {
  lend(profileId: string, token: string): void
  takeBack(): void
}

export function withDemoTokens(vault: Vault): DemoVault {
  const lent = new Map<string, string>()
  return {
    ...vault,
    lend: (id, token) => void lent.set(id, token),
    takeBack: () => lent.clear(),
    forget: async (id) => {
      if (!lent.delete(id)) await vault.forget(id)
    },
    use: async (id, use) => {
      const token = lent.get(id)
      return token === undefined ? vault.use(id, use) : use(token)
    },
  }
}

/** Demo servers live as long as their fleet: those of an earlier run are taken off the desk. */
export function removeDemoServers(deps: Pick<ServersDeps, 'storage' | 'connections' | 'inventory'>): void {
  for (const server of deps.storage.servers.list().filter((each) => each.demo)) {
    deps.connections.reset(server.id)
    deps.storage.servers.remove(server.id)
    deps.inventory.serverRemoved(server.id)
  }
}

/** Starting and stopping the embedded demo fleet. */
export function createDemo(
  deps: Omit<ServersDeps, 'vault'> & { readonly vault: DemoVault; readonly fleet: DemoFleet },
): { readonly handlers: Pick<Handlers, 'demo.start' | 'demo.stop'>; running(): boolean; close(): Promise<void> } {
  let running = false
  let starting = false
  let closing = false
  // Start and stop wait for each other: two starts at once would leave the first one's servers on the desk without
  // panels.
  const inTurn = createTurns()

  const put = async (panel: DemoPanel): Promise<StoredServer> => {
    const nowMs = deps.clock.now()
    const { name, url, folder, environment, notes } = panel
    const draft = {
      name,
      url,
      folder,
      environment,
      notes,
      tags: [...panel.tags],
      colour: 'none',
      readOnly: false,
      timeZone: null,
      allowHttp: false,
    } as const
    const drawn = newServer({ ...draft, tags: [...draft.tags] }, { id: randomUUID(), position: 0, nowMs, demo: true })
    return { ...drawn, pin: await pinOf(drawn.url, panel.fingerprint256, nowMs), hasToken: true }
  }

  const stop = async () => {
    if (!running) return
    running = false
    removeDemoServers(deps)
    deps.vault.takeBack()
    announceServers(deps)
    await deps.fleet.stop()
  }

  const start = async (options: DemoFleetOptions): Promise<readonly StoredServer[]> => {
    await stop()
    const panels = await deps.fleet.start(options)
    const drawn = await Promise.all(panels.map(put))
    const first = nextPosition(deps.storage)
    const servers = drawn.map((server, at) => ({ ...server, position: first + at }))
    running = true
    servers.forEach((server, at) => {
      deps.vault.lend(server.id, panels[at]?.token ?? '')
      deps.storage.servers.put(server)
    })
    announceServers(deps)
    for (const server of servers) deps.inventory.serverChanged(server.id)
    return servers
  }

  /** Starts, or leaves no trace. */
  const startWhole = async (options: DemoFleetOptions) => {
    if (closing) throw new AppError('cancelled', 'Wisdeck is closing')
    starting = true
    try {
      return await start(options)
    } catch (thrown) {
      await (running ? stop() : deps.fleet.stop())
      throw new AppError('demo.failed', 'The demo fleet did not start', {
        reason: thrown instanceof Error ? thrown.message : String(thrown),
      })
    } finally {
      starting = false
    }
  }

  /** A fleet that is still starting is ended at once: its start then fails, and nothing of it stays. */
  const end = async () => {
    if (starting) await deps.fleet.stop()
    await inTurn(stop)
  }

  return {
    running: () => running,
    async close() {
      closing = true
      await end()
    },
    handlers: {
      'demo.start': async (options) => (await inTurn(() => startWhole(options))).map(toProfile),
      'demo.stop': async () => {
        await end()
        return {}
      },
    },
  }
}
