import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Input } from '../../shared/contract.ts'
import type { Numbered } from '../../shared/errors.ts'
import type { ItemState, ServerRun, Run, RunDetails, RunProgress, RunState } from '../../shared/model/run.ts'
import { api } from '../api/client.ts'
import { createKeyedProjection, type KeyedProjection } from './projection.ts'

const pageSize = 100
const rowsStayMs = 8000
const ended: ReadonlySet<RunState> = new Set(['done', 'cancelled'])

export const hasEnded = (run: Pick<Run, 'state'>): boolean => ended.has(run.state)

type NumberedRun = Numbered<Run>

const isOf = (id: string) => (run: NumberedRun) => run.value.id === id

/** Returns the given copy of a run, or the one in the list if that has a higher number. */
const newest = (list: readonly NumberedRun[], run: NumberedRun): NumberedRun => {
  const known = list.find(isOf(run.value.id))
  return known !== undefined && known.seq > run.seq ? known : run
}

/**
 * The progress of one run on table rows: of the run that reported last. It is kept for a moment after the run has
 * ended, so that the user sees the last rows finish.
 */
function useRowStates() {
  const states = shallowRef<ReadonlyMap<string, ItemState>>(new Map())
  let markedRunId: string | null = null
  return {
    of: (key: string): ItemState | undefined => states.value.get(key),
    clear: () => void (states.value = new Map()),
    mark({ run, changed }: RunProgress): void {
      const next = new Map(markedRunId === run.id ? states.value : [])
      markedRunId = run.id
      for (const { key, state } of changed) next.set(key, state)
      states.value = next
      if (!hasEnded(run)) return
      setTimeout(() => {
        if (markedRunId === run.id) states.value = new Map()
      }, rowsStayMs)
    },
  }
}

type ResumeOptions = Omit<Input<'bulk.resume'>, 'runId'>

/** The commands for one run. Each is answered with the run. */
const runCommands = (answered: (answer: Promise<NumberedRun>) => Promise<Run>) => ({
  pause: (runId: string) => answered(api.numbered('bulk.pause', { runId })),
  resume: (runId: string, { passphrase, sendAgain = false }: ResumeOptions = {}) =>
    answered(api.numbered('bulk.resume', { runId, sendAgain, ...(passphrase === undefined ? {} : { passphrase }) })),
  cancel: (runId: string) => answered(api.numbered('bulk.cancel', { runId })),
  decide: (
    runId: string,
    indexes: readonly number[],
    decision: 'apply' | 'keep',
    confirm?: Input<'bulk.decide'>['confirm'],
  ) =>
    answered(api.numbered('bulk.decide', { runId, indexes: [...indexes], decision, ...(confirm ? { confirm } : {}) })),
})

const mostRowRuns = 100

/** The runs of this session that changed one row, newest first. Core lists them only until they are over. */
function useRowRuns() {
  const runs = shallowRef<readonly NumberedRun[]>([])
  return {
    runs: computed(() => runs.value.map(({ value }) => value)),
    put(arrived: NumberedRun): NumberedRun {
      const run = newest(runs.value, arrived)
      runs.value = [run, ...runs.value.filter((each) => !isOf(run.value.id)(each))]
        .sort((a, b) => b.value.startedAtMs - a.value.startedAtMs)
        .slice(0, mostRowRuns)
      return run
    },
    hasNewer: (id: string, seq: number) => runs.value.some((run) => isOf(id)(run) && run.seq > seq),
  }
}

const isOfRows = ({ origin }: Run): boolean => origin !== 'row'

/** Reads a page of runs of plans, newest first. */
async function readPage(beforeMs?: number) {
  const input = { limit: pageSize, ...(beforeMs === undefined ? {} : { beforeMs }) }
  const { seq, value } = await api.numbered('bulk.runs', input)
  const runs = value.filter(isOfRows).map((run): NumberedRun => ({ seq, value: run }))
  return { seq, runs, isLast: value.length < pageSize }
}

/** The loaded pages of runs of plans, newest first. A run that is not in them is put first. */
function useRunPages() {
  const cached = shallowRef<readonly NumberedRun[] | null>(null)
  const complete = shallowRef(false)
  const known = () => cached.value ?? []

  return {
    runs: computed(() => known().map(({ value }) => value)),
    loaded: computed(() => cached.value !== null),
    complete: computed(() => complete.value),
    put(arrived: NumberedRun): NumberedRun {
      const run = newest(known(), arrived)
      const isRun = isOf(run.value.id)
      cached.value = known().some(isRun) ? known().map((each) => (isRun(each) ? run : each)) : [run, ...known()]
      return run
    },
    hasNewer: (id: string, seq: number) => known().some((run) => isOf(id)(run) && run.seq > seq),
    loadFirst: async () => {
      const { seq, runs, isLast } = await readPage()
      const oldestMs = isLast ? -Infinity : (runs.at(-1)?.value.startedAtMs ?? -Infinity)
      const begunSince = known().filter(
        ({ seq: ownSeq, value: { id, startedAtMs } }) =>
          ownSeq > seq && startedAtMs >= oldestMs && !runs.some(isOf(id)),
      )
      cached.value = [...begunSince, ...runs.map((run) => newest(known(), run))]
      complete.value = isLast
    },
    loadMore: async () => {
      const oldest = known().at(-1)
      if (oldest === undefined || complete.value) return
      const { runs, isLast } = await readPage(oldest.value.startedAtMs)
      complete.value = isLast
      cached.value = [...known(), ...runs.filter(({ value: { id } }) => !known().some(isOf(id)))]
    },
  }
}

/** The run that is shown, with its server runs. An event may bring a part of them before core has answered. */
function useShownRun() {
  const shown = shallowRef<{ readonly id: string; readonly serverRuns: KeyedProjection<ServerRun> } | null>(null)
  const run = shallowRef<NumberedRun | null>(null)
  const isShown = (id: string) => shown.value?.id === id
  return {
    /** Null until core has answered. */
    details: computed<RunDetails | null>(() =>
      shown.value && run.value
        ? { ...run.value.value, serverRuns: [...shown.value.serverRuns.entries.value.values()] }
        : null,
    ),
    isShown,
    show(id: string | null): void {
      if (id !== null && isShown(id)) return
      shown.value = id === null ? null : { id, serverRuns: createKeyedProjection(({ serverId }) => serverId) }
      run.value = null
    },
    put(arrived: NumberedRun): void {
      if (run.value && isShown(arrived.value.id) && arrived.seq >= run.value.seq) run.value = arrived
    },
    answered(newestRun: NumberedRun, { seq, value: { id, serverRuns } }: Numbered<RunDetails>): void {
      if (!isShown(id)) return
      run.value = newestRun
      shown.value?.serverRuns.replace(serverRuns, seq)
    },
    progressed({ run: { id }, serverRuns }: RunProgress, seq: number): void {
      if (isShown(id)) shown.value?.serverRuns.put(serverRuns.map((value) => ({ seq, value })))
    },
  }
}

/** The loaded pages of runs; the server runs of the shown run; and the rows that a run works on. */
export const useRunsStore = defineStore('runs', () => {
  const last = shallowRef<RunProgress | null>(null)
  const loads = shallowRef(0)
  const rowStates = useRowStates()
  const pages = useRunPages()
  const rowRuns = useRowRuns()
  const shown = useShownRun()

  const { runs, loaded, complete } = pages
  /** Stores a copy of a run, and returns the newest one. */
  const put = (arrived: NumberedRun): NumberedRun => {
    const run = (isOfRows(arrived.value) ? pages : rowRuns).put(arrived)
    shown.put(run)
    return run
  }

  /** Stores the run with which a call is answered, and returns its newest copy. */
  const answered = async (answer: Promise<NumberedRun>): Promise<Run> => put(await answer).value

  /** Reads the run that another one has undone: core has noted in it what is undone, without an event. */
  async function readUndone({ undoOf }: Run): Promise<void> {
    if (undoOf !== null) await answered(api.numbered('bulk.run', { runId: undoOf })).catch(() => undefined)
  }

  async function show(runId: string): Promise<void> {
    shown.show(runId)
    const answer = await api.numbered('bulk.run', { runId })
    const { serverRuns: _, ...run } = answer.value
    shown.answered(put({ seq: answer.seq, value: run }), answer)
  }

  return {
    runs,
    loaded,
    complete,
    /** The run that is shown, with its server runs. */
    details: shown.details,
    /** The latest progress. Lists of items update themselves by it. */
    last: computed(() => last.value),
    /** Increases with each `load`. Changes during a lost connection have no progress event. */
    loads: computed(() => loads.value),
    /** The loaded runs that have not ended, in the order of `runs`. */
    active: computed(() => runs.value.filter((run) => !hasEnded(run))),
    /** Returns the progress on a table row of the run that reported last; undefined for rows that it did not report. */
    stateOf: rowStates.of,
    byId: computed(() => new Map([...rowRuns.runs.value, ...runs.value].map((run) => [run.id, run]))),
    /** Whether an event or an answer has brought a copy of the run with a higher sequence number than this one. */
    hasNewer: (runId: string, seq: number) => rowRuns.hasNewer(runId, seq) || pages.hasNewer(runId, seq),
    put,
    answered,
    show,
    hide: () => shown.show(null),
    load: async () => {
      // Rows and the run may have changed without an event. Rows that are still in progress are reported again.
      rowStates.clear()
      last.value = null
      await pages.loadFirst()
      loads.value += 1
      if (shown.details.value !== null) await show(shown.details.value.id)
    },
    loadMore: pages.loadMore,
    arrived(progress: RunProgress, seq: number) {
      put({ seq, value: progress.run })
      shown.progressed(progress, seq)
      const ofRows = isOfRows(progress.run)
      if (ofRows || shown.isShown(progress.run.id)) last.value = progress
      if (ofRows) rowStates.mark(progress)
      if (hasEnded(progress.run)) void readUndone(progress.run)
    },
    ...runCommands(answered),
  }
})
