import { expect, test, vi } from 'vitest'
import type { Budget } from '../limiter/types.ts'
import type { StoredServer } from '../storage/types.ts'
import { createOpenViews } from './open-views.ts'

function setUp() {
  const open = new Set<string>()
  const state = { locked: false, token: 'first' }
  const openView = (name: string) => () => {
    open.add(name)
    return () => void open.delete(name)
  }
  const budget = vi.fn(async (id: string) => {
    if (id === 'no-token' || state.locked) throw new Error('no token')
    return { openView: openView(state.token === 'first' ? id : `${id} ${state.token}`) } as unknown as Budget
  })
  const views = createOpenViews({ budget, server: (id) => ({ id }) as StoredServer })
  const set = async (...serverIds: string[]) => {
    await views.handlers['budget.openViews']({ serverIds })
    await Promise.resolve()
  }
  return { open, set, views, budget, state }
}

test('opens the named views, closes the views that are no longer named, and opens none twice', async () => {
  const { open, set, budget } = setUp()
  await set('a', 'b')
  expect([...open]).toEqual(['a', 'b'])
  await set('b')
  expect([...open]).toEqual(['b'])
  expect(budget).toHaveBeenCalledTimes(2)
  await set()
  expect(open.size).toBe(0)
})

test('a view that is closed before its budget is found keeps no reserve, and a server without a token is no error', async () => {
  const { open, set, views } = setUp()
  void views.handlers['budget.openViews']({ serverIds: ['a'] })
  views.closeAll()
  await Promise.resolve()
  expect(open.size).toBe(0)
  await set('no-token')
  expect(open.size).toBe(0)
})

test('a view that was opened while tokens were locked gets its reserve after unlocking, whether core or the page opens it again', async () => {
  const { open, set, views, state } = setUp()
  state.locked = true
  await set('a', 'b')
  state.locked = false
  views.tokensChanged()
  await Promise.resolve()
  expect([...open]).toEqual(['a', 'b'])
  state.locked = true
  await set('c')
  state.locked = false
  await set('c')
  expect([...open]).toEqual(['c'])
})

test('a view moves to the budget of the new token or address, unless it was closed meanwhile', async () => {
  const { open, set, views, state, budget } = setUp()
  await set('a')
  state.token = 'second'
  views.renew('a')
  await Promise.resolve()
  expect([...open]).toEqual(['a second'])
  await set()
  views.renew('a')
  views.tokensChanged()
  expect([open.size, budget.mock.calls.length]).toEqual([0, 2])
})
