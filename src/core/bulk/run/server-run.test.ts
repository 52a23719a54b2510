import { onTestFinished, expect, test } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../../../../test/kit/clock.ts'
import { AppError } from '../../../shared/errors.ts'
import type { FtpAccount } from '../../../shared/kinds/ftp.ts'
import type { ReportedRow } from '../../../shared/kinds/kind.ts'
import type { CallOptions, PanelClient } from '../../panel/types.ts'
import { account, makeDataDir, recordingLog, server } from '../../storage/fixtures.ts'
import { freshOutcome, type RunHead } from '../../storage/run-columns.ts'
import { createSleep } from '../../sleep.ts'
import { openStorage } from '../../storage/storage.ts'
import { createKeyedMutex } from '../../keyed-mutex.ts'
import type { BulkDeps } from '../types.ts'
import { createServerRun } from './server-run.ts'
import { openLedger } from './ledger.ts'

const head = (url: string): RunHead => ({
  origin: 'rows',
  action: { type: 'ftp.edit', patch: { enabled: false } },
  name: null,
  pausedBy: null,
  options: { canary: false, stopAtFailedPercent: null },
  endedAtMs: null,
  noops: 0,
  servers: [{ serverId: 's', name: 'S', url, environment: 'none', state: 'waiting', error: null }],
  canary: null,
  undoOf: null,
  undoneBy: null,
  undoneAll: false,
  handout: 'none',
  actor: 'ana',
  actorName: null,
  reason: null,
  lock: null,
})

type Shown = (name: string, row: ReportedRow<FtpAccount>) => ReportedRow<FtpAccount>

const plannedItem = (name: string, index: number) => ({
  item: {
    index,
    key: `s/ftp/owner_${name}`,
    serverId: 's',
    kind: 'ftp' as const,
    op: 'update' as const,
    subject: name,
    before: { enabled: true },
    after: { enabled: false },
    flags: [],
    undo: 'full' as const,
  },
  state: 'planned' as const,
  outcome: freshOutcome,
  secret: null,
})

/** A panel of the test's own; `shown` is what it says of a row. */
function createStandIn(
  names: readonly string[],
  clock: VirtualClock,
  waitMs: (request: number) => number,
  shown: Shown,
) {
  const rows = new Map<string, ReportedRow<FtpAccount>>(names.map((name) => [`owner_${name}`, account(name)]))
  const asked: string[] = []
  const request = async <T>(line: string, options: CallOptions, work: () => T): Promise<T> => {
    await clock.pass(waitMs(asked.length))
    options.onLeaving?.()
    asked.push(`${Math.round(clock.monotonic() / 1000)} ${line}`)
    return work()
  }
  const client = {
    get: (_: string, name: string, options: CallOptions) =>
      request(`get ${name}`, options, () => shown(`get ${name}`, rows.get(name)!)),
    set: (_: string, name: string, setter: string, __: object, options: CallOptions) =>
      request(`${setter} ${name}`, options, () => {
        const row = shown(`${setter} ${name}`, rows.get(name)!)
        rows.set(name, { ...row, enabled: !rows.get(name)!.enabled })
      }),
  }
  const list = async (_: string, __: string, options: CallOptions) =>
    request('list', options, () => ({
      rows: [...rows.values()].map((row) => shown('list', row)),
      total: rows.size,
    }))
  return { rows, asked, client, list }
}

/** A server run over a stand-in panel, on virtual time. `waitMs` says how long a request waits for its turn. */
function setUp(names: readonly string[], waitMs: (request: number) => number, shown: Shown = (_, row) => row) {
  const data = makeDataDir()
  const clock = createVirtualClock(Date.UTC(2026, 4, 18))
  const storage = openStorage({ dataDir: data.dir, nowMs: clock.now, log: recordingLog() })
  onTestFinished(() => {
    storage.close()
    data.remove()
  })
  const profile = server('s')
  storage.servers.put(profile)
  const { rows, asked, client, list } = createStandIn(names, clock, waitMs, shown)
  const deps = {
    storage,
    clock,
    log: recordingLog(),
    withLock: createKeyedMutex(),
    inventory: { readNow: list, version: () => 1, touched: () => false, rowRead: () => {} },
    connections: {
      panelOf: (serverId: string) => serverId,
      knownBudget: () => null,
      client: () => client as unknown as PanelClient,
      writable: () => profile,
      timeouts: () => ({ connectMs: 10_000, wholeMs: 30_000 }),
    },
  } as unknown as BulkDeps
  const items = names.map(plannedItem)
  const run = { id: 'r', planId: 'p', startedAtMs: 0, state: 'running' as const, head: head(profile.url) }
  storage.runs.begin(run, items)
  const ledger = openLedger(storage.runs, run, { moved: () => undefined, changed: () => undefined })
  const serverRun = createServerRun({
    bulk: deps,
    ledger,
    server: run.head.servers[0]!,
    sleep: createSleep(clock),
    secretOf: () => null,
    tooManyFailed: () => false,
  })
  return {
    clock,
    asked,
    ledger,
    rows,
    work: () =>
      clock.runUntil(
        serverRun.work({
          send: true,
          stateIfNotInForce: 'planned',
          waitAndRetry: true,
          readOpen: false,
          sendAgainUntilMs: null,
        }),
      ),
  }
}

test('a switch is not flipped after a read that is more than 15 seconds old', async () => {
  // The first flip waits 20 s for its turn, as with a used-up request budget. Everything else leaves at once.
  const { asked, ledger, work } = setUp(['a'], (request) => (request === 1 ? 20_000 : 0))
  expect(await work()).toEqual({ kind: 'done' })
  expect(asked.map((line) => line.split(' ')[1])).toEqual(['list', 'list', 'toggle', 'list'])
  expect(ledger.counts().confirmed).toBe(1)
})

test('a switch is not flipped after a read from before the machine slept, although the monotonic clock stood still', async () => {
  let slept = false
  const serverRun = setUp(['a'], (request) => {
    if (request === 1 && !slept) serverRun.clock.stepWall(3_600_000)
    slept ||= request === 1
    return 0
  })
  expect(await serverRun.work()).toEqual({ kind: 'done' })
  expect(serverRun.asked.map((line) => line.split(' ')[1])).toEqual(['list', 'list', 'toggle', 'list'])
})

test('if a tight request budget makes every read too old, a somewhat older read is accepted', async () => {
  const { asked, ledger, work } = setUp(['a', 'b'], (request) => (request > 0 ? 60_000 : 0))
  expect(await work()).toEqual({ kind: 'done' })
  expect(ledger.counts().confirmed).toBe(2)
  expect(asked.filter((line) => line.includes('toggle'))).toHaveLength(2)
  expect(asked.length).toBeLessThan(9)
})

test('if the list does not say whether an account is enabled, the account itself is read before it is flipped', async () => {
  const { asked, ledger, rows, work } = setUp(
    ['a', 'b'],
    () => 0,
    (request, row) => (request === 'list' ? { ...row, enabled: null } : row),
  )
  rows.set('owner_b', { ...rows.get('owner_b')!, enabled: false })
  expect(await work()).toEqual({ kind: 'done' })
  expect(ledger.counts()).toMatchObject({ confirmed: 1, skipped: 1 })
  expect(asked.filter((line) => line.includes('toggle')).map((line) => line.split(' ').at(-1))).toEqual(['owner_a'])
})

test('if the panel does not report the switch at all, nothing is flipped and the item fails', async () => {
  const { asked, ledger, work } = setUp(
    ['a'],
    () => 0,
    (_, row) => ({ ...row, enabled: null }),
  )
  expect(await work()).toEqual({ kind: 'done' })
  expect(ledger.items({}, 1)[0]).toMatchObject({ state: 'failed', outcome: { error: { code: 'panel.bad-reply' } } })
  expect(asked.filter((line) => line.includes('toggle'))).toEqual([])
})

test.each([
  ['has not left, so it is flipped at the next try', false, { state: 'confirmed' }, 2],
  ['may have left is not flipped again', true, { state: 'sent', outcome: { error: { code: 'net.timeout' } } }, 1],
])('a switch that %s', async (_, sent, ends, flips) => {
  let failures = 0
  const { asked, ledger, work } = setUp(
    ['a'],
    () => 0,
    (request, row) => {
      if (request.startsWith('toggle') && failures++ === 0) throw new AppError('net.timeout', 'No answer', { sent })
      return row
    },
  )
  expect(await work()).toEqual({ kind: 'done' })
  expect(ledger.items({}, 1)[0]).toMatchObject(ends)
  expect(asked.filter((line) => line.includes('toggle'))).toHaveLength(flips)
})
