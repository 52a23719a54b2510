import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import type { FtpSlice, ServerStatus } from '../../shared/model/inventory.ts'
import { api } from '../api/client.ts'
import { useInventoryStore } from './inventory.ts'

const slice = (readAtMs: number, serverId = 'a'): FtpSlice => ({ serverId, kind: 'ftp', readAtMs, total: 0, rows: [] })
const status = (refreshing: boolean) => ({ serverId: 'a', refreshing }) as ServerStatus

/** A fake core that answers the list of accounts when the test says so. */
function fakeCore() {
  const lists: { readonly answer: (slices: readonly FtpSlice[]) => void; readonly fail: (thrown: unknown) => void }[] =
    []
  vi.spyOn(api, 'call').mockImplementation((method, input) => {
    if (method === 'rows.list' && 'kind' in input && input.kind === 'ftp')
      return new Promise((answer, fail) => lists.push({ answer: answer as never, fail })) as never
    return Promise.resolve(method === 'inventory.statuses' ? [status(false)] : []) as never
  })
  return lists
}

beforeEach(() => {
  vi.restoreAllMocks()
  setActivePinia(createPinia())
})

it('keeps events that are newer than the list', async () => {
  const lists = fakeCore()
  const inventory = useInventoryStore()
  const loaded = inventory.load()
  inventory.sliceArrived(slice(2))
  inventory.statusArrived(status(true))
  lists[0]?.answer([slice(1), slice(1, 'b')])
  await loaded
  expect(inventory.sliceOf('ftp', 'a')?.readAtMs).toBe(2)
  expect(inventory.sliceOf('ftp', 'b')?.readAtMs).toBe(1)
  expect(inventory.statusOf('a')?.refreshing).toBe(true)
})

it('lets the list replace events that came before it was requested', async () => {
  const lists = fakeCore()
  const inventory = useInventoryStore()
  inventory.sliceArrived(slice(1))
  const loaded = inventory.load()
  lists[0]?.answer([slice(2)])
  await loaded
  expect(inventory.sliceOf('ftp', 'a')?.readAtMs).toBe(2)
})

it('ignores the answer to an older request, and a failed request changes nothing', async () => {
  const lists = fakeCore()
  const inventory = useInventoryStore()
  const first = inventory.load()
  const second = inventory.load()
  lists[1]?.answer([slice(2)])
  await second
  lists[0]?.answer([slice(1)])
  await first
  expect(inventory.sliceOf('ftp', 'a')?.readAtMs).toBe(2)
  const failed = inventory.load()
  lists[2]?.fail(new Error('away'))
  await expect(failed).rejects.toThrow('away')
  expect(inventory.sliceOf('ftp', 'a')?.readAtMs).toBe(2)
})
