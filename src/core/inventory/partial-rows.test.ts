import { expect, test, vi } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import type { FtpAccount } from '../../shared/kinds/ftp.ts'
import { systemClock } from '../clock.ts'
import { account, recordingLog } from '../storage/fixtures.ts'
import { createPartialRowsReader, idleInMs } from './partial-rows.ts'
import { createVersionClock } from './version-clock.ts'

const nowMs = 1_000_000

test.each([
  ['nothing known yet', { limit: null, remaining: null, resetAtMs: null }, 0],
  ['a full window', { limit: 60, remaining: 58, resetAtMs: nowMs + 20_000 }, 0],
  ['just enough that half stays for people', { limit: 60, remaining: 40, resetAtMs: nowMs + 20_000 }, 0],
  ['less than that: the next window', { limit: 60, remaining: 39, resetAtMs: nowMs + 20_000 }, 20_000],
  ['spent by others, no end told', { limit: 60, remaining: 0, resetAtMs: null }, 60_000],
  ['figures of a window that is over', { limit: 60, remaining: 0, resetAtMs: nowMs - 1 }, 0],
])('%s', (_, view, expected) => {
  expect(idleInMs(view, nowMs)).toBe(expected)
})

const bare = (at: number): FtpAccount => ({ ...account(`u${at}`), allowedIps: null })

/** Creates a reader for `count` accounts of one server. `get` returns what the panel reports about one account. */
function setUp(count: number, get: (username: string) => FtpAccount) {
  const rows = new Map(Array.from({ length: count }, (_, at) => [`owner_u${at}`, bare(at)]))
  const asked: string[] = []
  const rowsRead = vi.fn((_: string, _kind: string, read: readonly FtpAccount[]) => {
    for (const row of read) rows.set(row.username, row)
  })
  const ask = async (_: string, username: string) => {
    asked.push(username)
    return get(username)
  }
  const log = recordingLog()
  const reader = createPartialRowsReader({
    connections: { client: () => ({ get: ask }), knownBudget: () => null },
    slices: { get: () => ({ serverId: 's', kind: 'ftp', rows: [...rows.values()], readAtMs: 0, total: count }) },
    versionClock: createVersionClock(),
    rows: { rowsRead },
    clock: systemClock(),
    log,
  } as unknown as Parameters<typeof createPartialRowsReader>[0])
  /** Runs the reader once and returns the names of the accounts that it read. */
  const fill = async () => {
    const before = asked.length
    reader.start('s', 'ftp')
    await new Promise((resolve) => setImmediate(resolve))
    return asked.slice(before)
  }
  return { reader, rows, rowsRead, fill }
}

test('one account that cannot be read does not keep the next ones from being read', async () => {
  const { fill, rowsRead } = setUp(12, (username) => {
    if (username === 'owner_u0') throw new AppError('panel.server-error', 'The panel failed')
    return { ...account(username.slice(6)), allowedIps: ['192.0.2.1'] }
  })
  expect(await fill()).toHaveLength(12)
  expect(rowsRead.mock.calls.map(([, , read]) => read.length)).toEqual([9, 2])
  expect(await fill(), 'tried again').toEqual(['owner_u0'])
})

test('accounts without a list do not keep the next ones from being read, and are read again only once they have changed', async () => {
  const restricted = { ...account('u24'), allowedIps: ['192.0.2.1'] }
  const { fill, rows, reader } = setUp(25, (username) =>
    username === 'owner_u24' ? restricted : bare(Number(username.slice(7))),
  )
  expect(await fill()).toHaveLength(25)
  expect(rows.get('owner_u24')?.allowedIps).toEqual(['192.0.2.1'])
  expect(await fill()).toEqual([])
  rows.set('owner_u3', { ...bare(3), updatedAt: '2026-05-18T17:44:36+07:00' })
  expect(await fill()).toEqual(['owner_u3'])
  reader.stop('s')
  rows.set('owner_u3', bare(3))
  expect(await fill(), 'known under another date').toEqual(['owner_u3'])
  reader.forget('s')
  expect(await fill(), 'another panel').toHaveLength(24)
})
