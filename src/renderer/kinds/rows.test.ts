import { kindNames } from '../../shared/kind-names.ts'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Slice, ServerStatus } from '../../shared/model/inventory.ts'
import { useInventoryStore } from '../stores/inventory.ts'
import { useServersStore } from '../stores/servers.ts'
import { aJob } from '../test-data/a-job.test-data.ts'
import { aServer } from '../test-data/a-server.test-data.ts'
import { anAccount } from '../test-data/an-account.test-data.ts'
import { useJobRows } from './cron/job-rows.ts'
import { useAccountRows } from './ftp/account-rows.ts'
import { allKinds, rowKinds } from './index.ts'

const server = aServer()
const accounts: Slice<'ftp'> = { serverId: server.id, kind: 'ftp', readAtMs: 1, total: 1, rows: [anAccount()] }
const jobs = (readAtMs: number): Slice<'cron'> => ({
  serverId: server.id,
  kind: 'cron',
  readAtMs,
  total: 1,
  rows: [aJob()],
})
const status = (values: Partial<ServerStatus>) =>
  ({ serverId: server.id, utcOffsetMin: 420, ...values }) as ServerStatus

/** Slices that follow one another are applied together, within a frame. */
const nextFrame = () => new Promise((resolve) => setTimeout(resolve, 40))

beforeEach(() => {
  setActivePinia(createPinia())
  useServersStore().replace([server], 1)
})

it('has the rows of each kind under its own key and name', async () => {
  const inventory = useInventoryStore()
  inventory.sliceArrived(accounts, 2)
  inventory.sliceArrived(jobs(1), 3)
  await nextFrame()
  const named = allKinds.map(({ kind, useRows, nameOf }) => [
    kind,
    useRows()
      .all()
      .map((row) => [row.key, nameOf(row)]),
  ])
  expect(named.slice(0, 2)).toEqual([
    ['ftp', [[`${server.id}/ftp/lotus_deploy`, 'lotus_deploy']]],
    ['cron', [[`${server.id}/cron/5`, 'nightly']]],
  ])
  expect((['ftp', 'cron'] as const).map((kind) => inventory.countOf(kind))).toEqual([1, 1])
  expect(allKinds.map(({ kind }) => rowKinds[kind].kind)).toEqual(kindNames)
})

it('has no rows of a server that is not in the app', async () => {
  const inventory = useInventoryStore()
  inventory.sliceArrived({ ...accounts, serverId: 'gone' }, 4)
  await nextFrame()
  expect(useAccountRows().all()).toEqual([])
  expect(inventory.countOf('ftp')).toBe(0)
})

describe('the rows of a server', () => {
  it('stay the same while the slice, the profile and the clock do', () => {
    const inventory = useInventoryStore()
    inventory.statusArrived(status({}), 5)
    inventory.sliceArrived(jobs(1), 6)
    const rows = useJobRows()
    const first = rows.of(server.id)
    expect(first).toMatchObject([{ readAtMs: 1, clock: { zone: 420 }, clockAheadMs: 0 }])
    const { slots } = rows
    const before = slots()
    inventory.statusArrived(status({ refreshing: true }), 7)
    expect(rows.of(server.id)).toBe(first)
    expect(slots()).toBe(before)
    inventory.statusArrived(status({ utcOffsetMin: 60, clockAheadMs: -5000 }), 8)
    expect(rows.of(server.id)).toMatchObject([{ readAtMs: 1, clock: { zone: 60 }, clockAheadMs: -5000 }])
  })

  it('are made again from a new slice, and those of another kind are not', async () => {
    const inventory = useInventoryStore()
    inventory.sliceArrived(accounts, 9)
    await nextFrame()
    const before = useAccountRows().slots()
    inventory.sliceArrived(jobs(1), 10)
    await nextFrame()
    inventory.sliceArrived(jobs(2), 11)
    await nextFrame()
    expect(useJobRows().of(server.id)).toMatchObject([{ readAtMs: 2 }])
    expect(useAccountRows().slots()).toBe(before)
  })
})
