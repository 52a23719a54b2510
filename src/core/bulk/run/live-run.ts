import { AppError, type ErrorValue, toErrorValue } from '../../../shared/errors.ts'
import type { ItemState, Run, RunDetails } from '../../../shared/model/run.ts'
import { kinds } from '../../../shared/model/inventory.ts'
import type { RunHead, RunServer, StoredRun } from '../../storage/run-columns.ts'
import type { BulkDeps } from '../types.ts'
import { noteRun } from './activity-notes.ts'
import { giveUp } from './give-up.ts'
import { createLane, type LaneEnd, type LaneOptions, type LaneWork } from './lane.ts'
import { createLiveLanes, open } from './live-lanes.ts'
import { openLedger, type Ledger } from './ledger.ts'
import { createProgress } from './progress.ts'
import { tooMany } from './too-many.ts'
import { runOf } from './views.ts'
import type { Lost } from './settle-lane.ts'
import type { Sleep } from '../../sleep.ts'

type PauseReason = NonNullable<RunHead['pausedBy']>

/** One run that lives: it is driven, rests, or has something left to settle. */
export interface LiveRun {
  readonly ledger: Ledger
  run(): Run
  details(): RunDetails
  /** Begins, or goes on. @throws AppError run.wrong-state, storage.* */
  drive(): void
  /** Resolves when what has left is answered. @throws AppError run.wrong-state */
  pause(reason: PauseReason): Promise<void>
  /** @throws AppError run.wrong-state, storage.* */
  cancel(): Promise<void>
  /**
   * Settles by reading what was sent; sends nothing. A run of which nothing is left then has come to its end. Resolves
   * when it can get no further; never rejects.
   */
  settle(): Promise<void>
  /** Whether something was sent of which no reading has told yet. */
  unsettled(): boolean
  /**
   * The machine goes to sleep: what has not left is taken back, and is gone on with, by a new reading, once the sleep
   * is over.
   */
  fallAsleep(): void
  /** Lets nothing more leave; resolves when what was under way has ended. */
  close(): Promise<void>
}

const sent: readonly ItemState[] = ['sent', 'accepted']

export function createLiveRun(
  deps: BulkDeps,
  stored: StoredRun,
  secretOf: (runId: string, place: number) => string | null,
  sleep: Sleep,
  /** Called when nothing more will be sent. */
  onFinished: (run: StoredRun) => void,
): LiveRun {
  const { clock } = deps
  const ledger = openLedger(deps.storage.runs, stored, {
    moved: (items) => progress.moved(items),
    changed: () => progress.changed(),
  })
  const works = new Map<string, LaneWork>()
  const working = new Set<string>()
  /** Lanes that were taken up again beside those still at work. */
  const joined: Promise<void>[] = []
  let driving: Promise<void> | null = null
  let settling: Promise<void> | null = null
  let resting: PauseReason | 'closing' | null = null
  /** Servers worked on since a finished run was taken up again; null in a run that has not finished before. */
  let reopened: Set<string> | null = null

  const head = () => ledger.run().head
  const server = (serverId: string): RunServer => {
    const found = head().servers.find((one) => one.serverId === serverId)
    if (!found) throw new AppError('internal', 'The run has no such server')
    return found
  }
  const setServer = (serverId: string, change: Pick<RunServer, 'state' | 'error'>) => {
    const { state, error } = server(serverId)
    if (state === change.state && error === change.error) return
    ledger.set({
      head: { servers: head().servers.map((one) => (one.serverId === serverId ? { ...one, ...change } : one)) },
    })
  }
  const isOpen = (serverId: string, states: readonly ItemState[]) =>
    kinds.some((kind) => ledger.open(serverId, kind, states) > 0)

  const workOf = (serverId: string): LaneWork => {
    const known = works.get(serverId)
    if (known) return known
    const work = createLane({
      bulk: deps,
      ledger,
      server: server(serverId),
      sleep,
      secretOf: (place) => secretOf(ledger.id, place),
      tooMany: () => tooMany(ledger, serverId),
    })
    works.set(serverId, work)
    return work
  }

  const lanes = createLiveLanes(deps, ledger, working)
  const run = () => runOf(ledger, settling !== null, lanes.working())
  const progress = createProgress({
    clock,
    emit: (payload) => deps.emit('bulk.progress', payload),
    run,
    lanes: lanes.all,
  })

  /** Everything planned of a server comes to this end. */
  const endPlanned = (
    serverId: string,
    outcome: { readonly skipped?: 'lane-stopped'; readonly error?: ErrorValue },
  ) => {
    giveUp(
      ledger,
      { serverId, states: ['planned'] },
      { state: outcome.error ? 'failed' : 'skipped', outcome },
      clock.now(),
    )
  }

  const settleOnly = (serverId: string, lost: Lost) => workOf(serverId).work({ send: false, lost, patient: false })

  /**
   * The server is gone or another one: what is planned for it fails, and nobody can tell what became of what was sent.
   */
  const serverMoved = (serverId: string, error: ErrorValue) => {
    endPlanned(serverId, { error })
    ledger.end({ serverId, states: sent }, 'unknown', { error, endedAtMs: clock.now() })
    setServer(serverId, { state: 'stopped', error })
  }

  /**
   * Works until its end. One who rests though nobody has told the run to does so for a sleep of the machine, and begins
   * anew after it.
   */
  const workThrough = async (serverId: string, options: LaneOptions): Promise<LaneEnd> => {
    for (;;) {
      const end = await workOf(serverId).work(options)
      if (end.kind !== 'resting' || resting !== null) return end
    }
  }

  /** Works on one server until its end, and does what that end asks for. */
  const driveLane = async (serverId: string): Promise<void> => {
    working.add(serverId)
    reopened?.add(serverId)
    progress.changed()
    try {
      const end = await workThrough(serverId, { send: true, lost: 'planned', patient: true })
      await afterLane(serverId, end)
    } catch (thrown) {
      // The disk refuses: nothing more may leave.
      deps.log.error('bulk.lane-not-written', { run: ledger.id, server: serverId, ...toErrorValue(thrown) })
      rest('storage')
    } finally {
      working.delete(serverId)
      progress.changed()
    }
  }

  const afterLane = async (serverId: string, end: LaneEnd): Promise<void> => {
    switch (end.kind) {
      case 'done':
        return setServer(serverId, { state: 'done', error: null })
      case 'resting':
        return
      case 'storage':
        return rest('storage')
      case 'vault':
        return rest('vault')
      case 'too-many':
        endPlanned(serverId, { skipped: 'lane-stopped' })
        setServer(serverId, { state: 'stopped', error: null })
        await workThrough(serverId, { send: false, lost: 'failed', patient: false })
        return
      case 'broken':
        endPlanned(serverId, { skipped: 'lane-stopped' })
        return setServer(serverId, { state: 'stopped', error: end.error })
      case 'moved':
        return serverMoved(serverId, end.error)
    }
  }

  const rest = (reason: PauseReason | 'closing') => {
    if (resting !== null && reason !== 'closing') return
    resting = reason
    if (reason !== 'closing') keep({ state: 'pausing', head: { pausedBy: reason } })
    stopWorks()
  }
  const stopWorks = () => {
    for (const work of works.values()) work.stop()
  }

  /**
   * Writes the state where the disk takes it; it holds in memory at any rate, and at the next start such a run counts
   * as cut off.
   */
  const keep = (change: Parameters<Ledger['set']>[0]) => ledger.set(change, 'at-any-rate')

  const passedCanary = (serverId: string) => {
    const { failed, unknown, held } = ledger.counts(serverId)
    return failed + unknown + held === 0 && server(serverId).state === 'done'
  }

  const driveAll = async (): Promise<void> => {
    const { canary } = head()
    if (resting === null && canary !== null && isOpen(canary, open)) {
      await driveLane(canary)
      if (resting === null && !passedCanary(canary)) rest('canary-failed')
    }
    if (resting === null && canary !== null) ledger.set({ head: { canary: null } })
    for (let last = ''; ;) {
      const ids = head()
        .servers.map((one) => one.serverId)
        .filter((id) => isOpen(id, ['planned']) || (server(id).state !== 'stopped' && isOpen(id, sent)))
      if (resting !== null) return
      // In one go with the look at what is left, so that no decision falls in between.
      if (ids.length === 0) return finish('done')
      const mark = JSON.stringify([ids, ledger.counts()])
      // Counts that do not agree with the disk must not end in a circle.
      if (mark === last) throw new AppError('internal', 'A pass over all lanes has changed nothing')
      last = mark
      await Promise.all(ids.map(driveLane))
      while (joined.length > 0) await Promise.all(joined.splice(0))
    }
  }

  /** A row decided on in a lane that has ended does not wait for the lanes of slower servers. */
  const join = () => {
    if (resting !== null || head().canary !== null) return
    for (const { serverId } of head().servers)
      if (!working.has(serverId) && isOpen(serverId, ['planned'])) joined.push(driveLane(serverId))
  }

  /**
   * At rest with nothing left to send or to read: no one has to say that it may go on. Where the disk refuses, it stays
   * as it is.
   */
  const endIfNothingLeft = () => {
    const { state } = ledger.run()
    if ((state !== 'paused' && state !== 'interrupted') || head().servers.some((one) => isOpen(one.serverId, open)))
      return
    try {
      finish('done')
    } catch (thrown) {
      deps.log.error('bulk.end-not-written', { run: ledger.id, ...toErrorValue(thrown) })
    }
  }

  const finish = (state: 'done' | 'cancelled') => {
    // A lane that was cut off, and of which nothing was left, has not been driven to its end.
    const servers = head().servers.map((one) =>
      one.state === 'stopped' || isOpen(one.serverId, open) ? one : { ...one, state: 'done' as const, error: null },
    )
    ledger.set({ state, head: { pausedBy: null, endedAtMs: clock.now(), ...(state === 'done' ? { servers } : {}) } })
    noteRun(deps, ledger, (serverId) => reopened?.has(serverId) ?? true)
    reopened = null
    onFinished(ledger.run())
  }

  const drive = () => {
    const { state } = ledger.run()
    if (driving) return state === 'running' ? join() : state === 'done' ? void driving.then(drive) : undefined
    resting = null
    reopened = state === 'done' ? new Set() : null
    if (state !== 'running') ledger.set({ state: 'running', head: { pausedBy: null, endedAtMs: null } })
    progress.beat(true)
    driving = (settling ?? Promise.resolve())
      .then(driveAll)
      .catch((thrown: unknown) => {
        deps.log.error('bulk.run-broke', { run: ledger.id, ...toErrorValue(thrown) })
        resting ??= 'storage'
      })
      .then(() => {
        driving = null
        progress.beat(false)
        if (resting !== null && resting !== 'closing') keep({ state: 'paused', head: { pausedBy: resting } })
        if (resting !== 'closing') endIfNothingLeft()
        resting = null
        progress.changed()
      })
    stopSettling()
  }

  /** A settling that is cut short has changed nothing that it did not know for sure. */
  const stopSettling = () => {
    if (settling) stopWorks()
  }

  const mustBe = (...states: readonly StoredRun['state'][]) => {
    const { state } = ledger.run()
    if (!states.includes(state)) throw new AppError('run.wrong-state', `The run is ${state}`, { state })
  }

  const settleServer = async (serverId: string): Promise<void> => {
    const { state } = ledger.run()
    const end = await settleOnly(
      serverId,
      state === 'cancelled' ? 'cancelled' : state === 'done' ? 'failed' : 'planned',
    )
    if (end.kind === 'moved') serverMoved(serverId, end.error)
  }

  return {
    ledger,
    run,
    details: () => ({ ...run(), lanes: lanes.all() }),
    drive,
    async pause(reason) {
      mustBe('running', 'pausing')
      rest(reason)
      await driving
    },
    async cancel() {
      mustBe('running', 'pausing', 'paused', 'interrupted')
      if (driving) rest('user')
      stopSettling()
      await Promise.all([driving, settling])
      // The last answers have come in meanwhile: there is nothing to leave out.
      if (ledger.run().state === 'done') return
      mustBe('paused', 'interrupted')
      giveUp(
        ledger,
        { states: ['planned', 'held'] },
        { state: 'skipped', outcome: { skipped: 'cancelled' } },
        clock.now(),
      )
      finish('cancelled')
    },
    settle() {
      if (driving || settling) return settling ?? Promise.resolve()
      const ids = head()
        .servers.map((one) => one.serverId)
        .filter((id) => isOpen(id, sent))
      if (ids.length === 0) return Promise.resolve(endIfNothingLeft())
      resting = null
      settling = Promise.all(ids.map(settleServer))
        .then(() => undefined)
        .catch((thrown: unknown) => deps.log.error('bulk.settling-broke', { run: ledger.id, ...toErrorValue(thrown) }))
        .then(() => {
          settling = null
          if (resting !== 'closing') endIfNothingLeft()
          progress.changed()
        })
      progress.changed()
      return settling
    },
    unsettled: () => head().servers.some((one) => isOpen(one.serverId, sent)),
    fallAsleep: stopWorks,
    async close() {
      rest('closing')
      progress.close()
      await Promise.all([driving, settling])
    },
  }
}
