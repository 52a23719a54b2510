import { expect, test, vi } from 'vitest'
import type { Budget } from '../limiter/types.ts'
import type { StoredServer } from '../storage/types.ts'
import { createOpenViews } from './open-views.ts'

function setUp() {
  const open = new Set<string>()
  const openView = (id: string) => () => {
    open.add(id)
    return () => void open.delete(id)
  }
  const budget = vi.fn(async (id: string) => {
    if (id === 'no-token') throw new Error('no token')
    return { openView: openView(id) } as unknown as Budget
  })
  const views = createOpenViews({ budget, server: (id) => ({ id }) as StoredServer })
  const set = async (...serverIds: string[]) => {
    await views.handlers['budget.openViews']({ serverIds })
    await Promise.resolve()
  }
  return { open, set, views, budget }
}

test('what is named is open, what is no longer named is closed, what stays is not opened twice', async () => {
  const { open, set, budget } = setUp()
  await set('a', 'b')
  expect([...open]).toEqual(['a', 'b'])
  await set('b')
  expect([...open]).toEqual(['b'])
  expect(budget).toHaveBeenCalledTimes(2)
  await set()
  expect(open.size).toBe(0)
})

test('a view that is closed before its budget was found keeps no reserve; a server without a token is no error', async () => {
  const { open, set, views } = setUp()
  void views.handlers['budget.openViews']({ serverIds: ['a'] })
  views.closeAll()
  await Promise.resolve()
  expect(open.size).toBe(0)
  await set('no-token')
  expect(open.size).toBe(0)
})
