import { createActivity } from '../../src/core/activity/activity.ts'
import { createRunHandlers, type Running } from '../../src/core/bulk/run-handlers.ts'
import type { BulkDeps, CachedPlan } from '../../src/core/bulk/types.ts'
import { systemClock } from '../../src/core/clock.ts'
import { createInventory } from '../../src/core/inventory/inventory.ts'
import { createLimiter } from '../../src/core/limiter/limiter.ts'
import { createLogger } from '../../src/core/log/logger.ts'
import type { Logger } from '../../src/core/log/types.ts'
import type { Clock } from '../../src/core/ports.ts'
import { createConnections } from '../../src/core/connections/connections.ts'
import { openStorage } from '../../src/core/storage/storage.ts'
import type { Storage, StoredServer } from '../../src/core/storage/types.ts'
import { createKeyedMutex } from '../../src/core/keyed-mutex.ts'
import { createVault } from '../../src/core/vault/vault.ts'
import type { EventName, EventPayload } from '../../src/shared/contract.ts'
import { AppError } from '../../src/shared/errors.ts'
import { defaultSettings } from '../../src/shared/model/settings.ts'
import { noKeychain } from '../kit/keychain.ts'

/** What a rig needs to know about one panel. */
export interface RigPanel {
  readonly name: string
  readonly url: string
  readonly token: string
  readonly fingerprint256: string
  readonly certificatePem: string
}

export interface RigOptions {
  readonly dataDir: string
  readonly panels: readonly RigPanel[]
  readonly clock?: Clock
  readonly answerTimeoutSec?: number
  /** Wraps the storage that the runs write to, so that a test can make writes fail. */
  readonly wrapStorage?: (storage: Storage) => Storage
  /** Whether the vault has the tokens at the start. False: as after a restart with tokens kept for the session. */
  readonly withTokens?: boolean
  readonly environment?: (index: number) => StoredServer['environment']
  /** The passphrase of a sealed token file, which can be locked. Without it, the tokens are kept in memory. */
  readonly passphrase?: string
}

type Event = { readonly [E in EventName]: { readonly event: E; readonly payload: EventPayload<E> } }[EventName]

/** The parts of core that runs need, on real panels, with hand-made plans. */
export interface Rig {
  readonly deps: BulkDeps
  readonly running: Running
  readonly storage: Storage
  readonly events: readonly Event[]
  readonly logLines: readonly string[]
  /** Server ids in the order of the panels: `s0`, `s1`, … */
  readonly serverIds: readonly string[]
  cachePlan(plan: CachedPlan): void
  giveTokens(): Promise<void>
  /** Locks the token store, as the user would. Only with a passphrase. */
  lock(): Promise<void>
  unlock(): Promise<void>
  /** Closes the rig as a shell does. */
  close(): Promise<void>
  /** Ends the rig where a test plays a killed process. The rig itself closes as `close` does. */
  kill(): Promise<void>
}

const pinOf = ({ fingerprint256, certificatePem }: RigPanel) => ({
  fingerprint256,
  certificatePem,
  keyFingerprint256: fingerprint256,
  subject: 'demo',
  issuer: 'demo',
  validFromMs: 0,
  validToMs: 8e15,
  selfSigned: true,
  trustedAtMs: 0,
})

const serverOf = (panel: RigPanel, index: number, environment: StoredServer['environment']): StoredServer => ({
  id: `s${index}`,
  position: index,
  name: panel.name,
  url: panel.url,
  tags: [],
  folder: '',
  colour: 'none',
  environment,
  readOnly: false,
  notes: '',
  timeZone: null,
  allowHttp: false,
  pin: pinOf(panel),
  hasToken: true,
  tokenMark: null,
  demo: false,
  createdAtMs: 0,
  updatedAtMs: 0,
})

async function openVault({ dataDir, passphrase }: RigOptions, storage: Storage, log: Logger, clock: Clock) {
  const vault = await createVault({
    keychain: noKeychain,
    dataDir,
    choice: storage.vaultChoice,
    profileIds: () => [],
    guard: (secret) => log.guard(secret),
    nowMs: () => clock.now(),
    scryptCost: 1024,
  })
  await vault.choose(passphrase === undefined ? { kind: 'session' } : { kind: 'passphrase', passphrase })
  return vault
}

/** Plans made by hand, where core has its cache. */
function createPlans() {
  const plans = new Map<string, CachedPlan>()
  return {
    put: (plan: CachedPlan) => void plans.set(plan.head.id, plan),
    get(planId: string) {
      const plan = plans.get(planId)
      if (!plan) throw new AppError('plan.unknown', 'No such plan')
      return plan
    },
    drop: (planId: string) => void plans.delete(planId),
  }
}

/** Opens a rig on a new folder or on the folder of an earlier rig. */
export async function openRig(options: RigOptions): Promise<Rig> {
  const {
    dataDir,
    panels,
    clock = systemClock(),
    answerTimeoutSec = 2,
    wrapStorage = (storage) => storage,
    withTokens = true,
    passphrase,
  } = options
  const events: Event[] = []
  const logLines: string[] = []
  const log = createLogger({ sink: { write: (line) => void logLines.push(line) }, nowMs: () => clock.now() })
  const emit: BulkDeps['emit'] = (event, payload) => void events.push({ event, payload } as Event)
  const plainStorage = openStorage({ dataDir, nowMs: () => clock.now(), log })
  panels.forEach((panel, index) => {
    if (!plainStorage.servers.get(`s${index}`))
      plainStorage.servers.put(serverOf(panel, index, options.environment?.(index) ?? 'none'))
  })
  plainStorage.settings.put({ ...defaultSettings, answerTimeoutSec, shareForOthersPercent: 0 })
  const storage = wrapStorage(plainStorage)
  const vault = await openVault(options, plainStorage, log, clock)
  const giveTokens = async () => {
    for (const [index, { token }] of panels.entries()) await vault.put(`s${index}`, token)
  }
  const limiter = createLimiter({ clock, shareForOthers: 0 })
  const connections = createConnections({ storage, vault, limiter, clock, log })
  const inventory = createInventory({ storage, connections, clock, log, emit })
  const activity = createActivity({ storage, clock, emit, actor: 'tester', log })
  const deps = { storage, connections, inventory, activity, clock, log, emit, withLock: createKeyedMutex() }
  const plans = createPlans()
  const running = createRunHandlers(deps, () => plans, 1024)
  vault.onChange(running.reconcileAll)
  if (withTokens) await giveTokens()
  const closeAll = async () => {
    const ended = running.close()
    connections.close()
    await Promise.all([ended, inventory.close()])
    limiter.close()
    vault.close()
    plainStorage.close()
  }
  return {
    deps,
    running,
    storage,
    events,
    logLines,
    serverIds: panels.map((_, index) => `s${index}`),
    cachePlan: plans.put,
    giveTokens,
    lock: async () => void (await vault.lock()),
    unlock: async () => void (await vault.unlock(passphrase ?? '')),
    close: closeAll,
    kill: closeAll,
  }
}
