import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import type { ItemCounts, Run } from '../../../shared/model/run.ts'
import { api } from '../../api/client.ts'
import { toasts } from '../../composables/toasts.ts'
import { useRunsStore } from '../../stores/runs.ts'
import { inApp } from './in-app.test-data.ts'
import { useRunItems } from './use-run-items.ts'
import { useRunNotices } from './use-run-notices.ts'

const runOf = (id: string, state: Run['state'], counts: Partial<ItemCounts> = {}) =>
  ({
    id,
    state,
    startedAtMs: 1,
    action: { type: 'ftp.edit', patch: { enabled: false } },
    total: 2,
    counts,
    undoable: 0,
    undoOf: null,
  }) as unknown as Run

/** Mocks core: `answers` holds the answer of each method, `times` says how often a method was called. */
function coreWith(answers: Record<string, unknown>) {
  const asked: string[] = []
  const answer = (method: string) => {
    asked.push(method)
    return Promise.resolve(answers[method])
  }
  vi.spyOn(api, 'call').mockImplementation(answer as never)
  vi.spyOn(api, 'numbered').mockImplementation((async (method: string) => ({
    seq: 1,
    value: await answer(method),
  })) as never)
  return { answers, times: (method: string) => asked.filter((each) => each === method).length }
}

beforeEach(() => {
  vi.useFakeTimers()
  setActivePinia(createPinia())
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

it('reads the open lists of a run again after a full refresh', async () => {
  const core = coreWith({
    'bulk.runs': [runOf('r', 'done')],
    'bulk.runItems': { total: 1, items: [{ index: 0, state: 'sent' }] },
  })
  const scope = effectScope()
  const items = scope.run(() => useRunItems('r', () => []))
  await vi.advanceTimersByTimeAsync(0)
  expect(items?.at(0)?.state).toBe('sent')
  core.answers['bulk.runItems'] = { total: 1, items: [{ index: 0, state: 'confirmed' }] }
  await useRunsStore().load()
  await vi.advanceTimersByTimeAsync(1000)
  expect(items?.at(0)?.state).toBe('confirmed')
  expect(core.times('bulk.runItems')).toBe(2)
  scope.stop()
})

it('reports a run that ended unseen once, and none that had ended before', async () => {
  const core = coreWith({ 'bulk.runs': [runOf('r', 'running'), runOf('old', 'done')] })
  const runs = useRunsStore()
  const before = toasts.value.length
  inApp(useRunNotices)
  await runs.load()
  expect(toasts.value).toHaveLength(before)
  core.answers['bulk.runs'] = [runOf('r', 'done', { confirmed: 1, failed: 1 }), runOf('old', 'done')]
  await runs.load()
  await runs.load()
  expect(toasts.value).toHaveLength(before + 1)
  expect(toasts.value.at(-1)).toMatchObject({ tone: 'danger', action: { label: 'Show the result' } })
})
