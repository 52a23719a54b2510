import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Input } from '../../shared/contract.ts'
import type { ItemState, ServerRun, Run, RunDetails, RunProgress, RunState } from '../../shared/model/run.ts'
import { api } from '../api/client.ts'

const pageSize = 100
const rowsStayMs = 8000
const ended: ReadonlySet<RunState> = new Set(['done', 'cancelled'])

export const hasEnded = (run: Pick<Run, 'state'>): boolean => ended.has(run.state)

const mergeServerRuns = (cached: readonly ServerRun[], changed: readonly ServerRun[]): readonly ServerRun[] => {
  const byId = new Map(changed.map((serverRun) => [serverRun.serverId, serverRun]))
  return cached.map((serverRun) => byId.get(serverRun.serverId) ?? serverRun)
}

/** Applies progress to a run if it is the run that the progress is about. */
const applyToRun = <T extends Run | null>(answer: T, { run }: RunProgress): T =>
  answer?.id === run.id ? { ...answer, ...run } : answer
const applyToList = (answer: readonly Run[], { run }: RunProgress) =>
  answer.map((each) => (each.id === run.id ? run : each))
const applyToDetails = (answer: RunDetails, progress: RunProgress): RunDetails =>
  answer.id === progress.run.id
    ? { ...answer, ...progress.run, serverRuns: mergeServerRuns(answer.serverRuns, progress.serverRuns) }
    : answer

/**
 * Calls core. Events and answers can overtake each other. So progress that arrived while a call waited is applied
 * over the answer: if the answer is newer than that progress, a newer event is still to come.
 */
function createCaller() {
  /** The progress that arrived while each call waited for its answer. */
  const waiting = new Set<RunProgress[]>()
  return {
    async callWithProgress<T>(
      request: () => Promise<T>,
      applyProgress: (answer: T, progress: RunProgress) => T,
    ): Promise<T> {
      const meanwhile: RunProgress[] = []
      waiting.add(meanwhile)
      try {
        const answer = await request()
        return meanwhile.reduce(applyProgress, answer)
      } finally {
        waiting.delete(meanwhile)
      }
    },
    noteProgress(progress: RunProgress) {
      for (const meanwhile of waiting) meanwhile.push(progress)
    },
  }
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
const runCommands = (answered: <T extends Run | null>(request: () => Promise<T>) => Promise<T>) => ({
  pause: (runId: string) => answered(() => api.call('bulk.pause', { runId })),
  resume: (runId: string, { passphrase, sendAgain = false }: ResumeOptions = {}) =>
    answered(() => api.call('bulk.resume', { runId, sendAgain, ...(passphrase === undefined ? {} : { passphrase }) })),
  cancel: (runId: string) => answered(() => api.call('bulk.cancel', { runId })),
  decide: (
    runId: string,
    indexes: readonly number[],
    decision: 'apply' | 'keep',
    confirm?: Input<'bulk.decide'>['confirm'],
  ) =>
    answered(() =>
      api.call('bulk.decide', { runId, indexes: [...indexes], decision, ...(confirm ? { confirm } : {}) }),
    ),
})

const mostRowRuns = 100

/** The runs of this session that changed one row, newest first. Core lists them only until they are over. */
function useRowRuns() {
  const runs = shallowRef<readonly Run[]>([])
  return {
    runs: computed(() => runs.value),
    put(run: Run): void {
      runs.value = [run, ...runs.value.filter(({ id }) => id !== run.id)]
        .sort((a, b) => b.startedAtMs - a.startedAtMs)
        .slice(0, mostRowRuns)
    },
  }
}

const isOfRows = ({ origin }: Run): boolean => origin !== 'row'

/** The loaded pages of runs of plans, newest first. A run that is not in them is put first. */
function useRunPages({ callWithProgress }: ReturnType<typeof createCaller>) {
  const cached = shallowRef<readonly Run[] | null>(null)
  const complete = shallowRef(false)
  const runs = computed(() => cached.value?.filter(isOfRows) ?? [])

  return {
    runs,
    loaded: computed(() => cached.value !== null),
    complete: computed(() => complete.value),
    put(run: Run): void {
      const known = runs.value.some(({ id }) => id === run.id)
      cached.value = known ? runs.value.map((each) => (each.id === run.id ? run : each)) : [run, ...runs.value]
    },
    loadFirst: async () => {
      const first = await callWithProgress(() => api.call('bulk.runs', { limit: pageSize }), applyToList)
      cached.value = first
      complete.value = first.length < pageSize
    },
    loadMore: async () => {
      const oldest = runs.value.at(-1)
      if (oldest === undefined || complete.value) return
      const older = await callWithProgress(
        () => api.call('bulk.runs', { limit: pageSize, beforeMs: oldest.startedAtMs }),
        applyToList,
      )
      complete.value = older.length < pageSize
      cached.value = [...runs.value, ...older.filter(({ id }) => !runs.value.some((run) => run.id === id))]
    },
  }
}

/** The loaded pages of runs; the server runs of the shown run; and the rows that a run works on. */
export const useRunsStore = defineStore('runs', () => {
  const details = shallowRef<RunDetails | null>(null)
  const last = shallowRef<RunProgress | null>(null)
  const loads = shallowRef(0)
  const rowStates = useRowStates()
  const caller = createCaller()
  const { callWithProgress, noteProgress } = caller
  const pages = useRunPages(caller)
  const rowRuns = useRowRuns()

  const { runs, loaded, complete } = pages
  const put = (run: Run) => {
    if (isOfRows(run)) pages.put(run)
    else rowRuns.put(run)
    if (details.value?.id === run.id) details.value = { ...details.value, ...run }
  }

  /** Sends a call that is answered with a run, and stores that run. Null means that nothing was sent. */
  async function answered<T extends Run | null>(request: () => Promise<T>): Promise<T> {
    const run = await callWithProgress(request, applyToRun)
    if (run !== null) put(run)
    return run
  }

  async function show(runId: string): Promise<void> {
    const read = await callWithProgress(() => api.call('bulk.run', { runId }), applyToDetails)
    details.value = read
    put(read)
  }

  return {
    runs,
    loaded,
    complete,
    /** The run that is shown, with its server runs. */
    details: computed(() => details.value),
    /** The latest progress. Lists of items update themselves by it. */
    last: computed(() => last.value),
    /** Increases with each `load`. Changes during a lost connection have no progress event. */
    loads: computed(() => loads.value),
    /** The loaded runs that have not ended, in the order of `runs`. */
    active: computed(() => runs.value.filter((run) => !hasEnded(run))),
    /** Returns the progress on a table row of the run that reported last; undefined for rows that it did not report. */
    stateOf: rowStates.of,
    byId: computed(() => new Map([...rowRuns.runs.value, ...runs.value].map((run) => [run.id, run]))),
    put,
    answered,
    show,
    hide: () => void (details.value = null),
    load: async () => {
      // Rows and the run may have changed without an event. Rows that are still in progress are reported again.
      rowStates.clear()
      last.value = null
      await pages.loadFirst()
      loads.value += 1
      if (details.value !== null) await show(details.value.id)
    },
    loadMore: pages.loadMore,
    arrived(progress: RunProgress) {
      noteProgress(progress)
      put(progress.run)
      if (details.value?.id === progress.run.id)
        details.value = { ...details.value, serverRuns: mergeServerRuns(details.value.serverRuns, progress.serverRuns) }
      const ofRows = isOfRows(progress.run)
      if (ofRows || details.value?.id === progress.run.id) last.value = progress
      if (ofRows) rowStates.mark(progress)
    },
    ...runCommands(answered),
  }
})
