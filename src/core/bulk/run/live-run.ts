import { AppError, toErrorValue } from '../../../shared/errors.ts'
import type { Run, RunDetails } from '../../../shared/model/run.ts'
import type { Sleep } from '../../sleep.ts'
import { isOpen, type StoredRun } from '../../storage/run-columns.ts'
import type { BulkDeps } from '../types.ts'
import { driveServerRun, reconcileServer } from './drive-server-run.ts'
import { giveUp } from './give-up.ts'
import { createServerRun } from './server-run.ts'
import { openLedger, type Ledger } from './ledger.ts'
import { createLiveServerRuns, openStates } from './live-server-runs.ts'
import { createProgress } from './progress.ts'
import {
  endIfNothingLeft,
  finish,
  hasItemsIn,
  setEvenIfUnwritten,
  type PauseReason,
  pauseRun,
  type RunContext,
  sentStates,
  serverOf,
  serversOf,
  stopWorks,
} from './run-context.ts'
import { totalOf, runOf } from './views.ts'

/** A run that is going, may go on, or has items to reconcile. */
export interface LiveRun {
  readonly ledger: Ledger
  run(): Run
  details(): RunDetails
  /**
   * Starts the run, resumes it or, if it had ended, starts it again. In a run that is going, sends items that were
   * decided for servers that had ended. With `sendAgain`, switches and creations that were sent until now and that a
   * reading shows as not done are sent once more.
   * @throws AppError storage.*
   */
  drive(how?: { readonly sendAgain: boolean }): void
  /** Pauses the run; resolves when all requests in flight are answered. @throws AppError run.wrong-state */
  pause(reason: PauseReason): Promise<void>
  /**
   * Ends the run once the requests in flight are answered: planned items and items in conflict are skipped. Does
   * nothing if the last answers have ended the run.
   * @throws AppError run.wrong-state, storage.*
   */
  cancel(): Promise<void>
  /**
   * Reconciles what was sent, and sends no change. If nothing is left then, a paused or interrupted run ends. Resolves
   * when this pass ends, at once while the run is going; never rejects.
   */
  reconcile(): Promise<void>
  /** Resolves when the run is not going: at once, or when it ends or pauses. Never rejects. */
  stopped(): Promise<void>
  /** Whether something was sent and not read back yet. */
  unconfirmed(): boolean
  /**
   * Called when the machine goes to sleep: aborts reads and queued changes. After the sleep, a run that is going
   * continues with a new read. A reconciliation ends.
   */
  fallAsleep(): void
  /** Sends nothing more; resolves once the work under way has ended. */
  close(): Promise<void>
}

/** A share of failures says nothing among fewer attempted items than this, or than all if the server has fewer. */
const minAttempted = 5

/**
 * Whether a larger share of a server's attempted items has failed than the run allows. An unknown item counts as
 * failed. Items that are skipped, in conflict or not answered do not count as attempted.
 */
function tooManyFailed(ledger: Ledger, serverId: string): boolean {
  const maxPercent = ledger.run().head.options.stopAtFailedPercent
  if (maxPercent === null) return false
  const counts = ledger.counts(serverId)
  const failed = counts.failed + counts.unknown
  const attempted = failed + counts.confirmed + counts.accepted
  return attempted >= Math.min(minAttempted, totalOf(counts)) && failed * 100 > maxPercent * attempted
}

function requireState({ ledger }: RunContext, ...states: readonly StoredRun['state'][]): void {
  const { state } = ledger.run()
  if (!states.includes(state)) throw new AppError('run.wrong-state', `The run is ${state}`, { state })
}

function passedCanary(context: RunContext, serverId: string): boolean {
  const { failed, unknown, held: conflicts } = context.ledger.counts(serverId)
  return failed + unknown + conflicts === 0 && serverOf(context, serverId).state === 'done'
}

/** Drives the canary alone, if there is one, and pauses the run if it has not gone well. */
async function driveCanary(context: RunContext): Promise<void> {
  const { canary } = context.ledger.run().head
  if (canary === null || context.pauseReason !== null) return
  if (hasItemsIn(context, canary, openStates)) {
    await driveServerRun(context, canary)
    if (context.pauseReason === null && !passedCanary(context, canary)) pauseRun(context, 'canary-failed')
  }
  if (context.pauseReason === null) setEvenIfUnwritten(context, { head: { canary: null } })
}

async function driveAll(context: RunContext): Promise<void> {
  const { ledger, restarted } = context
  await driveCanary(context)
  for (let last = ''; ;) {
    const ids = serversOf(context)
      .filter(
        ({ serverId, state }) =>
          hasItemsIn(context, serverId, ['planned']) ||
          (state !== 'stopped' && hasItemsIn(context, serverId, sentStates)),
      )
      .map((one) => one.serverId)
    if (context.pauseReason !== null) return
    // This is synchronous with the check of what is left, so that no decision can come in between.
    if (ids.length === 0) return finish(context, 'done')
    const mark = JSON.stringify([ids, ledger.counts()])
    // If the counts do not agree with the disk, this must not loop for ever.
    if (mark === last) throw new AppError('internal', 'A pass over all server runs has changed nothing')
    last = mark
    await Promise.all(ids.map((id) => driveServerRun(context, id)))
    while (restarted.length > 0) await Promise.all(restarted.splice(0))
  }
}

/** Drives a server again if rows were decided after its server run ended, so they do not wait for slower servers. */
function driveDecided(context: RunContext): void {
  if (context.pauseReason !== null || context.ledger.run().head.canary !== null) return
  for (const { serverId } of serversOf(context))
    if (!context.working.has(serverId) && hasItemsIn(context, serverId, ['planned']))
      context.restarted.push(driveServerRun(context, serverId))
}

/** Stops a reconciliation. Nothing is lost: it has recorded only outcomes that it knows for sure. */
function stopReconciling(context: RunContext): void {
  if (context.reconciling) stopWorks(context)
}

/** Plans the open items of a run again, because the user wants them sent again. */
function planOpenAgain({ ledger }: RunContext): void {
  ledger.move(
    ledger.items({ states: ['sent'] }).flatMap((from) => {
      const attempts = from.outcome.attempts + 1
      return isOpen(from) ? [{ from, state: 'planned' as const, outcome: { attempts } }] : []
    }),
  )
}

/**
 * Starts the run or starts it again. With `sendAgain`, open items are sent again; with `at-any-rate`, the disk cannot
 * keep the run from starting.
 */
function drive(context: RunContext, sendAgain = false, how?: 'at-any-rate'): void {
  const { deps, ledger, progress, driving } = context
  const { state } = ledger.run()
  if (driving) {
    if (state === 'running') driveDecided(context)
    // The run has just ended, but `driving` has not resolved yet. Items that the user has decided since start it again.
    if (state === 'done') void driving.then(() => drive(context, false, 'at-any-rate'))
    return
  }
  if (sendAgain) planOpenAgain(context)
  context.sendAgainUntilMs = sendAgain ? deps.clock.now() : null
  context.pauseReason = null
  // Items that are planned again must not be left in a run that has ended.
  const atAnyRate = sendAgain ? 'at-any-rate' : how
  if (state !== 'running') ledger.set({ state: 'running', head: { pausedBy: null, endedAtMs: null } }, atAnyRate)
  progress.setTicking(true)
  context.driving = (context.reconciling ?? Promise.resolve())
    .then(() => driveAll(context))
    .catch((thrown: unknown) => {
      deps.log.error('bulk.run-broke', { run: ledger.id, ...toErrorValue(thrown) })
      // A run that broke sends nothing more until the user resumes it.
      context.pauseReason ??= 'storage'
    })
    .then(() => {
      const { pauseReason } = context
      context.driving = null
      progress.setTicking(false)
      if (pauseReason !== null && pauseReason !== 'closing')
        setEvenIfUnwritten(context, { state: 'paused', head: { pausedBy: pauseReason } })
      if (pauseReason !== 'closing') endIfNothingLeft(context)
      context.pauseReason = null
      progress.changed()
    })
  stopReconciling(context)
}

async function cancel(context: RunContext): Promise<void> {
  const { deps, ledger } = context
  requireState(context, 'running', 'pausing', 'paused', 'interrupted')
  if (context.driving) pauseRun(context, 'user')
  stopReconciling(context)
  await Promise.all([context.driving, context.reconciling])
  await deps.storage.whenWritable()
  // The last answers arrived in the meantime and ended the run, so there is nothing to cancel.
  if (ledger.run().state === 'done') return
  requireState(context, 'paused', 'interrupted')
  giveUp(
    ledger,
    { states: ['planned', 'held'] },
    { state: 'skipped', outcome: { skipped: 'cancelled' } },
    deps.clock.now(),
  )
  finish(context, 'cancelled')
}

function reconcile(context: RunContext): Promise<void> {
  const { deps, ledger, progress } = context
  if (context.driving || context.reconciling) return context.reconciling ?? Promise.resolve()
  const ids = serversOf(context)
    .map((one) => one.serverId)
    .filter((id) => hasItemsIn(context, id, sentStates) || ledger.countOpen(id) > 0)
  if (ids.length === 0) return Promise.resolve(endIfNothingLeft(context))
  context.pauseReason = null
  context.reconciling = Promise.all(ids.map((id) => reconcileServer(context, id)))
    .then(() => undefined)
    .catch((thrown: unknown) => deps.log.error('bulk.reconcile-broke', { run: ledger.id, ...toErrorValue(thrown) }))
    .then(() => {
      context.reconciling = null
      if (context.pauseReason !== 'closing') endIfNothingLeft(context)
      progress.changed()
    })
  progress.changed()
  return context.reconciling
}

/** Returns the function that creates the work on a server. */
function serverRunFactory(
  bulk: BulkDeps,
  ledger: Ledger,
  secretOf: (runId: string, index: number) => string | null,
  sleep: Sleep,
): RunContext['createWork'] {
  return (server) =>
    createServerRun({
      bulk,
      ledger,
      server,
      sleep,
      secretOf: (index) => secretOf(ledger.id, index),
      tooManyFailed: () => tooManyFailed(ledger, server.serverId),
    })
}

export function createLiveRun(
  deps: BulkDeps,
  stored: StoredRun,
  secretOf: (runId: string, index: number) => string | null,
  sleep: Sleep,
  /** Called each time the run ends, done or cancelled. */
  onFinished: (run: StoredRun) => void,
): LiveRun {
  const ledger = openLedger(deps.storage.runs, stored, {
    moved: (items) => progress.moved(items),
    changed: () => progress.changed(),
  })
  const working = new Set<string>()
  const serverRuns = createLiveServerRuns(deps, ledger, working, (id) => context.works.get(id)?.isRepeating() ?? false)
  const run = () => runOf(ledger, context.reconciling !== null, serverRuns.working())

  const progress = createProgress({
    clock: deps.clock,
    emit: (payload) => deps.emit('bulk.progress', payload),
    run,
    serverRuns: serverRuns.all,
  })
  const context: RunContext = {
    deps,
    ledger,
    progress,
    onFinished,
    createWork: serverRunFactory(deps, ledger, secretOf, sleep),
    works: new Map(),
    working,
    restarted: [],
    driving: null,
    reconciling: null,
    pauseReason: null,
    sendAgainUntilMs: null,
  }
  return {
    ledger,
    run,
    details: () => ({ ...run(), serverRuns: serverRuns.all() }),
    drive: (how) => drive(context, how?.sendAgain),
    async pause(reason) {
      requireState(context, 'running', 'pausing')
      pauseRun(context, reason)
      await context.driving
    },
    cancel: () => cancel(context),
    reconcile: () => reconcile(context),
    stopped: () => context.driving ?? Promise.resolve(),
    unconfirmed: () =>
      serversOf(context).some(
        ({ serverId }) => hasItemsIn(context, serverId, sentStates) || ledger.countOpen(serverId) > 0,
      ),
    fallAsleep: () => stopWorks(context),
    async close() {
      pauseRun(context, 'closing')
      progress.close()
      await Promise.all([context.driving, context.reconciling])
    },
  }
}
