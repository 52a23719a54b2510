import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../shared/errors.ts'
import type { Location } from '../shared/model/location.ts'
import type { Settings } from '../shared/model/settings.ts'
import { createActivity } from './activity/activity.ts'
import { createActivityHandlers } from './activity/handlers.ts'
import { createAppHandlers } from './app-handlers.ts'
import { createBulk } from './bulk/bulk.ts'
import { createCronHandlers } from './cron/handlers.ts'
import { createDataHandlers } from './data/handlers.ts'
import { createReload } from './data/reload.ts'
import { createDesktop, type DesktopView } from './desktop/desktop.ts'
import { progressOf } from './desktop/work.ts'
import { createDiagnostics } from './diagnostics/diagnostics.ts'
import { createDispatch, type Dispatch, type DispatchPieces, type Handlers } from './dispatch.ts'
import { createEventBus } from './events.ts'
import { createFtpHandlers } from './ftp/handlers.ts'
import { createCallDrain } from './call-drain.ts'
import { createRowHandlers } from './rows/handlers.ts'
import { createAutoRefresh } from './inventory/auto-refresh.ts'
import { createInventory } from './inventory/inventory.ts'
import { settledWithin } from './inventory/pace.ts'
import { textOf } from './json-text.ts'
import { createIpSetsHandlers } from './ip-sets/handlers.ts'
import { createLimiter } from './limiter/limiter.ts'
import { createLogger } from './log/logger.ts'
import { createRedactor } from './log/redact.ts'
import type { Ports } from './ports.ts'
import { createConnections } from './connections/connections.ts'
import { createDemo, removeDemoServers, withDemoTokens } from './servers/demo.ts'
import { createOpenViews } from './servers/open-views.ts'
import { createServerHandlers } from './servers/handlers.ts'
import { createTransferHandlers } from './servers/transfer.ts'
import { createSettings } from './settings/settings.ts'
import { keepBackedUp } from './storage/daily-backup.ts'
import { openRequestLog } from './storage/request-log.ts'
import { openStorage, type StorageOptions } from './storage/storage.ts'
import { createKeyedMutex } from './keyed-mutex.ts'
import type { Storage, StoredServer } from './storage/types.ts'
import { createWatched } from './watched.ts'
import { createUndoHandlers } from './undo/handlers.ts'
import { createVaultHandlers } from './vault/handlers.ts'
import { createVault } from './vault/vault.ts'
import { createViewsHandlers } from './views/handlers.ts'

/** How long closing waits for cancelled calls, which still have to store their outcome. */
const shutdownGraceMs = 3_000
/** How long closing waits for the demo fleet, which is ended by force after five seconds. */
const fleetEndsMs = 8_000

/**
 * Returns a function that returns the ids of the servers with a token in the real vault: all but the demo servers. The
 * ids are collected again only when the list has changed, because every request needs them.
 */
function tokenHolders(servers: Storage['servers']): () => readonly string[] {
  let cached: { readonly list: readonly StoredServer[]; readonly ids: readonly string[] } = { list: [], ids: [] }
  return () => {
    const list = servers.list()
    if (list !== cached.list)
      cached = { list, ids: list.filter((server) => server.hasToken && !server.demo).map((server) => server.id) }
    return cached.ids
  }
}

/** Wisdeck without a window: the interface that both shells offer to the page. */
export interface App {
  readonly dispatch: Dispatch
  /** The same, with long lists as bytes in pieces. */
  readonly dispatchPieces: DispatchPieces
  /** Calls the listener with every event as JSON text `{event, seq, payload}`. Returns the unsubscribe function. */
  onEvent(listener: (json: string) => void): () => void
  /** What a desktop shell shows outside the page. */
  readonly desktop: DesktopView
  /** Asks the page to show a location. */
  navigate(location: Location): void
  /** Reports that the machine goes to sleep or has woken up. */
  setAwake(awake: boolean): void
  /**
   * Copies the data file into the backups at once and returns the path of the copy.
   * @throws AppError storage.full | storage.read-only | storage.damaged
   */
  backUp(): string
  /** Stops timers, cancels running work, lets it store its outcome for a few seconds, and closes the data folder. */
  close(): Promise<void>
}

export interface AppOptions {
  readonly ports: Ports
  readonly dataDir: string
  /** The parameter N of scrypt for all that is sealed from now on. Only tests pass another value than the default. */
  readonly scryptCost?: number
}

/** How long a start waits for another program that holds the data file, and how often it tries. */
const [openPatienceMs, openAgainMs] = [5_000, 250]

/** Opens the storage. If another program holds the file, such as a backup, tries again for a few seconds. */
async function openWhenFree(options: StorageOptions): Promise<Storage> {
  for (let waitedMs = 0; ; waitedMs += openAgainMs) {
    try {
      return openStorage(options)
    } catch (thrown) {
      const isBusy = thrown instanceof AppError && thrown.code === 'storage.busy'
      if (!isBusy || waitedMs >= openPatienceMs) throw thrown
    }
    await sleep(openAgainMs)
  }
}

/** Opens the data folder, the log, the event bus and the vault. */
async function openFoundation({ ports, dataDir, scryptCost }: AppOptions) {
  const { clock } = ports
  const redactor = createRedactor()
  const log = createLogger({ sink: ports.log, nowMs: () => clock.now(), redactor })
  const { emit, subscribe, onEvent, lastSeq } = createEventBus(log)
  const storage = await openWhenFree({ dataDir, nowMs: () => clock.now(), log })
  storage.onRefused((error) => emit('data.unstored', { error }))
  const requestLog = openRequestLog({ dataDir, nowMs: () => clock.now(), log })
  const activity = createActivity({ storage, clock, emit, actor: ports.actor, log })
  const vault = withDemoTokens(
    await createVault({
      keychain: ports.keychain,
      dataDir,
      choice: storage.vaultChoice,
      profileIds: tokenHolders(storage.servers),
      guard: (secret) => log.guard(secret),
      nowMs: () => clock.now(),
      ...(scryptCost === undefined ? {} : { scryptCost }),
    }),
  )
  vault.onChange((status) => emit('vault.changed', status))
  return { clock, redactor, log, emit, subscribe, onEvent, lastSeq, storage, requestLog, activity, vault }
}
type Foundation = Awaited<ReturnType<typeof openFoundation>>

/** Creates the connections to all panels, and the inventory of what was last read from them. */
function createFleet(foundation: Foundation) {
  const { clock, log, emit, storage, requestLog, vault } = foundation
  const limiter = createLimiter({
    clock,
    requestLog,
    shareForOthers: storage.settings.get().shareForOthersPercent / 100,
    onChange: (key, view) => {
      for (const serverId of connections.serversOf(key)) emit('budget.changed', { serverId, ...view })
    },
  })
  const connections = createConnections({ storage, vault, limiter, clock, log })
  const inventory = createInventory({ storage, connections, clock, log, emit })
  // Changes of one row wait for each other, whether a screen or a run makes them.
  const withLock = createKeyedMutex()
  return { ...foundation, limiter, connections, inventory, withLock }
}
type Fleet = ReturnType<typeof createFleet>

/** Starts the work that runs by itself: backups, refreshes, runs, the demo fleet, notifications. */
function startWork(fleet: Fleet, { ports, scryptCost }: AppOptions) {
  const { clock, log, subscribe, storage, vault, connections, inventory } = fleet
  const endBackups = keepBackedUp({ storage, clock })
  const autoRefresh = createAutoRefresh({ inventory, settings: () => storage.settings.get(), clock, log })
  const desktop = createDesktop({ storage, inventory, subscribe, clock, notifier: ports.desktop })
  const openViews = createOpenViews(connections)
  connections.onReset(openViews.renew)
  vault.onChange(openViews.tokensChanged)
  const watched = createWatched(clock, (isWatched) => {
    autoRefresh.setWatched(isWatched)
    if (!isWatched) openViews.closeAll()
  })
  const bulk = createBulk(fleet, scryptCost)
  vault.onChange(bulk.reconcileAll)
  subscribe('bulk.progress', ({ run }) => {
    // A user waits for the change of one row on its screen.
    if (run.origin !== 'row') desktop.runProgressed(progressOf(run))
  })
  const demo = createDemo({ ...fleet, fleet: ports.demoFleet })
  return { endBackups, autoRefresh, desktop, openViews, watched, bulk, demo }
}
type Work = ReturnType<typeof startWork>

/** Returns the handlers of all methods of the contract. */
function createHandlers(fleet: Fleet, work: Work, { ports, dataDir, scryptCost }: AppOptions): Handlers {
  const { storage, vault, limiter, inventory, activity, clock, emit, redactor } = fleet
  const { bulk, demo, openViews, watched, autoRefresh } = work
  const { version } = ports
  const settingsChanged = (settings: Settings) => {
    limiter.setShareForOthers(settings.shareForOthersPercent / 100)
    autoRefresh.settingsChanged()
  }
  const reload = createReload({ ...fleet, settingsChanged })
  const cost = scryptCost === undefined ? {} : { scryptCost }
  return {
    ...createServerHandlers(fleet),
    ...createTransferHandlers(fleet),
    ...createRowHandlers(fleet),
    ...createFtpHandlers(fleet),
    ...createCronHandlers(fleet),
    ...createVaultHandlers({ vault, activity, onOpened: inventory.refreshInBackground }),
    ...createSettings({ storage, emit, onChange: settingsChanged }),
    ...createDataHandlers({ ...fleet, reload, version, ...cost }),
    ...createActivityHandlers({ storage, clock, emit, activity, onErased: bulk.recordErased }),
    ...bulk.handlers,
    ...createViewsHandlers({ storage, clock, emit, activity }),
    ...createIpSetsHandlers({ storage, clock, emit, activity }),
    ...createUndoHandlers({ ...fleet, run: bulk.run }),
    ...demo.handlers,
    ...openViews.handlers,
    ...createAppHandlers({ ...fleet, ports, dataDir, demoRunning: demo.running, onRefreshed: bulk.reconcileAll }),
    ...createDiagnostics({ storage, inventory, vault, clock, redactor, log: ports.log, version }),
    'app.watched': () => {
      watched.seen()
      return {}
    },
  }
}

/** Ends all running work, lets it store its outcome, and closes everything that it used. */
async function closeAll(
  { clock, log, limiter, connections, inventory, vault, storage, requestLog }: Fleet,
  { endBackups, watched, autoRefresh, bulk, desktop, demo }: Work,
  closeCalls: () => Promise<void>,
): Promise<void> {
  endBackups()
  watched.close()
  autoRefresh.close()
  // Runs stop sending before the connections are closed. At the next start, reading finds out the outcome of what
  // was sent.
  const runs = bulk.close()
  desktop.close()
  connections.close()
  const calls = Promise.all([closeCalls(), inventory.close(), runs])
  await Promise.all([settledWithin(calls, shutdownGraceMs, clock), settledWithin(demo.close(), fleetEndsMs, clock)])
  limiter.close()
  vault.close()
  requestLog.close()
  storage.close()
  log.info('app.closed')
}

/**
 * Creates the app. This is the composition root: the only place where the parts of core are connected.
 * @throws AppError storage.in-use | storage.busy | storage.read-only | storage.full | storage.newer | storage.damaged
 * if the data folder cannot be opened
 */
export async function createApp(options: AppOptions): Promise<App> {
  const fleet = createFleet(await openFoundation(options))
  removeDemoServers(fleet)
  const work = startWork(fleet, options)
  const callDrain = createCallDrain(
    createDispatch({
      handlers: createHandlers(fleet, work, options),
      log: fleet.log,
      lastSeq: fleet.lastSeq,
      whenWritable: fleet.storage.whenWritable,
    }),
  )
  return {
    dispatch: async (name, json) => textOf(await callDrain.dispatch(name, json)),
    dispatchPieces: callDrain.dispatch,
    onEvent: fleet.onEvent,
    desktop: work.desktop.view,
    navigate: (location) => fleet.emit('app.navigate', location),
    setAwake(awake) {
      work.autoRefresh.setAwake(awake)
      work.bulk.setAwake(awake)
    },
    backUp: () => fleet.storage.backUp(),
    close: () => closeAll(fleet, work, callDrain.close),
  }
}
