import { expect, test, vi } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import { systemClock } from '../clock.ts'
import { account, recordingLog } from '../storage/fixtures.ts'
import { createAllowedIpsReader, idleInMs } from './allowed-ips.ts'
import { createFreshness } from './freshness.ts'

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

test('one account that cannot be read does not keep those behind it from being read', async () => {
  const rows = Array.from({ length: 12 }, (_, at) => ({ ...account(`u${at}`), allowedIps: null }))
  const get = async (username: string) => {
    if (username === 'owner_u0') throw new AppError('panel.server-error', 'The panel failed')
    return { ...account(username.slice(6)), allowedIps: ['192.0.2.1'] }
  }
  const replaceRows = vi.fn()
  const reader = createAllowedIpsReader({
    connections: { client: () => ({ ftp: { get } }), knownBudget: () => null },
    ftpSlice: () => ({ serverId: 's', kind: 'ftp', rows, readAtMs: 0, total: 12 }),
    freshness: createFreshness(),
    replaceRows,
    clock: systemClock(),
    log: recordingLog(),
  } as unknown as Parameters<typeof createAllowedIpsReader>[0])
  reader.start('s')
  await vi.waitFor(() => expect(replaceRows).toHaveBeenCalledTimes(2))
  expect(replaceRows.mock.calls.map(([, read]) => read.length)).toEqual([9, 2])
})
