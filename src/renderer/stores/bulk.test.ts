import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import type { Plan } from '../../shared/model/plan.ts'
import { api } from '../api/client.ts'
import { useBulkStore } from './bulk.ts'

const intent = { action: { type: 'ftp.remove' }, keys: ['a/ftp/x'] } as const
const planOf = (id: string) => ({ id }) as Plan

/** A fake core for the planning: it answers each plan when the test says so. */
function fakeCore() {
  const asked: {
    readonly ticket: string
    readonly answer: (plan: Plan) => void
    readonly fail: (thrown: unknown) => void
  }[] = []
  const reported: string[] = []
  vi.spyOn(api, 'call').mockImplementation((method, input) => {
    if (method === 'bulk.plan') {
      return new Promise((answer, fail) =>
        asked.push({ ticket: (input as { ticket: string }).ticket, answer: answer as never, fail }),
      ) as never
    }
    reported.push(`${method} ${Object.values(input)[0] as string}`)
    return Promise.resolve(undefined) as never
  })
  return { asked, reported }
}

beforeEach(() => {
  vi.restoreAllMocks()
  setActivePinia(createPinia())
})

it('goes from a form to the planning and the plan, and back to the unchanged form', async () => {
  const { asked, reported } = fakeCore()
  const bulk = useBulkStore()
  bulk.openForm('ftp-ips', intent.keys)
  const { ask } = bulk
  const planned = bulk.preview({ intent })
  expect(bulk.step).toBe('planning')
  asked[0]?.answer(planOf('p1'))
  await planned
  expect(bulk.step).toBe('plan')
  bulk.back()
  expect(bulk.step).toBe('form')
  expect(bulk.ask).toBe(ask)
  expect(reported).toEqual(['bulk.dropPlan p1'])
})

it('drops a plan that arrives after planning was stopped', async () => {
  const { asked, reported } = fakeCore()
  const bulk = useBulkStore()
  const planned = bulk.act(intent.action, intent.keys)
  bulk.back()
  expect(bulk.step).toBe('closed')
  asked[0]?.answer(planOf('late'))
  await planned
  expect(bulk.step).toBe('closed')
  expect(reported).toEqual([`bulk.stopPlanning ${asked[0]?.ticket}`, 'bulk.dropPlan late'])
})

it('says why a plan could not be made, and makes it again', async () => {
  const { asked } = fakeCore()
  const bulk = useBulkStore()
  const planned = bulk.act(intent.action, intent.keys)
  asked[0]?.fail(new Error('x'))
  await planned
  expect(bulk.step).toBe('failed')
  void bulk.again()
  expect(bulk.step).toBe('planning')
  expect(asked).toHaveLength(2)
})

it('starts fresh each time a form is opened, and follows only its own planning', () => {
  fakeCore()
  const bulk = useBulkStore()
  bulk.openForm('ftp-ips', ['a'])
  const first = bulk.ask?.turn
  bulk.openForm('ftp-ips', ['b'])
  expect(bulk.ask?.turn).not.toBe(first)
  void bulk.preview({ intent })
  bulk.planningArrived({ ticket: 'another', read: 1, toRead: 2, etaMs: null })
  expect(bulk.progress).toBeNull()
})
