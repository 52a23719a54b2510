import { randomUUID } from 'node:crypto'
import type { ParsedInput } from '../../shared/contract.ts'
import { AppError } from '../../shared/errors.ts'
import type { ItemState, Run, RunItem } from '../../shared/model/run.ts'
import type { Handlers } from '../dispatch.ts'
import { defaultScryptCost, newKey } from '../seal/passphrase-key.ts'
import type { RunHead, StoredItem } from '../storage/run-columns.ts'
import type { Storage } from '../storage/types.ts'
import { createCredentialHandlers } from './credentials/handlers.ts'
import { createRunKeys, type RunKeys } from './credentials/run-keys.ts'
import { lockOf, sealSecret, unlock } from './credentials/sealed-passwords.ts'
import { decideItems } from './run/decide.ts'
import { runsToPrune } from './run/keep-runs.ts'
import { refuseBusy } from './run/refuse-busy.ts'
import type { LiveRun } from './run/live-run.ts'
import { exportRun, failuresOf } from './run/report.ts'
import { idOf } from './run/rows.ts'
import { createRunRegistry, type RunRegistry } from './run/run-registry.ts'
import { checkStart, initialItems, runHeadOf, type StartInput } from './run/start.ts'
import { isOver, itemOf, storedStates } from './run/views.ts'
import type { BulkDeps, CachedPlan, Plans, Runs } from './types.ts'

type RunMethods = Extract<
  keyof Handlers,
  `bulk.${'start' | 'pause' | 'resume' | 'cancel' | 'decide' | 'runs' | 'run' | 'runItems' | 'failures' | 'exportRun' | 'exportCredentials' | 'showCredentials' | 'openCredentials'}`
>

export interface Running {
  readonly runs: Runs
  /** Starts the run of a plan that a user has waited for since `askedAtMs` (wall time in ms); see `startRowRun`. */
  startRow(plan: CachedPlan, confirm: StartInput['confirm'], askedAtMs: number): LiveRun
  readonly handlers: Pick<Handlers, RunMethods>
  /** Reconciles what is open in runs that are not running: tokens may be accessible now, or the user looks again. */
  reconcileAll(): void
  /** Called when the machine goes to sleep or has woken up. Runs in progress wait during the sleep. */
  setAwake(awake: boolean): void
  /** Called when items of finished runs have been erased. */
  recordErased(): void
  /** Sends nothing more; resolves once the work under way has ended. */
  close(): Promise<void>
}

interface StartDeps {
  readonly deps: BulkDeps
  readonly registry: RunRegistry
  readonly plans: () => Plans
  readonly keys: RunKeys
  readonly scryptCost: number
}

/**
 * Prunes old runs, writes the new run with all its items and drives it. An error thrown before the write leaves no run
 * behind.
 */
async function startRun({ deps, registry, plans, keys, scryptCost }: StartDeps, input: StartInput) {
  const { storage, clock } = deps
  const { planId, confirm, passphrase } = input
  if (storage.runs.ofPlan(planId) !== null) throw new AppError('plan.used', 'This plan has been run', { planId })
  const plan = plans().get(planId)
  checkStart(plan, input, clock.now())
  const runId = randomUUID()
  const sealed =
    passphrase !== undefined && plan.secrets.size > 0
      ? await createSecretSealer(deps, plan, runId, passphrase, scryptCost)
      : null
  refuseBusy(deps, plan, clock.now())
  for (const id of runsToPrune(storage.runs.sizes(), clock.now())) storage.runs.prune(id)
  const head = {
    ...runHeadOf(plan, { ...input, origin: 'rows' }, storage.servers.get),
    ...deps.activity.author(),
    ...(sealed ? { handout: 'sealed' as const, lock: lockOf(sealed.key) } : {}),
  }
  const run = beginRun({ deps, registry }, plan, { runId, head, include: confirm.include, seal: sealed?.seal }, () => {
    if (sealed) keys.add(runId, sealed.key)
    plans().drop(planId)
  })
  return run.run()
}

/** Writes a run with all its items and drives it. `onWritten` is called between the two. */
function beginRun(
  { deps: { storage, clock }, registry }: Pick<StartDeps, 'deps' | 'registry'>,
  plan: CachedPlan,
  run: {
    readonly runId: string
    readonly head: RunHead
    readonly include: readonly string[]
    readonly seal?: ((item: StoredItem['item']) => string | null) | undefined
  },
  onWritten: () => void,
): LiveRun {
  const nowMs = clock.now()
  const withSecrets = function* () {
    for (const stored of initialItems(plan.items, run.include, nowMs)) {
      yield { ...stored, secret: stored.state === 'planned' ? (run.seal?.(stored.item) ?? null) : null }
    }
  }
  const { runId: id, head } = run
  storage.runs.begin({ id, planId: plan.head.id, startedAtMs: nowMs, state: 'running', head }, withSecrets())
  onWritten()
  const live = registry.makeLive(id)
  live.drive()
  return live
}

/**
 * Starts the run of a plan that a user waits for. Its passwords stay in memory.
 * @throws AppError run.busy; storage.*; nothing has been sent then
 */
function startRowRun(start: StartDeps, plan: CachedPlan, confirm: StartInput['confirm'], askedAtMs: number): LiveRun {
  const { deps, keys } = start
  const runId = randomUUID()
  refuseBusy(deps, plan, askedAtMs)
  const head = { ...runHeadOf(plan, { confirm, origin: 'row' }, deps.storage.servers.get), ...deps.activity.author() }
  return beginRun(start, plan, { runId, head, include: confirm.include }, () => keys.hold(runId, plan.secrets))
}

/**
 * Resumes a run. The passphrase is needed if the passwords are sealed, their key is not in memory and items are planned
 * or sent.
 */
async function resumeRun(
  { deps, registry, keys }: StartDeps,
  { runId, passphrase, sendAgain }: ParsedInput<'bulk.resume'>,
): Promise<Run> {
  const run = registry.makeLive(runId)
  const isPaused = () => ['paused', 'interrupted'].includes(run.ledger.run().state)
  const { state, head } = run.ledger.run()
  if (!isPaused()) throw new AppError('run.wrong-state', `The run is ${state}`, { state })
  if (head.lock !== null && !keys.has(runId) && deps.storage.runs.count({ runId, states: ['planned', 'sent'] }) > 0) {
    if (passphrase === undefined)
      throw new AppError('handout.passphrase-needed', 'The passwords of this run are sealed')
    deps.log.guard(passphrase)
    const key = await unlock(head.lock, passphrase)
    // While the key was derived, the user may have cancelled the run, or a read may have shown that nothing is left.
    if (!isPaused()) return run.run()
    keys.add(runId, key)
  }
  // The user has seen the canary's outcome and resumes all the same, so the other servers no longer wait for it.
  if (head.pausedBy === 'canary-failed') run.ledger.set({ head: { canary: null } })
  run.drive({ sendAgain })
  return run.run()
}

/** Returns a key for this run's passwords, and a function that seals the password of one item. */
async function createSecretSealer(
  { storage, log }: BulkDeps,
  { secrets }: CachedPlan,
  runId: string,
  passphrase: string,
  cost: number,
) {
  log.guard(passphrase)
  const key = await newKey(passphrase, cost)
  const seal = (item: StoredItem['item']): string | null => {
    const { index, serverId } = item
    const password = secrets.get(index)
    if (password === undefined) return null
    const { name = serverId, url = '' } = storage.servers.get(serverId) ?? {}
    // A new account is sealed under its short name: which owner the panel puts in front is a guess until it has
    // answered.
    const subject = item.op === 'create' ? String(item.after?.['username'] ?? item.subject) : idOf(item)
    return sealSecret(key, runId, index, { server: name, url, subject, password })
  }
  return { key, seal }
}

type ReadMethods = 'bulk.runs' | 'bulk.run' | 'bulk.runItems' | 'bulk.failures' | 'bulk.exportRun'
type ItemsOf = (runId: string, states?: readonly ItemState[]) => readonly RunItem[]

const isInStates =
  (states: readonly ItemState[] | undefined) =>
  ({ state }: RunItem): boolean =>
    states?.includes(state) ?? true

/** Creates the handlers that read runs. */
function createReadHandlers(storage: Storage, registry: RunRegistry, itemsOf: ItemsOf): Pick<Handlers, ReadMethods> {
  return {
    'bulk.runs': (query) => [...registry.list(query)],
    'bulk.run': ({ runId }) => registry.details(runId),
    'bulk.runItems': ({ runId, states, serverId, offset, limit }) => {
      const over = isOver(registry.stored(runId))
      const query = { runId, states: states && storedStates(states), serverId }
      const items = storage.runs.items(query, { limit, offset }).map((item) => itemOf(item, over))
      return { total: storage.runs.count(query), items: items.filter(isInStates(states)) }
    },
    'bulk.failures': ({ runId }) => failuresOf(itemsOf(runId, ['failed', 'unknown'])),
    'bulk.exportRun': ({ runId, format, serverIds }) => {
      const { head } = registry.stored(runId)
      const names = new Map(head.servers.map((one) => [one.serverId, one.name]))
      const wanted = serverIds && new Set(serverIds)
      const items = itemsOf(runId).filter((item) => wanted?.has(item.serverId) ?? true)
      return exportRun(registry.view(runId), items, format, (serverId) => names.get(serverId) ?? serverId)
    },
  }
}

type DriveMethods = 'bulk.start' | 'bulk.pause' | 'bulk.resume' | 'bulk.cancel' | 'bulk.decide'

/** Creates the handlers that start, pause, resume, cancel and decide. */
function createDriveHandlers(start: StartDeps): Pick<Handlers, DriveMethods> {
  const { deps, registry } = start
  return {
    'bulk.start': (input) => startRun(start, input),
    'bulk.pause': async ({ runId }) => {
      await registry.makeLive(runId).pause('user')
      return registry.view(runId)
    },
    'bulk.resume': (input) => resumeRun(start, input),
    'bulk.cancel': async ({ runId }) => {
      await registry.makeLive(runId).cancel()
      return registry.view(runId)
    },
    'bulk.decide': ({ runId, ...decision }) => {
      const run = registry.makeLive(runId)
      decideItems(run, decision, { protectedIps: deps.storage.settings.get().ourAddresses, nowMs: deps.clock.now() })
      return run.run()
    },
  }
}

/** Creates the handlers that run plans, report on runs and give out credentials sheets. `scryptCost` is for tests. */
export function createRunHandlers(deps: BulkDeps, plans: () => Plans, scryptCost = defaultScryptCost): Running {
  const { storage } = deps
  const keys = createRunKeys(storage)
  const registry = createRunRegistry(deps, keys)
  const itemsOf: ItemsOf = (runId, states) => {
    const over = isOver(registry.stored(runId))
    const items = storage.runs.items({ runId, states: states && storedStates(states) })
    return items.map((item) => itemOf(item, over)).filter(isInStates(states))
  }
  const start: StartDeps = { deps, registry, plans, keys, scryptCost }
  return {
    startRow: (plan, confirm, askedAtMs) => startRowRun(start, plan, confirm, askedAtMs),
    runs: { run: registry.view, items: itemsOf, reconcile: async (runId) => registry.makeLive(runId).reconcile() },
    handlers: {
      ...createDriveHandlers(start),
      ...createReadHandlers(storage, registry, itemsOf),
      ...createCredentialHandlers(deps, registry),
    },
    reconcileAll: registry.reconcileAll,
    setAwake: registry.setAwake,
    recordErased: registry.forgetFinished,
    async close() {
      await registry.close()
      keys.close()
    },
  }
}
