import { expect, test } from 'vitest'
import { createVirtualClock } from '../../../../test/kit/clock.ts'
import { account, job } from '../../storage/fixtures.ts'
import { readList } from './snapshot.ts'

/** A panel that says it holds `total` rows of each kind, and lists one. */
const deps = (total: number) =>
  ({
    clock: createVirtualClock(0),
    connections: {},
    inventory: {
      version: () => 1,
      touched: () => false,
      readNow: async (_: string, kind: string) => ({ rows: kind === 'ftp' ? [account('a')] : [job(1)], total }),
    },
  }) as unknown as Parameters<typeof readList>[0]

test.each(['ftp', 'cron'] as const)(
  'a list of %s rows proves absence only if every row of it could be read',
  async (kind) => {
    const read = (total: number) => readList(deps(total), 's', kind, { priority: 'bulk' })
    expect((await read(1)).cut).toBe(false)
    const listSnapshot = await read(2)
    expect([listSnapshot.cut, listSnapshot.rows.length]).toEqual([true, 1])
  },
)

test('of a kind without a list nothing is read, and absence proves nothing', async () => {
  const read = { ...deps(1), inventory: {} as never }
  const listSnapshot = await readList(read, 's', 'anonymous', { priority: 'bulk' })
  expect([listSnapshot.cut, listSnapshot.rows, listSnapshot.row('example.com')]).toEqual([true, [], undefined])
})
