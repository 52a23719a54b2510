import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import type { Plan } from '../../shared/model/plan.ts'
import { api } from '../api/client.ts'
import { useBulkStore } from './bulk.ts'

const form = {}
const intent = { action: { type: 'ftp.remove' }, keys: ['a/ftp/x'] } as const
const planOf = (id: string) => ({ id }) as Plan

/** A fake core for the planning: it answers each plan when the test says so. */
function fakeCore() {
  const planRequests: {
    readonly planningId: string
    readonly tryHung: boolean
    readonly answer: (plan: Plan) => void
    readonly fail: (thrown: unknown) => void
  }[] = []
  const reported: string[] = []
  vi.spyOn(api, 'call').mockImplementation((method, input) => {
    if (method === 'bulk.plan') {
      return new Promise((answer, fail) =>
        planRequests.push({
          ...(input as { readonly planningId: string; readonly tryHung: boolean }),
          answer: answer as never,
          fail,
        }),
      ) as never
    }
    reported.push(`${method} ${Object.values(input)[0] as string}`)
    return Promise.resolve(undefined) as never
  })
  return { planRequests, reported }
}

beforeEach(() => {
  vi.restoreAllMocks()
  setActivePinia(createPinia())
})

it('goes from a form to the planning and the plan, and back to the unchanged form', async () => {
  const { planRequests, reported } = fakeCore()
  const bulk = useBulkStore()
  bulk.openForm(form, intent.keys)
  const { formRequest } = bulk
  const planned = bulk.preview({ intent })
  expect(bulk.step).toBe('planning')
  planRequests[0]?.answer(planOf('p1'))
  await planned
  expect(bulk.step).toBe('plan')
  bulk.back()
  expect(bulk.step).toBe('form')
  expect(bulk.formRequest).toBe(formRequest)
  expect(reported).toEqual(['bulk.dropPlan p1'])
})

it('drops a plan that arrives after planning was stopped', async () => {
  const { planRequests, reported } = fakeCore()
  const bulk = useBulkStore()
  const planned = bulk.act(intent.action, intent.keys)
  bulk.back()
  expect(bulk.step).toBe('closed')
  planRequests[0]?.answer(planOf('late'))
  await planned
  expect(bulk.step).toBe('closed')
  expect(reported).toEqual([`bulk.stopPlanning ${planRequests[0]?.planningId}`, 'bulk.dropPlan late'])
})

it('says why a plan could not be made, and makes it again, trying servers that have just not answered', async () => {
  const { planRequests } = fakeCore()
  const bulk = useBulkStore()
  const planned = bulk.act(intent.action, intent.keys)
  planRequests[0]?.fail(new Error('x'))
  await planned
  expect(bulk.step).toBe('failed')
  void bulk.again()
  expect(bulk.step).toBe('planning')
  expect(planRequests.map(({ tryHung }) => tryHung)).toEqual([false, true])
})

it('starts fresh each time a form is opened, and follows only its own planning', () => {
  fakeCore()
  const bulk = useBulkStore()
  bulk.openForm(form, ['a'])
  const first = bulk.formRequest?.openingId
  bulk.openForm(form, ['b'])
  expect(bulk.formRequest?.openingId).not.toBe(first)
  void bulk.preview({ intent })
  bulk.planningArrived({ planningId: 'another', read: 1, toRead: 2, etaMs: null })
  expect(bulk.progress).toBeNull()
})
