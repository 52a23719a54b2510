import { expect, test, vi } from 'vitest'
import type { BudgetView } from '../../shared/model/budget.ts'
import { failFast } from './fail-fast.ts'
import type { Budget } from './types.ts'

const nowMs = 1_000_000
function setUp(view: Partial<BudgetView>) {
  const request = vi.fn(async () => 'sent')
  const budget = {
    request,
    view: () => ({ limit: 60, remaining: 10, resetAtMs: null, waiting: 0, inFlight: 0, reason: 'ready', ...view }),
  } as unknown as Budget
  const ask = () =>
    failFast(budget, () => nowMs).request({
      priority: 'interactive',
      send: () => Promise.reject(new Error('not here')),
    })
  return { request, ask }
}

test('refuses at once and queues nothing if the window is used up and its end is not near', async () => {
  const { request, ask } = setUp({ remaining: 0, resetAtMs: nowMs + 20_000 })
  await expect(ask()).rejects.toMatchObject({ code: 'panel.throttled', details: { untilMs: nowMs + 20_000 } })
  expect(request).not.toHaveBeenCalled()
})

test.each([
  ['requests are left', { remaining: 1, resetAtMs: nowMs + 20_000 }],
  ['the window ends in a moment', { remaining: 0, resetAtMs: nowMs + 2_000 }],
  ['nothing is known yet', { remaining: null, resetAtMs: null }],
])('sends the request if %s', async (_, view) => {
  const { ask } = setUp(view)
  expect(await ask()).toBe('sent')
})
