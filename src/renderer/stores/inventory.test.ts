import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import type { Numbered } from '../../shared/errors.ts'
import type { Slice, ServerStatus } from '../../shared/model/inventory.ts'
import { api } from '../api/client.ts'
import { useInventoryStore } from './inventory.ts'

const slice = (readAtMs: number, serverId = 'a'): Slice<'ftp'> => ({
  serverId,
  kind: 'ftp',
  readAtMs,
  total: 0,
  rows: [],
})
const status = (refreshing: boolean) => ({ serverId: 'a', refreshing }) as ServerStatus

/** A fake core that answers the list of accounts when the test says so. */
function fakeCore() {
  const lists: {
    readonly answer: (slices: Numbered<readonly Slice<'ftp'>[]>) => void
    readonly fail: (thrown: unknown) => void
  }[] = []
  vi.spyOn(api, 'numbered').mockImplementation((method, input) => {
    if (method === 'rows.list' && 'kind' in input && input.kind === 'ftp')
      return new Promise((answer, fail) => lists.push({ answer: answer as never, fail })) as never
    return Promise.resolve({ seq: 1, value: method === 'inventory.statuses' ? [status(false)] : [] }) as never
  })
  return lists
}

beforeEach(() => {
  vi.restoreAllMocks()
  setActivePinia(createPinia())
})

it('keeps events with a higher number than the list, whenever they come', async () => {
  const lists = fakeCore()
  const inventory = useInventoryStore()
  inventory.sliceArrived(slice(3, 'early'), 3)
  const loaded = inventory.load()
  inventory.sliceArrived(slice(2), 2)
  inventory.statusArrived(status(true), 2)
  lists[0]?.answer({ seq: 1, value: [slice(1), slice(1, 'b')] })
  await loaded
  expect(inventory.sliceOf('ftp', 'a')?.readAtMs).toBe(2)
  expect(inventory.sliceOf('ftp', 'b')?.readAtMs).toBe(1)
  expect(inventory.sliceOf('ftp', 'early')?.readAtMs).toBe(3)
  expect(inventory.statusOf('a')?.refreshing).toBe(true)
})

it('lets the list replace events that it shows, also one that comes after it', async () => {
  const lists = fakeCore()
  const inventory = useInventoryStore()
  inventory.sliceArrived(slice(1), 1)
  const loaded = inventory.load()
  lists[0]?.answer({ seq: 5, value: [slice(5)] })
  await loaded
  expect(inventory.sliceOf('ftp', 'a')?.readAtMs).toBe(5)
  inventory.sliceArrived(slice(4), 4)
  await new Promise((resolve) => setTimeout(resolve, 40))
  expect(inventory.sliceOf('ftp', 'a')?.readAtMs).toBe(5)
})

it('takes the list with the higher number of two, and a failed request changes nothing', async () => {
  const lists = fakeCore()
  const inventory = useInventoryStore()
  const both = Promise.all([inventory.load(), inventory.load()])
  lists[1]?.answer({ seq: 2, value: [slice(2)] })
  lists[0]?.answer({ seq: 1, value: [slice(1)] })
  await both
  expect(inventory.sliceOf('ftp', 'a')?.readAtMs).toBe(2)
  const failed = inventory.load()
  lists[2]?.fail(new Error('away'))
  await expect(failed).rejects.toThrow('away')
  expect(inventory.sliceOf('ftp', 'a')?.readAtMs).toBe(2)
})
