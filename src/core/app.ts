import { createActivity } from './activity/activity.ts'
import { createBulk } from './bulk/bulk.ts'
import { createCronHandlers } from './cron/handlers.ts'
import { createDispatch, type Dispatch } from './dispatch.ts'
import { createEventBus } from './events.ts'
import { createFtpHandlers } from './ftp/handlers.ts'
import { createGate } from './gate.ts'
import { createAutoRefresh } from './inventory/auto-refresh.ts'
import { createInventory } from './inventory/inventory.ts'
import { settledWithin } from './inventory/pace.ts'
import { createLimiter } from './limiter/limiter.ts'
import { createLogger } from './log/logger.ts'
import type { Ports } from './ports.ts'
import { createConnections } from './servers/connections.ts'
import { createDemo, removeDemoServers, withDemoTokens } from './servers/demo.ts'
import { createOpenViews } from './servers/open-views.ts'
import { createServerHandlers } from './servers/handlers.ts'
import { createTransferHandlers } from './servers/transfer.ts'
import { createSettings } from './settings/settings.ts'
import { openStorage } from './storage/storage.ts'
import { createKeyedTurns } from './turns.ts'
import { createVaultHandlers } from './vault/handlers.ts'
import { createVault } from './vault/vault.ts'

/** How long closing waits for calls that it has taken back: they have yet to write down what became of them. */
const lastWordsMs = 3_000
/** How long closing waits for the demo fleet, which is ended by force after five seconds. */
const fleetEndsMs = 8_000

/** Wisdeck without a window: what both shells carry to the page. */
export interface App {
  readonly dispatch: Dispatch
  /** Each listener gets every event as JSON text `{event, payload}`. Returns the unsubscribe function. */
  onEvent(listener: (json: string) => void): () => void
  /** Takes back what is under way, lets it write down what became of it, stops every timer and socket and closes the data folder. */
  close(): Promise<void>
}

/**
 * The composition root: the only place where core's rooms are joined.
 * @throws AppError storage.in-use | storage.read-only | storage.full where the data folder cannot be had
 */
export async function createApp({ ports, dataDir }: { readonly ports: Ports; readonly dataDir: string }): Promise<App> {
  const { clock } = ports
  const log = createLogger({ sink: ports.log, nowMs: () => clock.now() })
  const { emit, onEvent } = createEventBus(log)
  const storage = openStorage({ dataDir, nowMs: () => clock.now(), log })
  const activity = createActivity({ storage, clock, emit, actor: ports.actor, log })
  const vault = withDemoTokens(
    await createVault({
      keychain: ports.keychain,
      dataDir,
      choice: storage.vaultChoice,
      profileIds: () => storage.servers.list().filter((server) => server.hasToken && !server.demo).map((server) => server.id),
      guard: (secret) => log.guard(secret),
      nowMs: () => clock.now(),
    }),
  )
  vault.onChange((status) => emit('vault.changed', status))

  const limiter = createLimiter({
    clock,
    shareForOthers: storage.settings.get().shareForOthersPercent / 100,
    onChange: (key, view) => {
      for (const serverId of connections.serversOf(key)) emit('budget.changed', { serverId, ...view })
    },
  })
  const connections = createConnections({ storage, vault, limiter, clock, log })
  const inventory = createInventory({ storage, connections, clock, log, emit })
  // Changes of one row wait for each other, whether a screen or a run makes them.
  const inTurn = createKeyedTurns()
  const deps = { storage, vault, connections, inventory, activity, clock, log, emit, inTurn }
  removeDemoServers(deps)

  const autoRefresh = createAutoRefresh({ inventory, settings: () => storage.settings.get(), clock, log })
  const openViews = createOpenViews(connections)
  const bulk = createBulk(deps)
  vault.onChange(bulk.tokensChanged)
  const demo = createDemo({ ...deps, fleet: ports.demoFleet })

  const dispatch = createDispatch(
    {
      ...createServerHandlers(deps),
      ...createTransferHandlers(deps),
      ...createFtpHandlers(deps),
      ...createCronHandlers(deps),
      ...createVaultHandlers({ vault, activity, onOpened: () => void inventory.refresh({ lane: 'background' }) }),
      ...createSettings({
        storage,
        emit,
        onChange: (settings) => {
          limiter.setShareForOthers(settings.shareForOthersPercent / 100)
          autoRefresh.settingsChanged()
        },
      }),
      ...activity.handlers,
      ...bulk.handlers,
      ...demo.handlers,
      ...openViews.handlers,
      'inventory.statuses': () => inventory.statuses(),
      'inventory.refresh': async (request) => ({ statuses: await inventory.refresh({ ...request, lane: 'interactive' }) }),
      'budget.list': () =>
        storage.servers.list().flatMap(({ id }) => {
          const budget = connections.knownBudget(id)
          return budget ? [{ serverId: id, ...budget.view() }] : []
        }),
      'app.info': () => ({
        version: ports.version,
        dataDir,
        actor: ports.actor,
        demoRunning: demo.running(),
        storageNotice: storage.notice,
      }),
      'app.setVisible': ({ visible }) => {
        autoRefresh.setVisible(visible)
        if (!visible) openViews.closeAll()
        return {}
      },
    },
    log,
  )

  const gate = createGate(dispatch)
  return {
    dispatch: gate.dispatch,
    onEvent,
    async close() {
      autoRefresh.close()
      // Runs stop asking for more before the lines are cut: what has left is then found, and settled by reading, at the next start.
      const runs = bulk.close()
      connections.close()
      const calls = Promise.all([gate.close(), inventory.close(), runs])
      await Promise.all([settledWithin(calls, lastWordsMs, clock), settledWithin(demo.close(), fleetEndsMs, clock)])
      limiter.close()
      vault.close()
      storage.close()
      log.info('app.closed')
    },
  }
}
