import { AppError, toErrorValue } from '../../../shared/errors.ts'
import type { Run, RunDetails } from '../../../shared/model/run.ts'
import { createSleep } from '../../sleep.ts'
import type { StoredRun } from '../../storage/run-columns.ts'
import type { BulkDeps } from '../types.ts'
import { type Ledger, openLedger } from './ledger.ts'
import { createLiveRun, type LiveRun } from './live-run.ts'
import { undoneBy } from './undone.ts'
import { laneOf, runOf } from './views.ts'
import type { RunKeys } from '../handout/run-keys.ts'

/** Pauses between two tries to settle what was cut off; the last one goes on. */
const retryMs = [30_000, 60_000, 120_000, 300_000]

/** All runs: those that live are in memory, the others are read from disk when they are asked for. */
export interface RunDesk {
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
  settleAll(): void
  /** The machine goes to sleep, or has woken up: runs at work sleep with it. */
  setAwake(awake: boolean): void
  close(): Promise<void>
}

/**
 * Takes stock of what is on disk: a run that was at work when Wisdeck ended is `interrupted`, and stays so until the
 * user goes on. What had been sent is settled by reading in the background, as soon as its server and token are within
 * reach.
 */
export function createRunDesk(deps: BulkDeps, keys: RunKeys): RunDesk {
  const { storage, clock } = deps
  const live = new Map<string, LiveRun>()
  const finished = new Map<string, Run>()
  const sleep = createSleep(clock)
  let cancelRetry: (() => void) | null = null
  let tries = 0
  let closed = false

  const stored = (runId: string): StoredRun => {
    const found = live.get(runId)?.ledger.run() ?? storage.runs.get(runId)
    if (!found) throw new AppError('run.unknown', `No run ${runId}`)
    return found
  }

  const onFinished = (run: StoredRun) => {
    keys.drop(run.id)
    const ledger = live.get(run.id)?.ledger
    if (ledger) noteUndone(ledger)
    // A server that went out of reach has left items of which only a later reading can tell.
    settleAll()
  }
  /** A run that has taken something of another one back is what its undo is called by. */
  const noteUndone = (undo: Ledger) => {
    const { undoOf } = undo.run().head
    const undone = undoOf === null ? null : (live.get(undoOf)?.ledger.run() ?? storage.runs.get(undoOf))
    const news = undone && undoneBy(undo, view(undone.id).undoable)
    // Once nothing is left, an earlier undo that is settled late has no more to say.
    if (!news || undone.head.undoneAll || (undone.head.undoneBy === news.undoneBy && !news.undoneAll)) return
    finished.delete(undone.id)
    const known = live.get(undone.id)
    if (known) known.ledger.set({ head: news })
    else storage.runs.put({ ...undone, head: { ...undone.head, ...news } })
  }

  const noteLate = (undo: Ledger) => {
    try {
      noteUndone(undo)
    } catch (thrown) {
      deps.log.error('bulk.undone-not-written', { run: undo.id, ...toErrorValue(thrown) })
    }
  }

  const take = (runId: string): LiveRun => {
    const known = live.get(runId)
    if (known) return known
    const run = createLiveRun(deps, stored(runId), keys.secretOf, sleep, onFinished)
    live.set(runId, run)
    finished.delete(runId)
    return run
  }

  /** A finished run without anything left to settle needs no memory. */
  const isOver = (run: LiveRun) => ['done', 'cancelled'].includes(run.run().state) && !run.unsettled()

  const view = (runId: string): Run => {
    const known = live.get(runId)
    if (known) return known.run()
    const cached = finished.get(runId)
    if (cached) return cached
    const run = runOf(openLedger(storage.runs, stored(runId), silent), false, [])
    finished.set(runId, run)
    return run
  }

  const settleAll = () => {
    tries = 0
    settleOnce()
  }
  const settleOnce = () => {
    if (closed) return
    cancelRetry?.()
    cancelRetry = null
    const resting = [...live.values()].filter((run) => run.run().state !== 'running' && run.run().state !== 'pausing')
    const unsettled = resting.filter((run) => run.unsettled())
    void Promise.all(resting.map((run) => run.settle())).then(() => {
      if (!closed) for (const run of unsettled) if (!run.unsettled()) noteLate(run.ledger)
      if (closed || cancelRetry || !resting.some((run) => run.unsettled())) return
      const waitMs = retryMs[Math.min(tries++, retryMs.length - 1)] ?? 0
      cancelRetry = clock.after(waitMs, settleOnce)
    })
  }

  /** What was at work when Wisdeck ended was cut off. */
  const takeStock = () => {
    for (const run of storage.runs.live()) {
      if (run.state === 'running' || run.state === 'pausing') storage.runs.put({ ...run, state: 'interrupted' })
      take(run.id)
    }
    for (const run of storage.runs.unsettled()) take(run.id)
  }
  try {
    takeStock()
  } catch (thrown) {
    deps.log.error('bulk.stock-not-taken', { ...toErrorValue(thrown) })
  }
  // The rooms that it reads through are still being joined.
  const cancelFirst = clock.after(0, settleAll)

  return {
    view,
    details(runId) {
      const known = live.get(runId)
      if (known) return known.details()
      const ledger = openLedger(storage.runs, stored(runId), silent)
      const rest = { etaMs: null, budget: null }
      const lanes = ledger
        .run()
        .head.servers.map((one) => laneOf(ledger, one, { ...rest, state: one.state, error: one.error }, clock.now()))
      return { ...runOf(ledger, false, []), lanes }
    },
    take,
    stored,
    list(query) {
      for (const [id, run] of live) if (isOver(run)) live.delete(id)
      return storage.runs.list(query).map((run) => view(run.id))
    },
    settleAll,
    setAwake(awake) {
      sleep.setAwake(awake)
      if (!awake) for (const run of live.values()) run.fallAsleep()
    },
    async close() {
      closed = true
      sleep.close()
      cancelRetry?.()
      cancelFirst()
      await Promise.all([...live.values()].map((run) => run.close()))
    },
  }
}

const silent = { moved: () => undefined, changed: () => undefined }
