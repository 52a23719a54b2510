import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import type { ServerRun, Run, RunProgress } from '../../shared/model/run.ts'
import type { Numbered } from '../../shared/errors.ts'
import { api } from '../api/client.ts'
import { useRunsStore } from './runs.ts'

const runOf = (state: Run['state'], id = 'r') => ({ id, state, startedAtMs: 1, undoOf: null }) as Run
const serverRunOf = (state: ServerRun['state'], serverId = 's') => ({ serverId, state }) as ServerRun
const progressOf = (run: Run, serverRuns: readonly ServerRun[] = []): RunProgress => ({ run, serverRuns, changed: [] })

/** A fake core that answers when the test says so. */
function lateCore() {
  let resolveLast: (answer: Numbered<unknown>) => void = () => {}
  vi.spyOn(api, 'numbered').mockImplementation(
    () => new Promise((resolve) => void (resolveLast = resolve as typeof resolveLast)) as never,
  )
  return { answer: (seq: number, value: unknown) => resolveLast({ seq, value }) }
}

beforeEach(() => {
  vi.restoreAllMocks()
  setActivePinia(createPinia())
})

it('is not set back to an older state by an answer that events have overtaken', async () => {
  const core = lateCore()
  const runs = useRunsStore()
  const resumed = runs.resume('r')
  runs.arrived(progressOf(runOf('done')), 2)
  core.answer(1, runOf('running'))
  expect((await resumed).state).toBe('done')
  expect(runs.byId.get('r')?.state).toBe('done')
})

it('is not set back by an event that an answer has overtaken', async () => {
  const core = lateCore()
  const runs = useRunsStore()
  const paused = runs.pause('r')
  core.answer(5, runOf('paused'))
  await paused
  runs.arrived(progressOf(runOf('running')), 4)
  expect(runs.byId.get('r')?.state).toBe('paused')
  expect([runs.hasNewer('r', 4), runs.hasNewer('r', 5)]).toEqual([true, false])
})

it('takes of answer and events the newer server runs, and the rest of the run from the newest', async () => {
  const core = lateCore()
  const runs = useRunsStore()
  const shown = runs.show('r')
  runs.arrived(progressOf(runOf('running'), [serverRunOf('waiting', 'old')]), 1)
  runs.arrived(progressOf(runOf('done'), [serverRunOf('done')]), 3)
  runs.arrived(progressOf(runOf('running', 'other'), [serverRunOf('waiting')]), 4)
  expect(runs.details).toBeNull()
  core.answer(2, { ...runOf('running'), serverRuns: [serverRunOf('working'), serverRunOf('working', 'old')] })
  await shown
  expect(runs.details).toMatchObject({ state: 'done', serverRuns: [{ state: 'done' }, { state: 'working' }] })
})

it('shows the run that was asked for last, whichever answer comes first', async () => {
  const answers = new Map<string, (value: unknown) => void>()
  vi.spyOn(api, 'numbered').mockImplementation(
    (_, input) => new Promise((resolve) => answers.set((input as { runId: string }).runId, resolve as never)) as never,
  )
  const runs = useRunsStore()
  const both = Promise.all([runs.show('first'), runs.show('second')])
  for (const id of ['second', 'first']) answers.get(id)?.({ seq: 1, value: { ...runOf('done', id), serverRuns: [] } })
  await both
  expect(runs.details?.id).toBe('second')
})

it('keeps a run that began after the list was made', async () => {
  const core = lateCore()
  const runs = useRunsStore()
  const loaded = runs.load()
  runs.arrived(progressOf(runOf('running', 'new')), 8)
  core.answer(7, [runOf('done')])
  await loaded
  expect(runs.runs.map(({ id }) => id)).toEqual(['new', 'r'])
  const again = runs.load()
  core.answer(9, [runOf('done')])
  await again
  expect(runs.runs.map(({ id }) => id)).toEqual(['r'])
})

it('drops row marks and server runs of a run that moved on during an interruption, and reports the full reload', async () => {
  const core = lateCore()
  const runs = useRunsStore()
  runs.arrived(
    {
      run: runOf('running'),
      serverRuns: [serverRunOf('working')],
      changed: [{ index: 0, key: 's/ftp/a', state: 'sent' }],
    },
    1,
  )
  expect(runs.stateOf('s/ftp/a')).toBe('sent')
  const before = runs.loads
  const loaded = runs.load()
  runs.arrived(
    { run: runOf('running', 'other'), serverRuns: [], changed: [{ index: 0, key: 's/ftp/b', state: 'sent' }] },
    9,
  )
  core.answer(8, [runOf('done')])
  await loaded
  expect(runs.byId.get('r')?.state).toBe('done')
  expect([runs.stateOf('s/ftp/a'), runs.stateOf('s/ftp/b')]).toEqual([undefined, 'sent'])
  expect(runs.last?.run.id).toBe('other')
  expect(runs.loads).toBe(before + 1)
})

it('keeps the run of one row apart from the lists of runs, and does not take a later one for progress of the shown run', () => {
  const runs = useRunsStore()
  runs.arrived(progressOf({ ...runOf('running', 'many'), origin: 'rows' }), 1)
  runs.arrived(progressOf({ ...runOf('done', 'one'), origin: 'row' }), 2)
  expect(runs.runs.map(({ id }) => id)).toEqual(['many'])
  expect(runs.byId.get('one')?.origin).toBe('row')
  expect([runs.active.length, runs.last?.run.id]).toEqual([1, 'many'])
})

it('reads the run that another has undone: no event says that it is', async () => {
  const core = lateCore()
  const runs = useRunsStore()
  runs.arrived(progressOf(runOf('done')), 1)
  runs.arrived(progressOf({ ...runOf('done', 'undo'), undoOf: 'r' }), 2)
  core.answer(3, { ...runOf('done'), undoneAll: true })
  await vi.waitFor(() => expect(runs.byId.get('r')?.undoneAll).toBe(true))
})
