import { AppError, toErrorValue } from '../../../shared/errors.ts'
import type { Run, RunDetails } from '../../../shared/model/run.ts'
import { createSleep } from '../../sleep.ts'
import type { RunHead, StoredRun } from '../../storage/run-columns.ts'
import type { BulkDeps } from '../types.ts'
import { type Ledger, openLedger } from './ledger.ts'
import { createLiveRun, type LiveRun } from './live-run.ts'
import { serverRunOf, runOf } from './views.ts'

/** What the registry needs of the passwords of runs. */
export interface RunSecrets {
  /**
   * Returns the password of an item, or null if it has none.
   * @throws AppError handout.passphrase-needed | handout.damaged
   */
  secretOf(runId: string, index: number): string | null
  /** Forgets the key to the passwords of a run that has ended. */
  drop(runId: string): void
}

/** Waits in ms between two tries to reconcile what is left of runs; the last one is used from then on. */
const retryMs = [30_000, 60_000, 120_000, 300_000]

/** All runs. Live ones are in memory; the others are read from disk when they are asked for. */
export interface RunRegistry {
  /** @throws AppError run.unknown */
  view(runId: string): Run
  /** @throws AppError run.unknown */
  details(runId: string): RunDetails
  /** Returns the run to act on; a finished one becomes live again. @throws AppError run.unknown */
  makeLive(runId: string): LiveRun
  /** Returns the run as it is stored. @throws AppError run.unknown */
  stored(runId: string): StoredRun
  list(query: { readonly beforeMs?: number | undefined; readonly limit: number }): readonly Run[]
  /** Forgets the views of runs that have left memory. */
  forgetFinished(): void
  /** Reconciles what was sent and not read back, in all runs that are not running, and ends those with nothing left. */
  reconcileAll(): void
  /** Called when the machine goes to sleep or has woken up. Runs in progress wait during the sleep. */
  setAwake(awake: boolean): void
  close(): Promise<void>
}

const noListener = { moved: () => undefined, changed: () => undefined }

/** Keeps live runs, and views of finished ones. `createLive` makes a run live. */
function createRunTable(deps: BulkDeps, createLive: (stored: StoredRun) => LiveRun) {
  const { storage, clock } = deps
  const live = new Map<string, LiveRun>()
  const finished = new Map<string, Run>()

  const stored = (runId: string): StoredRun => {
    const found = live.get(runId)?.ledger.run() ?? storage.runs.get(runId)
    if (!found) throw new AppError('run.unknown', `No run ${runId}`)
    return found
  }
  const makeLive = (runId: string): LiveRun => {
    const liveRun = live.get(runId)
    if (liveRun) return liveRun
    const run = createLive(stored(runId))
    live.set(runId, run)
    finished.delete(runId)
    return run
  }
  const view = (runId: string): Run => {
    const known = live.get(runId)?.run() ?? finished.get(runId)
    if (known) return known
    const run = runOf(openLedger(storage.runs, stored(runId), noListener), false, [])
    finished.set(runId, run)
    return run
  }
  const details = (runId: string): RunDetails => {
    const liveRun = live.get(runId)
    if (liveRun) return liveRun.details()
    const ledger = openLedger(storage.runs, stored(runId), noListener)
    const notWorking = { etaMs: null, budget: null, isRepeating: false }
    const serverRuns = ledger
      .run()
      .head.servers.map((one) =>
        serverRunOf(ledger, one, { ...notWorking, state: one.state, error: one.error }, clock.now()),
      )
    return { ...runOf(ledger, false, []), serverRuns }
  }
  /** Whether a run has finished with nothing left to reconcile, so that it can leave memory. */
  const isOver = (run: LiveRun) => ['done', 'cancelled'].includes(run.run().state) && !run.unconfirmed()
  return {
    live,
    stored,
    makeLive,
    view,
    details,
    list(query: Parameters<RunRegistry['list']>[0]): readonly Run[] {
      for (const [id, run] of live) if (isOver(run)) live.delete(id)
      return storage.runs.list(query).map((run) => view(run.id))
    },
    forgetFinished: () => finished.clear(),
    /** Changes the head of a run, live or not. */
    setHead(run: StoredRun, head: Partial<RunHead>): void {
      finished.delete(run.id)
      const liveRun = live.get(run.id)
      if (liveRun) liveRun.ledger.set({ head }, 'at-any-rate')
      else storage.runs.putEventually({ ...run, head: { ...run.head, ...head } })
    },
  }
}
type RunTable = ReturnType<typeof createRunTable>

/** Reasons why an undo skipped an item while it ran: its row was already as it should be, or no longer existed. */
const alreadyUndone: readonly unknown[] = ['already-so', 'gone']

/**
 * Returns what the head of an undone run says about its undo, or null if the undo has restored nothing and something
 * is left. `rows` is the number of rows of which something can be undone, `undoable` that of the changes. All are
 * undone if each row has been restored, was as before already, or was gone when the undo ran. A row that was gone when
 * the undo was planned counts as not restored, unless the undo was to delete it.
 */
function undoneBy(
  undo: Ledger,
  rows: number,
  undoable: number,
): Pick<RunHead, 'undoneBy' | 'undoneAll' | 'undoneCount'> | null {
  const { id, head } = undo.run()
  const { confirmed } = undo.counts()
  const already = undo
    .items({ states: ['skipped'] })
    .filter(({ outcome }) => alreadyUndone.includes(outcome.skipped)).length
  const undoneAll = confirmed + already + head.noops >= rows
  return confirmed === 0 && !undoneAll ? null : { undoneBy: id, undoneAll, undoneCount: undoable }
}

/**
 * Records, in the run that is undone, which undo has restored something of it and whether all is restored. Never
 * throws: the undo itself is over whether or not the other run can be read.
 */
function noteUndone(deps: BulkDeps, table: RunTable, undo: Ledger): void {
  try {
    findAndNoteUndone(deps, table, undo)
  } catch (thrown) {
    deps.log.error('bulk.undone-not-written', { run: undo.id, ...toErrorValue(thrown) })
  }
}

function findAndNoteUndone({ storage }: BulkDeps, table: RunTable, undo: Ledger): void {
  const { undoOf } = undo.run().head
  const undone = undoOf === null ? null : (table.live.get(undoOf)?.ledger.run() ?? storage.runs.get(undoOf))
  if (!undone) return
  const { undoable, undoneAll } = table.view(undone.id)
  const headChange = undoneBy(undo, storage.runs.undoableRows(undone.id), undoable)
  // If everything is undone already, an earlier undo that is reconciled late must not change that.
  if (!headChange || undoneAll || (undone.head.undoneBy === headChange.undoneBy && !headChange.undoneAll)) return
  table.setHead(undone, headChange)
}

/** Reconciles what is left of runs that are not running, again and again until nothing is left. */
function createReconciler(deps: BulkDeps, table: RunTable) {
  let cancelRetry: (() => void) | null = null
  let tries = 0
  let closed = false

  const reconcileOnce = () => {
    if (closed) return
    cancelRetry?.()
    cancelRetry = null
    const idle = [...table.live.values()].filter(
      (run) => run.run().state !== 'running' && run.run().state !== 'pausing',
    )
    const unconfirmed = idle.filter((run) => run.unconfirmed())
    void Promise.all(idle.map((run) => run.reconcile())).then(() => {
      if (!closed) for (const run of unconfirmed) if (!run.unconfirmed()) noteUndone(deps, table, run.ledger)
      if (closed || cancelRetry || !idle.some((run) => run.unconfirmed())) return
      const waitMs = retryMs[Math.min(tries++, retryMs.length - 1)] ?? 0
      cancelRetry = deps.clock.after(waitMs, reconcileOnce)
    })
  }
  return {
    reconcileAll(): void {
      tries = 0
      reconcileOnce()
    },
    close(): void {
      closed = true
      cancelRetry?.()
    },
  }
}

/**
 * Ends the change of one row that was going when Wisdeck ended: what was not sent is given up, because its user is no
 * longer waiting, and what was sent is only reconciled. That includes what was to be sent once more.
 */
function endRowRun({ storage, clock }: Pick<BulkDeps, 'storage' | 'clock'>, run: StoredRun): void {
  const endedAtMs = clock.now()
  const again = storage.runs
    .items({ runId: run.id, states: ['planned'] })
    .filter(({ outcome }) => outcome.firstSentAtMs !== null)
  storage.runs.change(
    run.id,
    again.map(({ item: { index }, outcome }) => ({ index, state: 'sent', outcome })),
  )
  storage.runs.moveAll({ runId: run.id, states: ['planned'] }, 'skipped', { skipped: 'not-sent', endedAtMs })
  storage.runs.put({ ...run, state: 'done', head: { ...run.head, pausedBy: null, endedAtMs } })
}

/** Makes unfinished and unconfirmed runs live. A run that was going when Wisdeck ended becomes `interrupted`. */
function loadRuns({ storage, clock, log }: BulkDeps, makeLive: (runId: string) => LiveRun): void {
  try {
    for (const run of storage.runs.live()) {
      if (run.head.origin === 'row') endRowRun({ storage, clock }, run)
      else if (run.state === 'running' || run.state === 'pausing') storage.runs.put({ ...run, state: 'interrupted' })
      makeLive(run.id)
    }
    for (const run of storage.runs.unconfirmed()) makeLive(run.id)
  } catch (thrown) {
    log.error('bulk.stock-not-taken', { ...toErrorValue(thrown) })
  }
}

/**
 * Creates the registry from the runs on disk. A run that was going when Wisdeck ended is `interrupted` until the user
 * resumes it or nothing of it is left. What was sent is reconciled in the background, as soon as its server and token
 * are accessible.
 */
export function createRunRegistry(deps: BulkDeps, secrets: RunSecrets): RunRegistry {
  const sleep = createSleep(deps.clock)
  const onFinished = (run: StoredRun) => {
    secrets.drop(run.id)
    const ledger = table.live.get(run.id)?.ledger
    if (ledger) noteUndone(deps, table, ledger)
    // A server that became unreachable has left items whose outcome only a later read can show.
    reconciler.reconcileAll()
  }
  const table = createRunTable(deps, (stored) => createLiveRun(deps, stored, secrets.secretOf, sleep, onFinished))
  const reconciler = createReconciler(deps, table)
  loadRuns(deps, table.makeLive)
  // The other parts of core are still being created, so the first reconciliation waits for the next tick.
  const cancelFirst = deps.clock.after(0, reconciler.reconcileAll)

  return {
    view: table.view,
    details: table.details,
    makeLive: table.makeLive,
    stored: table.stored,
    list: table.list,
    forgetFinished: table.forgetFinished,
    reconcileAll: reconciler.reconcileAll,
    setAwake(awake) {
      sleep.setAwake(awake)
      if (!awake) for (const run of table.live.values()) run.fallAsleep()
    },
    async close() {
      reconciler.close()
      sleep.close()
      cancelFirst()
      await Promise.all([...table.live.values()].map((run) => run.close()))
    },
  }
}
