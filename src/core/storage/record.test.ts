import { DatabaseSync } from 'node:sqlite'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ActivityFilter } from '../../shared/model/activity.ts'
import type { PlanItem } from '../../shared/model/plan.ts'
import { activity, makeDataDir, recordingLog, startMs } from './fixtures.ts'
import { freshOutcome, type ItemOutcome, type RunHead, type StoredItem } from './run-columns.ts'
import { openStorage } from './storage.ts'
import type { Storage } from './types.ts'

let data: ReturnType<typeof makeDataDir>
let storage: Storage
const open = () => openStorage({ dataDir: data.dir, nowMs: () => startMs, log: recordingLog() })
beforeEach(() => {
  data = makeDataDir()
  storage = open()
})
afterEach(() => {
  storage.close()
  data.remove()
})

const serverOf = (index: number) => ({ id: `s${index % 3}`, name: `web-${index % 3}` })
const head: RunHead = {
  origin: 'rows',
  action: { type: 'ftp.edit', patch: { enabled: false } },
  name: 'Summer break',
  pausedBy: null,
  options: { canary: false, stopAtFailedPercent: null },
  endedAtMs: null,
  noops: 0,
  servers: [0, 1, 2].map((index) => ({
    serverId: serverOf(index).id,
    name: serverOf(index).name,
    url: 'https://a.example.com',
    environment: 'none',
    state: 'waiting',
    error: null,
  })),
  canary: null,
  undoOf: null,
  undoneBy: null,
  undoneAll: false,
  handout: 'none',
  actor: 'ana',
  actorName: 'Ana Lê',
  reason: 'Ticket 4711',
  lock: null,
}
const planItem = (index: number, over: Partial<PlanItem> = {}): PlanItem => ({
  index,
  key: `${serverOf(index).id}/ftp/user${index}`,
  serverId: serverOf(index).id,
  kind: 'ftp',
  op: 'update',
  subject: `user${index}`,
  before: { enabled: true },
  after: { enabled: false },
  flags: [],
  undo: 'full',
  ...over,
})
function begin(count: number, id = 'r1', over: (index: number) => Partial<PlanItem> = () => ({})): StoredItem[] {
  const items = Array.from({ length: count }, (_, index): StoredItem => {
    return { item: planItem(index, over(index)), state: 'planned', outcome: freshOutcome }
  })
  const run = { id, planId: `p-${id}`, startedAtMs: startMs, state: 'running' as const, head }
  storage.runs.begin(
    run,
    items.map((item) => ({ ...item, secret: null })),
  )
  return items
}
const sent: ItemOutcome = { ...freshOutcome, firstSentAtMs: startMs + 5, sentAtMs: startMs + 5 }
const list = (filter: ActivityFilter = {}) => storage.record.list({ ...filter, limit: 100 })
const change = (index: number, state: StoredItem['state'], outcome = sent, id = 'r1') =>
  storage.runs.change(id, [{ index, state, outcome }])

describe('the entries of a run', () => {
  it('are on disk when an item is sent, before its result is known, and for no other item', () => {
    begin(3)
    expect(list()).toEqual([])
    change(1, 'sent')
    storage.close()
    storage = open()
    expect(list()).toMatchObject([
      {
        atMs: startMs + 5,
        actor: 'ana',
        actorName: 'Ana Lê',
        reason: 'Ticket 4711',
        serverId: 's1',
        serverName: 'web-1',
        kind: 'ftp',
        rowKey: 's1/ftp/user1',
        action: 'ftp.update',
        op: 'update',
        subject: 'user1',
        before: { enabled: true },
        after: { enabled: false },
        result: 'under-way',
        error: null,
        runId: 'r1',
        itemIndex: 1,
        undo: 'full',
      },
    ])
  })

  it.each([
    ['accepted', 'under-way'],
    ['confirmed', 'done'],
    ['failed', 'failed'],
    ['unknown', 'unknown'],
    ['skipped', 'skipped'],
    ['planned', 'under-way'],
    ['held', 'under-way'],
  ] as const)('of an item that was sent and is then %s have the result %s', (state, result) => {
    begin(2)
    const error = { code: 'write.unknown' as const, message: 'Lost' }
    change(0, 'sent')
    change(0, state, { ...sent, error })
    expect(list()).toMatchObject([{ result, error: result === 'failed' || result === 'unknown' ? error : null }])
  })

  it('exist for items that failed without being sent, and not for skipped ones', () => {
    begin(3)
    const ended = { ...freshOutcome, endedAtMs: startMs + 9 }
    change(0, 'failed', { ...ended, error: { code: 'server.unknown', message: 'Gone' } })
    change(1, 'skipped', { ...ended, skipped: 'already-so' })
    expect(list()).toMatchObject([{ itemIndex: 0, result: 'failed', atMs: startMs + 9 }])
  })

  it('follow when all items of a query move at once', () => {
    begin(6)
    for (const index of [0, 1, 3]) change(index, 'sent')
    const error = { code: 'storage.full' as const, message: 'Full' }
    storage.runs.moveAll({ runId: 'r1', serverId: 's0', states: ['sent'] }, 'unknown', {
      error,
      endedAtMs: startMs + 7,
    })
    storage.runs.moveAll({ runId: 'r1', states: ['planned'] }, 'skipped', { skipped: 'cancelled' })
    storage.runs.moveAll({ runId: 'r1', states: ['sent'] }, 'failed', { error })
    expect(list().map(({ itemIndex, result, serverName }) => [itemIndex, result, serverName])).toEqual([
      [3, 'unknown', 'web-0'],
      [1, 'failed', 'web-1'],
      [0, 'unknown', 'web-0'],
    ])
    expect(storage.runs.items({ runId: 'r1', states: ['unknown'] })[0]?.outcome).toMatchObject({
      error,
      sentAtMs: startMs + 5,
    })
  })

  it('get the key of the created row, which is then found by its name too', () => {
    begin(2, 'r1', (index) => ({ op: 'create', key: `s0/ftp/+new${index}`, before: null, after: { quotaMb: 5 } }))
    change(0, 'sent')
    change(0, 'confirmed', { ...sent, madeId: 'owner_new0' })
    expect(list({ rowKey: `s0/ftp/owner_new0` })).toMatchObject([{ madeId: 'owner_new0', op: 'create' }])
    expect(list({ text: 'WNER_new0' })).toHaveLength(1)
  })

  it('have the values that the user has decided on', () => {
    const [first] = begin(2)
    storage.runs.change('r1', [
      { index: 0, state: 'planned', outcome: freshOutcome, item: { ...first!.item, before: { enabled: null } } },
    ])
    change(0, 'sent')
    expect(list()[0]?.before).toEqual({ enabled: null })
  })

  it('are all written or none', () => {
    begin(3)
    const db = new DatabaseSync(join(data.dir, 'wisdeck.db'))
    db.exec(
      `CREATE TRIGGER refuse BEFORE INSERT ON entries WHEN new.item_index = 2 BEGIN SELECT raise(ABORT, 'no'); END`,
    )
    db.close()
    expect(() =>
      storage.runs.change(
        'r1',
        [0, 2].map((index) => ({ index, state: 'sent' as const, outcome: sent })),
      ),
    ).toThrow()
    expect(list()).toEqual([])
    expect(storage.runs.count({ runId: 'r1', states: ['planned'] })).toBe(3)
  })
})

describe('the lines of the record', () => {
  it('show a run as one line with the results of its entries, and a run of one item as an entry', () => {
    storage.record.append(activity('s0', 'before'))
    begin(3)
    for (const index of [0, 1, 2]) change(index, 'sent')
    change(1, 'failed')
    begin(1, 'r2')
    change(0, 'sent', sent, 'r2')
    const { lines, nextBeforeId } = storage.record.lines({ limit: 10 })
    expect(nextBeforeId).toBeNull()
    expect(lines).toMatchObject([
      { type: 'entry', entry: { runId: 'r2', reason: 'Ticket 4711' } },
      {
        type: 'run',
        runId: 'r1',
        action: 'ftp.edit',
        name: 'Summer break',
        reason: 'Ticket 4711',
        actorName: 'Ana Lê',
        counts: { 'under-way': 2, failed: 1, done: 0, skipped: 0, unknown: 0 },
      },
      { type: 'entry', entry: { subject: 'before' } },
    ])
  })

  it('count only the entries that match, and are continued from page to page', () => {
    begin(6)
    for (const index of [0, 1, 2, 3, 4, 5]) change(index, 'sent')
    storage.record.append(activity('s1', 'later'))
    const first = storage.record.lines({ serverIds: ['s1', 's2'], limit: 1 })
    expect(first.lines).toMatchObject([{ type: 'entry', entry: { subject: 'later' } }])
    const second = storage.record.lines({ serverIds: ['s1', 's2'], limit: 1, beforeId: first.nextBeforeId! })
    expect(second.lines).toMatchObject([{ type: 'run', counts: { 'under-way': 4 } }])
    expect(second.nextBeforeId).toBeNull()
    expect(storage.record.lines({ text: 'summer br', limit: 5 }).lines).toMatchObject([{ type: 'run' }])
  })
})

describe('a pruned run', () => {
  it('still has the items that were sent, as they ended', () => {
    begin(4)
    change(0, 'sent')
    change(0, 'confirmed', { ...sent, endedAtMs: startMs + 6 })
    change(1, 'sent')
    change(1, 'failed', { ...sent, error: { code: 'write.unknown', message: 'Lost' } })
    storage.runs.moveAll({ runId: 'r1', states: ['planned'] }, 'skipped', { skipped: 'cancelled' })
    const [whole] = storage.runs.items({ runId: 'r1', states: ['confirmed'] })
    storage.runs.prune('r1')
    expect(storage.runs.sizes()).toEqual([])
    expect(storage.runs.get('r1')?.head.name).toBe('Summer break')
    expect(storage.runs.items({ runId: 'r1', states: ['confirmed'] })[0]?.item).toEqual(whole?.item)
    expect(storage.runs.count({ runId: 'r1' })).toBe(2)
    expect(storage.runs.items({ runId: 'r1', serverId: 's1' })).toMatchObject([
      { state: 'failed', outcome: { error: { code: 'write.unknown' } } },
    ])
    expect(storage.runs.tally('r1').reduce((sum, { undoable }) => sum + undoable, 0)).toBe(1)
    expect(list()).toHaveLength(2)
  })
})

describe('erasing', () => {
  const finish = (id: string) => storage.runs.put({ ...storage.runs.get(id)!, state: 'done' })
  const erase = (...serverIds: string[]) => {
    const { erased, step } = storage.record.erase(serverIds)
    while (step());
    return erased
  }
  it('removes all that the record and finished runs hold of a server, and tells so before', () => {
    storage.record.append(activity('s0', 'secret-client'))
    storage.record.append(activity('s1', 'other'))
    begin(3)
    for (const index of [0, 1, 2]) change(index, 'confirmed')
    finish('r1')
    const expected = {
      entries: 2,
      runItems: 1,
      runs: 0,
      sharedRuns: 1,
      backups: 0,
      unfinished: { runs: 0, entries: 0, runItems: 0 },
    }
    expect(storage.record.erasure(['s0'])).toEqual(expected)
    expect(erase('s0')).toEqual(expected)
    expect(list({ serverIds: ['s0'] })).toEqual([])
    expect(list({ text: 'secret-client' })).toEqual([])
    expect(list()).toHaveLength(3)
    expect(storage.runs.get('r1')?.head.servers.map(({ serverId }) => serverId)).toEqual(['s1', 's2'])
    expect(storage.runs.count({ runId: 'r1' })).toBe(2)
    expect(erase('s1', 's2')).toMatchObject({ runs: 1, sharedRuns: 0 })
    expect(storage.runs.get('r1')).toBeNull()
    expect(storage.record.lines({ limit: 9 }).lines).toEqual([])
  })
  it('leaves what an unfinished run still needs', () => {
    begin(6)
    change(0, 'sent')
    change(3, 'confirmed')
    finish('r1')
    // The run is over, but nobody knows yet what became of one of its items.
    const unfinished = { runs: 1, entries: 2, runItems: 2 }
    expect(erase('s0')).toMatchObject({ entries: 0, runItems: 0, runs: 0, sharedRuns: 0, unfinished })
    expect(list()).toHaveLength(2)
  })
  it('leaves no trace in the file', () => {
    for (const note of ['Marzipan', 'Nougat'])
      storage.record.append({ ...activity('s0', 'Hilltop-Bakery'), before: { note } })
    storage.record.append(activity('s1', 'stays'))
    erase('s0')
    storage.close()
    const bytes = readFileSync(join(data.dir, 'wisdeck.db')).toString('latin1').toLowerCase()
    expect(bytes).toContain('stays')
    expect(['hilltop', 'marzipan', 'nougat', 'rzi', 'gat'].filter((text) => bytes.includes(text))).toEqual([])
  })
})
