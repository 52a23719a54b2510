import { AppError, toErrorValue } from '../../../shared/errors.ts'
import type { Run, RunDetails } from '../../../shared/model/run.ts'
import { createSleep } from '../../sleep.ts'
import type { RunHead, StoredRun } from '../../storage/run-columns.ts'
import type { BulkDeps } from '../types.ts'
import { type Ledger, openLedger } from './ledger.ts'
import { createLiveRun, type LiveRun } from './live-run.ts'
import { serverRunOf, runOf } from './views.ts'
import type { RunKeys } from '../credentials/run-keys.ts'

/** Pauses between two tries to settle what was cut off; the last one goes on. */
const retryMs = [30_000, 60_000, 120_000, 300_000]

/** All runs: those that live are in memory, the others are read from disk when they are asked for. */
export interface RunRegistry {
  /** @throws AppError run.unknown */
  view(runId: string): Run
  /** @throws AppError run.unknown */
  details(runId: string): RunDetails
  /** The run to act on; a finished one is taken up again. @throws AppError run.unknown */
  take(runId: string): LiveRun
  /** What is kept of it. @throws AppError run.unknown */
  stored(runId: string): StoredRun
  list(query: { readonly beforeMs?: number | undefined; readonly limit: number }): readonly Run[]
  /** Settles what was sent and not read back, of all runs that are at rest, and ends those of which nothing is left. */
  reconcileAll(): void
  /** The machine goes to sleep, or has woken up: runs at work sleep with it. */
  setAwake(awake: boolean): void
  close(): Promise<void>
}

const silent = { moved: () => undefined, changed: () => undefined }

/** Runs that live, and what finished ones look like. `createLive` makes a run live. */
function createRunTable(deps: BulkDeps, createLive: (stored: StoredRun) => LiveRun) {
  const { storage, clock } = deps
  const live = new Map<string, LiveRun>()
  const finished = new Map<string, Run>()

  const stored = (runId: string): StoredRun => {
    const found = live.get(runId)?.ledger.run() ?? storage.runs.get(runId)
    if (!found) throw new AppError('run.unknown', `No run ${runId}`)
    return found
  }
  const take = (runId: string): LiveRun => {
    const known = live.get(runId)
    if (known) return known
    const run = createLive(stored(runId))
    live.set(runId, run)
    finished.delete(runId)
    return run
  }
  const view = (runId: string): Run => {
    const known = live.get(runId)?.run() ?? finished.get(runId)
    if (known) return known
    const run = runOf(openLedger(storage.runs, stored(runId), silent), false, [])
    finished.set(runId, run)
    return run
  }
  const details = (runId: string): RunDetails => {
    const known = live.get(runId)
    if (known) return known.details()
    const ledger = openLedger(storage.runs, stored(runId), silent)
    const rest = { etaMs: null, budget: null }
    const serverRuns = ledger
      .run()
      .head.servers.map((one) => serverRunOf(ledger, one, { ...rest, state: one.state, error: one.error }, clock.now()))
    return { ...runOf(ledger, false, []), serverRuns }
  }
  /** A finished run without anything left to settle needs no memory. */
  const isOver = (run: LiveRun) => ['done', 'cancelled'].includes(run.run().state) && !run.unconfirmed()
  return {
    live,
    stored,
    take,
    view,
    details,
    list(query: Parameters<RunRegistry['list']>[0]): readonly Run[] {
      for (const [id, run] of live) if (isOver(run)) live.delete(id)
      return storage.runs.list(query).map((run) => view(run.id))
    },
    /** Writes into the head of a run, live or not. */
    setHead(run: StoredRun, head: Partial<RunHead>): void {
      finished.delete(run.id)
      const known = live.get(run.id)
      if (known) known.ledger.set({ head })
      else storage.runs.put({ ...run, head: { ...run.head, ...head } })
    },
  }
}
type RunTable = ReturnType<typeof createRunTable>

/** Rows that are as the undo wants them without it. */
const backAlready: readonly unknown[] = ['already-so', 'gone']

/**
 * What a run that takes another one back says of that one, of which `undoable` changes can be taken back; null where it
 * has taken nothing back. All of it is undone where each of those has been taken back, was so already, or is of a row
 * that is gone.
 */
function undoneBy(undo: Ledger, undoable: number): Pick<RunHead, 'undoneBy' | 'undoneAll'> | null {
  const { id, head } = undo.run()
  const { confirmed } = undo.counts()
  const already = undo
    .items({ states: ['skipped'] }, 1_000_000)
    .filter(({ outcome }) => backAlready.includes(outcome.skipped)).length
  const undoneAll = confirmed + already + head.noops >= undoable
  return confirmed === 0 && !undoneAll ? null : { undoneBy: id, undoneAll }
}

/** A run that has taken something of another one back is what its undo is called by. */
function noteUndone({ storage }: BulkDeps, table: RunTable, undo: Ledger): void {
  const { undoOf } = undo.run().head
  const undone = undoOf === null ? null : (table.live.get(undoOf)?.ledger.run() ?? storage.runs.get(undoOf))
  const news = undone && undoneBy(undo, table.view(undone.id).undoable)
  // Once nothing is left, an earlier undo that is settled late has no more to say.
  if (!news || undone.head.undoneAll || (undone.head.undoneBy === news.undoneBy && !news.undoneAll)) return
  table.setHead(undone, news)
}

/** Settles what runs at rest have left, again and again until nothing is left. */
function createSettler(deps: BulkDeps, table: RunTable) {
  let cancelRetry: (() => void) | null = null
  let tries = 0
  let closed = false

  const noteLate = (undo: Ledger) => {
    try {
      noteUndone(deps, table, undo)
    } catch (thrown) {
      deps.log.error('bulk.undone-not-written', { run: undo.id, ...toErrorValue(thrown) })
    }
  }
  const reconcileOnce = () => {
    if (closed) return
    cancelRetry?.()
    cancelRetry = null
    const resting = [...table.live.values()].filter(
      (run) => run.run().state !== 'running' && run.run().state !== 'pausing',
    )
    const unconfirmed = resting.filter((run) => run.unconfirmed())
    void Promise.all(resting.map((run) => run.reconcile())).then(() => {
      if (!closed) for (const run of unconfirmed) if (!run.unconfirmed()) noteLate(run.ledger)
      if (closed || cancelRetry || !resting.some((run) => run.unconfirmed())) return
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

/** What was at work when Wisdeck ended was cut off. */
function takeStock({ storage, log }: BulkDeps, take: (runId: string) => LiveRun): void {
  try {
    for (const run of storage.runs.live()) {
      if (run.state === 'running' || run.state === 'pausing') storage.runs.put({ ...run, state: 'interrupted' })
      take(run.id)
    }
    for (const run of storage.runs.unconfirmed()) take(run.id)
  } catch (thrown) {
    log.error('bulk.stock-not-taken', { ...toErrorValue(thrown) })
  }
}

/**
 * Takes stock of what is on disk: a run that was at work when Wisdeck ended is `interrupted`, and stays so until the
 * user goes on. What had been sent is settled by reading in the background, as soon as its server and token are within
 * reach.
 */
export function createRunRegistry(deps: BulkDeps, keys: RunKeys): RunRegistry {
  const sleep = createSleep(deps.clock)
  const onFinished = (run: StoredRun) => {
    keys.drop(run.id)
    const ledger = table.live.get(run.id)?.ledger
    if (ledger) noteUndone(deps, table, ledger)
    // A server that went out of reach has left items of which only a later reading can tell.
    settler.reconcileAll()
  }
  const table = createRunTable(deps, (stored) => createLiveRun(deps, stored, keys.secretOf, sleep, onFinished))
  const settler = createSettler(deps, table)
  takeStock(deps, table.take)
  // The rooms that it reads through are still being joined.
  const cancelFirst = deps.clock.after(0, settler.reconcileAll)

  return {
    view: table.view,
    details: table.details,
    take: table.take,
    stored: table.stored,
    list: table.list,
    reconcileAll: settler.reconcileAll,
    setAwake(awake) {
      sleep.setAwake(awake)
      if (!awake) for (const run of table.live.values()) run.fallAsleep()
    },
    async close() {
      settler.close()
      sleep.close()
      cancelFirst()
      await Promise.all([...table.live.values()].map((run) => run.close()))
    },
  }
}
