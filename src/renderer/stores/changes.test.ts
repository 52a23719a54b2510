import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import type { Run, RunItem } from '../../shared/model/run.ts'
import { api } from '../api/client.ts'
import { useChangesStore } from './changes.ts'

const key = 's/ftp/a'
const intent = { action: { type: 'ftp.remove' }, keys: [key] } as const
const run = { id: 'r', state: 'done', origin: 'row', startedAtMs: 1 } as Run
const itemOf = (state: RunItem['state'], more: Partial<RunItem> = {}) =>
  ({ state, key, index: 0, madeId: null, error: null, skipped: null, ...more }) as RunItem
const asked = (typed: string) => new AppError('confirm.needed', '', { item: itemOf('planned'), flags: [], typed })

/** A fake core that gives these answers to `change.apply` in turn, and this item to every reading of the run. */
function core(answers: readonly (AppError | RunItem)[], read: () => RunItem = () => itemOf('confirmed')) {
  const left = [...answers]
  const valueOf = (method: string) => {
    if (method === 'bulk.runItems') return { total: 1, items: [read()] }
    if (method !== 'change.apply') return run
    const answer = left.shift()
    if (answer instanceof AppError) throw answer
    return { run, item: answer }
  }
  return vi
    .spyOn(api, 'numbered')
    .mockImplementation((async (method: string) => ({ seq: 1, value: valueOf(method) })) as never)
}

beforeEach(() => {
  vi.restoreAllMocks()
  setActivePinia(createPinia())
})

it('sends what the user has confirmed, and keeps the question open with the error until it is done', async () => {
  const error = { code: 'panel.server-error', message: 'down' } as const
  const call = core([asked('delete'), itemOf('failed', { error }), itemOf('confirmed')])
  const changes = useChangesStore()
  const outcome = changes.apply({ intent })
  await vi.waitFor(() => expect(changes.question).toMatchObject({ busy: false, error: null }))
  expect(changes.isBusy(key)).toBe(true)
  const reply = () => changes.question?.about === 'confirm' && changes.question.reply({ typed: 'delete' })
  reply()
  await vi.waitFor(() => expect(changes.question).toMatchObject({ busy: false, error }))
  reply()
  expect(await outcome).toMatchObject({ kind: 'done' })
  expect([changes.question, changes.isBusy(key)]).toEqual([null, false])
  expect(call).toHaveBeenCalledWith('change.apply', { intent, confirm: { typed: 'delete' } })
})

it('sends nothing if the question is called off', async () => {
  const call = core([asked('delete')])
  const changes = useChangesStore()
  const outcome = changes.apply({ intent })
  await vi.waitFor(() => expect(changes.question).not.toBeNull())
  if (changes.question?.about === 'confirm') changes.question.reply(null)
  expect(await outcome).toEqual({ kind: 'cancelled' })
  expect(call).toHaveBeenCalledTimes(1)
})

it('shows a change as open until progress shows what became of it', async () => {
  let read = itemOf('unknown', { open: true })
  core([read], () => read)
  const changes = useChangesStore()
  const outcome = await changes.apply({ intent })
  if (outcome.kind !== 'open') throw new Error(outcome.kind)
  expect(changes.open).toHaveLength(1)
  read = itemOf('confirmed')
  changes.progressed({ run, serverRuns: [], changed: [] })
  expect(await outcome.settled).toMatchObject({ kind: 'done' })
  expect(changes.open).toEqual([])
})
