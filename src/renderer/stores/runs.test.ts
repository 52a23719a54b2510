import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import type { ServerRun, Run, RunDetails, RunProgress } from '../../shared/model/run.ts'
import { api } from '../api/client.ts'
import { useRunsStore } from './runs.ts'

const runOf = (state: Run['state'], id = 'r') => ({ id, state, startedAtMs: 1 }) as Run
const serverRunOf = (state: ServerRun['state']) => ({ serverId: 's', state }) as ServerRun
const progressOf = (run: Run, serverRuns: readonly ServerRun[] = []): RunProgress => ({ run, serverRuns, changed: [] })

/** A fake core that answers when the test says so. */
function lateCore() {
  let answer: (value: unknown) => void = () => {}
  vi.spyOn(api, 'call').mockImplementation(
    () => new Promise((resolve) => void (answer = resolve as typeof answer)) as never,
  )
  return { answer: (value: unknown) => answer(value) }
}

beforeEach(() => {
  vi.restoreAllMocks()
  setActivePinia(createPinia())
})

it('is not set back to an older state by an answer that events have overtaken', async () => {
  const core = lateCore()
  const runs = useRunsStore()
  const started = runs.answered(() => api.call('bulk.start', { planId: 'p', confirm: {} }))
  runs.arrived(progressOf(runOf('done')))
  core.answer(runOf('running'))
  expect((await started).state).toBe('done')
  expect(runs.byId.get('r')?.state).toBe('done')
})

it('applies events that came meanwhile to the server runs of a run that was requested', async () => {
  const core = lateCore()
  const runs = useRunsStore()
  const shown = runs.show('r')
  runs.arrived(progressOf(runOf('done'), [serverRunOf('done')]))
  runs.arrived(progressOf(runOf('running', 'other'), [serverRunOf('waiting')]))
  core.answer({ ...runOf('running'), serverRuns: [serverRunOf('working')] } satisfies RunDetails)
  await shown
  expect(runs.details).toMatchObject({ state: 'done', serverRuns: [{ state: 'done' }] })
})

it('takes an answer as it is if no event of that run came', async () => {
  const core = lateCore()
  const runs = useRunsStore()
  const paused = runs.pause('r')
  runs.arrived(progressOf(runOf('done', 'other')))
  core.answer(runOf('paused'))
  await paused
  expect(runs.byId.get('r')?.state).toBe('paused')
})

it('drops row marks and server runs of a run that moved on during an interruption, and reports the full reload', async () => {
  const core = lateCore()
  const runs = useRunsStore()
  runs.arrived({
    run: runOf('running'),
    serverRuns: [serverRunOf('working')],
    changed: [{ index: 0, key: 's/ftp/a', state: 'sent' }],
  })
  expect(runs.stateOf('s/ftp/a')).toBe('sent')
  const before = runs.loads
  const loaded = runs.load()
  runs.arrived({
    run: runOf('running', 'other'),
    serverRuns: [],
    changed: [{ index: 0, key: 's/ftp/b', state: 'sent' }],
  })
  core.answer([runOf('done')])
  await loaded
  expect(runs.byId.get('r')?.state).toBe('done')
  expect([runs.stateOf('s/ftp/a'), runs.stateOf('s/ftp/b')]).toEqual([undefined, 'sent'])
  expect(runs.last?.run.id).toBe('other')
  expect(runs.loads).toBe(before + 1)
})

it('keeps the run of one row apart from the lists of runs, and does not take a later one for progress of the shown run', () => {
  const runs = useRunsStore()
  runs.arrived(progressOf({ ...runOf('running', 'many'), origin: 'rows' }))
  runs.arrived(progressOf({ ...runOf('done', 'one'), origin: 'row' }))
  expect(runs.runs.map(({ id }) => id)).toEqual(['many'])
  expect(runs.byId.get('one')?.origin).toBe('row')
  expect([runs.active.length, runs.last?.run.id]).toEqual([1, 'many'])
})
