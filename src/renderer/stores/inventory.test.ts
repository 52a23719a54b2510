import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import type { FtpSlice, ServerStatus } from '../../shared/model/inventory.ts'
import { api } from '../api/client.ts'
import { useInventoryStore } from './inventory.ts'

const slice = (readAtMs: number, serverId = 'a'): FtpSlice => ({ serverId, kind: 'ftp', readAtMs, total: 0, rows: [] })
const status = (refreshing: boolean) => ({ serverId: 'a', refreshing }) as ServerStatus

/** Core whose list of accounts is answered when the test says so. */
function fakeCore() {
  const lists: { readonly answer: (slices: readonly FtpSlice[]) => void; readonly fail: (thrown: unknown) => void }[] =
    []
  vi.spyOn(api, 'call').mockImplementation((method) => {
    if (method === 'ftp.list')
      return new Promise((answer, fail) => lists.push({ answer: answer as never, fail })) as never
    return Promise.resolve(method === 'inventory.statuses' ? [status(false)] : []) as never
  })
  return lists
}

beforeEach(() => {
  vi.restoreAllMocks()
  setActivePinia(createPinia())
})

it('puts what arrived over a list that is older', async () => {
  const lists = fakeCore()
  const inventory = useInventoryStore()
  const loaded = inventory.load()
  inventory.sliceArrived(slice(2))
  inventory.statusArrived(status(true))
  lists[0]?.answer([slice(1), slice(1, 'b')])
  await loaded
  expect(inventory.ftpSliceOf('a')?.readAtMs).toBe(2)
  expect(inventory.ftpSliceOf('b')?.readAtMs).toBe(1)
  expect(inventory.statusOf('a')?.refreshing).toBe(true)
})

it('takes the list over what arrived before it was asked for', async () => {
  const lists = fakeCore()
  const inventory = useInventoryStore()
  inventory.sliceArrived(slice(1))
  const loaded = inventory.load()
  lists[0]?.answer([slice(2)])
  await loaded
  expect(inventory.ftpSliceOf('a')?.readAtMs).toBe(2)
})

it('leaves a list alone when a later one is on its way, and a failed one changes nothing', async () => {
  const lists = fakeCore()
  const inventory = useInventoryStore()
  const first = inventory.load()
  const second = inventory.load()
  lists[1]?.answer([slice(2)])
  await second
  lists[0]?.answer([slice(1)])
  await first
  expect(inventory.ftpSliceOf('a')?.readAtMs).toBe(2)
  const failed = inventory.load()
  lists[2]?.fail(new Error('away'))
  await expect(failed).rejects.toThrow('away')
  expect(inventory.ftpSliceOf('a')?.readAtMs).toBe(2)
})
