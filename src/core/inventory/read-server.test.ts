import { expect, test, vi } from 'vitest'
import type { Priority } from '../limiter/types.ts'
import { systemClock } from '../clock.ts'
import { account, recordingLog } from '../storage/fixtures.ts'
import { createVersionClock } from './version-clock.ts'
import { createReader } from './read-server.ts'

/** Creates a server whose lists are answered by calling `answer`. List requests are recorded with their priority. */
function setUp() {
  const asked: string[] = []
  const pendingAnswers: (() => void)[] = []
  const list = (kind: string, { priority }: { readonly priority: Priority }) => {
    asked.push(`${kind} ${priority}`)
    const rows = kind === 'ftp' ? [account('a')] : []
    return new Promise((resolve) => pendingAnswers.push(() => resolve({ rows, total: rows.length })))
  }
  const putSlice = vi.fn()
  const board = {
    began: vi.fn(),
    ended: vi.fn(),
    succeeded: vi.fn(),
    failed: vi.fn(),
    learn: vi.fn(),
    offsetSeen: vi.fn(),
  }
  const reader = createReader({
    storage: { servers: { get: () => ({ hasToken: true }) } },
    connections: { client: () => ({ list }), knownBudget: () => null },
    board,
    versionClock: createVersionClock(),
    slices: {
      get: (serverId: string, kind: string) => ({ serverId, kind, rows: [], readAtMs: null, total: null }),
      put: putSlice,
    },
    share: vi.fn(),
    onPartialRows: vi.fn(),
    clock: systemClock(),
    log: recordingLog(),
  } as unknown as Parameters<typeof createReader>[0])
  const answer = () => pendingAnswers.splice(0).forEach((release) => release())
  return {
    reader,
    asked,
    answer,
    pendingAnswers,
    board,
    storedKinds: () => putSlice.mock.calls.map(([slice]) => slice.kind).toSorted(),
  }
}
const turn = () => new Promise((resolve) => setImmediate(resolve))

test('a caller with the same or a lower priority joins a read that is under way', async () => {
  const { reader, asked, answer, storedKinds } = setUp()
  const first = reader.read('s', ['ftp', 'cron'], 'interactive', false)
  expect(reader.read('s', ['ftp'], 'interactive', false)).toBe(first)
  expect(reader.read('s', ['ftp', 'cron'], 'background', false)).toBe(first)
  await turn()
  answer()
  await first
  expect(asked).toEqual(['ftp interactive', 'cron interactive'])
  expect(storedKinds()).toEqual(['cron', 'ftp'])
})

test('an interactive read does not wait for one in the background: it asks for everything again with its own priority', async () => {
  const { reader, asked, answer, board, storedKinds } = setUp()
  const backgroundRead = reader.read('s', ['ftp', 'cron'], 'background', false)
  await turn()
  const interactiveRead = reader.read('s', ['ftp'], 'interactive', false)
  await turn()
  expect(asked).toEqual(['ftp background', 'cron background', 'ftp interactive', 'cron interactive'])
  answer()
  await Promise.all([backgroundRead, interactiveRead])
  // Each list is stored once, not once for each read.
  expect(storedKinds()).toEqual(['cron', 'ftp'])
  expect(board.ended).toHaveBeenCalledTimes(1)
})

test('a read that was taken over sends no more requests', async () => {
  const { reader, asked, answer, storedKinds } = setUp()
  const backgroundRead = reader.read('s', ['ftp', 'cron'], 'background', true)
  await turn()
  const interactiveRead = reader.read('s', ['ftp', 'cron'], 'interactive', false)
  await turn()
  answer()
  await Promise.all([backgroundRead, interactiveRead])
  expect(asked).toEqual(['ftp background', 'ftp interactive', 'cron interactive'])
  expect(storedKinds()).toEqual(['cron', 'ftp'])
})

test('a read that a failing disk ends blocks no later read', async () => {
  const { reader, asked, answer, board } = setUp()
  board.began.mockImplementationOnce(() => {
    throw new Error('disk')
  })
  await reader.read('s', ['ftp'], 'background', false)
  expect(board.ended).toHaveBeenCalledTimes(1)
  const second = reader.read('s', ['ftp'], 'background', false)
  await turn()
  answer()
  await second
  expect(asked).toEqual(['ftp background'])
})

test('of two lists the one that was requested later is stored, whichever arrives first', async () => {
  const { reader, pendingAnswers, storedKinds, board } = setUp()
  const refreshed = reader.read('s', ['ftp'], 'background', false)
  await turn()
  const readNow = reader.readNow('s', 'ftp', { priority: 'bulk' })
  await turn()
  pendingAnswers[1]?.()
  await readNow
  pendingAnswers[0]?.()
  await refreshed
  expect(storedKinds()).toEqual(['ftp'])
  expect(board.succeeded).toHaveBeenCalledTimes(1)
  expect(board.ended).toHaveBeenCalledTimes(1)
})
