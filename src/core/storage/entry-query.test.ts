import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ActivityFilter } from '../../shared/model/activity.ts'
import { createEntryQuery } from './entry-query.ts'
import { activity, makeDataDir, recordingLog, startMs } from './fixtures.ts'
import { openStorage } from './storage.ts'
import type { Storage } from './types.ts'

let data: ReturnType<typeof makeDataDir>
let storage: Storage
beforeEach(() => {
  data = makeDataDir()
  storage = openStorage({ dataDir: data.dir, nowMs: () => startMs, log: recordingLog() })
})
afterEach(() => {
  storage.close()
  data.remove()
})
const list = (filter: ActivityFilter) => storage.record.list({ ...filter, limit: 100 })

describe('the filters', () => {
  beforeEach(() => {
    const add = (over: Parameters<typeof storage.record.append>[0]) => storage.record.append(over)
    add({ ...activity('s0', 'alpha'), atMs: 1000, result: 'failed' })
    add({ ...activity('s1', 'beta'), atMs: 2000, actor: 'bob', op: 'password' })
    add({ ...activity('s2', 'gamma'), atMs: 3000, kind: 'cron', actorName: 'Ana Lê', reason: 'Chuyển VÙNG' })
    add({ ...activity(null, 'delta'), atMs: 4000, kind: null, op: null, before: { note: '50%_off "x"' } })
  })
  it.each<[string, ActivityFilter, string[]]>([
    ['servers', { serverIds: ['s2', 's0', 's2'] }, ['gamma', 'alpha']],
    ['a row', { rowKey: 's1/ftp/beta' }, ['beta']],
    ['a kind', { kind: 'cron' }, ['gamma']],
    ['no kind', { kind: 'none' }, ['delta']],
    ['an operation', { op: 'password' }, ['beta']],
    ['a person', { person: 'ana' }, ['delta', 'alpha']],
    ['a person by the name set', { person: 'Ana Lê' }, ['gamma']],
    ['a result', { result: 'failed' }, ['alpha']],
    ['the usual result', { result: 'done' }, ['delta', 'gamma', 'beta']],
    ['time', { sinceMs: 2000, untilMs: 4000 }, ['gamma', 'beta']],
    ['a time without entries', { sinceMs: 9e12 }, []],
    ['text in a subject', { text: 'LPH' }, ['alpha']],
    ['text in a reason, without its accents', { text: 'chuyen vung' }, ['gamma']],
    ['text with signs', { text: '50%_off "x"' }, ['delta']],
    ['text that is nowhere', { text: '50%xoff' }, []],
    ['several at once', { serverIds: ['s0', 's1'], kind: 'ftp', text: 'eta', person: 'bob', sinceMs: 1 }, ['beta']],
    ['a row and text', { rowKey: 's1/ftp/beta', text: 'alpha' }, []],
  ])('find entries by %s', (_, filter, subjects) => {
    expect(list(filter).map(({ subject }) => subject)).toEqual(subjects)
  })
  it('return pages', () => {
    const [newest] = storage.record.list({ limit: 1 })
    expect(newest?.subject).toBe('delta')
    expect(storage.record.list({ limit: 2, beforeId: newest!.id }).map(({ subject }) => subject)).toEqual([
      'gamma',
      'beta',
    ])
  })
  it('name all people', () => {
    expect(storage.record.people()).toEqual(['Ana Lê', 'ana', 'bob'])
  })
  it('count changes of each day, without failures in the app itself', () => {
    storage.record.append({ ...activity(null, 'x'), atMs: 2500, kind: null, result: 'failed' })
    expect(storage.record.perDay([1000, 2000])).toEqual([
      { done: 0, failed: 1, unknown: 0 },
      { done: 3, failed: 0, unknown: 0 },
    ])
  })
})

it('finds text in every entry if this SQLite has no text index', () => {
  storage.record.append({ ...activity('s0', 'alpha'), before: { note: '50%_off' } })
  storage.record.append({ ...activity('s0', 'beta'), before: { note: '50 off' } })
  const db = new DatabaseSync(join(data.dir, 'wisdeck.db'), { readOnly: true })
  const query = createEntryQuery(db, false)
  const subjects = (filter: ActivityFilter) =>
    [...query('e.id, e.subject', filter, { limit: 9, withHeads: false })].map((row) => row['subject'])
  expect(subjects({ text: '50%_' })).toEqual(['alpha'])
  expect(subjects({ text: 'ALP', serverIds: ['s0'], rowKey: 's0/ftp/alpha' })).toEqual(['alpha'])
  expect(subjects({ text: 'eta', serverIds: ['s0', 's1'] })).toEqual(['beta'])
  db.close()
})
