import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import type { ServerBudget } from '../../shared/model/budget.ts'
import type { Run, RunItem } from '../../shared/model/run.ts'
import type { SavedView } from '../../shared/model/views.ts'
import { api } from '../api/client.ts'
import { anEntry } from '../test-data/an-entry.test-data.ts'
import { useActivityStore } from './activity.ts'
import { useAppInfoStore } from './app-info.ts'
import { useBudgetsStore } from './budgets.ts'
import { useChangeDaysStore } from './change-days.ts'
import { useChangesStore } from './changes.ts'
import { useNotesStore } from './notes.ts'
import { useRunsStore } from './runs.ts'
import { useViewsStore } from './views.ts'

/** A fake core. The test answers each call by its place in the order of calls. */
function lateCore() {
  const calls: { readonly method: string; readonly resolve: (answer: unknown) => void }[] = []
  vi.spyOn(api, 'numbered').mockImplementation(
    (method) => new Promise((resolve) => calls.push({ method, resolve: resolve as never })) as never,
  )
  vi.spyOn(api, 'call').mockResolvedValue({} as never)
  return {
    methods: () => calls.map(({ method }) => method),
    async answer(index: number, seq: number, value: unknown) {
      calls[index]?.resolve({ seq, value })
      await new Promise((resolve) => setTimeout(resolve))
    },
  }
}

beforeEach(() => {
  vi.restoreAllMocks()
  setActivePinia(createPinia())
})

it('keeps a saved note that an older list lacks, and takes a newer list', async () => {
  const core = lateCore()
  const notes = useNotesStore()
  void notes.load()
  void notes.put('s', 1, 'mine')
  await core.answer(1, 4, {})
  await core.answer(0, 3, { 's/cron/2': 'other' })
  expect([notes.of('s/cron/1'), notes.of('s/cron/2')]).toEqual(['mine', 'other'])
  void notes.load()
  await core.answer(2, 5, { 's/cron/1': 'theirs' })
  expect([notes.of('s/cron/1'), notes.of('s/cron/2')]).toEqual(['theirs', ''])
})

it('keeps a newer budget of one server, and takes the others from the list', async () => {
  const core = lateCore()
  const budgets = useBudgetsStore()
  const budget = (serverId: string, waiting: number) => ({ serverId, waiting }) as ServerBudget
  void budgets.load()
  budgets.arrived(budget('a', 9), 9)
  budgets.arrived(budget('b', 2), 2)
  await core.answer(0, 5, [budget('a', 5), budget('b', 5)])
  expect([budgets.of('a')?.waiting, budgets.of('b')?.waiting]).toEqual([9, 5])
})

it('keeps a newer list of views, and the view that was open last is known from the answer', async () => {
  const core = lateCore()
  const views = useViewsStore()
  void views.load()
  views.replace([{ id: 'new' } as SavedView], 2)
  expect(views.loaded).toBe(false)
  await core.answer(0, 1, { views: [], lastOpenId: 'new', untouched: true })
  expect(views.views).toEqual([{ id: 'new' }])
  expect([views.loaded, views.lastOpenId, views.untouched]).toEqual([true, 'new', false])
  await views.opened(null)
  void views.load()
  await core.answer(1, 3, { views: [], lastOpenId: 'new', untouched: false })
  expect([views.views, views.lastOpenId]).toEqual([[], null])
})

it('keeps a newer reason why nothing can be stored, and the rest of the answer', async () => {
  const core = lateCore()
  const info = useAppInfoStore()
  const error = { code: 'storage.full', message: 'Full' } as const
  void info.load()
  info.unstoredArrived({ error }, 2)
  await core.answer(0, 1, { version: '1', unstored: null })
  expect(info.info).toMatchObject({ version: '1', unstored: error })
  void info.load()
  await core.answer(1, 3, { version: '1', unstored: null })
  expect(info.info?.unstored).toBeNull()
})

it('counts an entry once, whether the counts or its event come first', async () => {
  const core = lateCore()
  const changeDays = useChangeDaysStore()
  const now = Date.now()
  const entry = anEntry({ atMs: now, result: 'done' })
  const none = { done: 0, failed: 0, unknown: 0 }
  const counts = (done: number) => [...Array.from({ length: 13 }, () => none), { ...none, done }]
  void changeDays.load(now)
  await core.answer(0, 7, counts(3))
  changeDays.arrived(entry, 7)
  expect(changeDays.days?.at(-1)?.done).toBe(3)
  void changeDays.load(now)
  changeDays.arrived(entry, 8)
  expect(changeDays.days?.at(-1)?.done).toBe(4)
  await core.answer(1, 7, counts(3))
  expect(core.methods()).toHaveLength(3)
  await core.answer(2, 8, counts(4))
  expect(changeDays.days?.at(-1)?.done).toBe(4)
})

it('shows the lines with the higher number of two readings that overtake each other', async () => {
  const core = lateCore()
  const activity = useActivityStore()
  const lines = (id: number) => ({ lines: [{ type: 'entry', entry: anEntry({ id }) }], nextBeforeId: null })
  void activity.load()
  void activity.load()
  await core.answer(1, 5, lines(2))
  await core.answer(0, 4, lines(1))
  expect(activity.lines).toMatchObject([{ entry: { id: 2 } }])
})

it('reads an open change again only if progress is newer than its answer, and keeps the newer item', async () => {
  const core = lateCore()
  const [changes, runs] = [useChangesStore(), useRunsStore()]
  const run = { id: 'r', origin: 'row', state: 'done', startedAtMs: 1, undoOf: null } as Run
  const progress = { run, serverRuns: [], changed: [] }
  const item = (seq: number, state: RunItem['state']) => ({ state, notDoneAtMs: seq }) as RunItem
  const apply = () => changes.apply({ intent: { action: { type: 'ftp.remove' }, keys: [] } })

  const known = apply()
  runs.arrived(progress, 3)
  await core.answer(0, 3, { run, item: item(3, 'unknown') })
  expect((await known).kind).toBe('open')
  expect(core.methods()).toEqual(['change.apply'])

  changes.progressed(progress)
  changes.progressed(progress)
  for (const index of [1, 3]) await core.answer(index, 6, { ...run, serverRuns: [] })
  await core.answer(4, 6, { items: [item(6, 'unknown')] })
  await core.answer(2, 5, { items: [item(5, 'unknown')] })
  expect(changes.open).toMatchObject([{ item: { notDoneAtMs: 6 } }])

  const late = apply()
  runs.arrived(progress, 9)
  await core.answer(5, 8, { run, item: item(8, 'unknown') })
  expect((await late).kind).toBe('open')
  expect(core.methods().slice(6)).toEqual(['bulk.run', 'bulk.runItems'])
})
