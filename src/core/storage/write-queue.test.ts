import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { account, activity, server } from './fixtures.ts'
import { code, useDataFolder } from './folder.fixture.ts'
import type { Storage } from './types.ts'

const { open, file } = useDataFolder()

/** Another connection locks the file. Returns the function that unlocks it. */
function lockFile(): () => void {
  const other = new DatabaseSync(file('wisdeck.db'))
  other.exec('BEGIN IMMEDIATE')
  onTestFinished(() => (other.isOpen ? other.close() : undefined))
  return () => other.close()
}

function openWithServer(): Storage {
  const storage = open()
  storage.servers.put(server('s0'))
  return storage
}
const slice = (name: string) => ({
  serverId: 's0',
  kind: 'ftp' as const,
  readAtMs: 7,
  total: 1,
  rows: [account(name)],
})
const textOf = (storage: Storage) => Buffer.concat([...storage.snapshots.pieces('ftp')]).toString()
const users = (storage: Storage) =>
  storage.snapshots.slices('ftp').flatMap(({ rows }) => rows.map(({ username }) => username))
const stored = (storage: Storage) => vi.waitFor(() => expect(storage.refused()).toBeNull(), { timeout: 5000 })

test('a locked file is refused at once, and rows from a panel are kept and shown until it takes them', async () => {
  const storage = openWithServer()
  storage.snapshots.put(slice('old'))
  const told: (string | null)[] = []
  storage.onRefused((error) => told.push(error?.code ?? null))
  const unlock = lockFile()
  const startedMs = performance.now()
  expect(() => storage.servers.put(server('s1'))).toThrow(code('storage.busy'))
  storage.snapshots.put(slice('new'))
  storage.facts.put('s0', { ...noFacts, username: 'ana' })
  storage.eventually(() => storage.record.append(activity('s0', 'late')))
  expect(performance.now() - startedMs).toBeLessThan(200)
  expect([users(storage), storage.facts.get('s0')?.username]).toEqual([['owner_new'], 'ana'])
  expect(JSON.parse(textOf(storage))).toEqual([slice('new')])
  expect(storage.snapshots.heads()).toEqual([{ serverId: 's0', kind: 'ftp', readAtMs: 7, count: 1 }])
  unlock()
  await stored(storage)
  expect(told).toEqual(['storage.busy', null])
  storage.close()
  const reopened = open()
  expect([users(reopened), reopened.facts.get('s0')?.username]).toEqual([['owner_new'], 'ana'])
  expect(reopened.record.list({ limit: 9 }).map(({ subject }) => subject)).toEqual(['late'])
})
const noFacts = {
  username: null,
  role: null,
  version: null,
  utcOffsetMin: null,
  utcOffsetAtMs: null,
  listHasAllowedIps: null,
}

test('what is queued when the storage closes is written then', () => {
  const storage = openWithServer()
  const unlock = lockFile()
  storage.snapshots.put(slice('new'))
  unlock()
  storage.close()
  expect(users(open())).toEqual(['owner_new'])
})

test('rows that wait for the disk go with their server, and a later write is not undone by an earlier one', async () => {
  const storage = openWithServer()
  const unlock = lockFile()
  storage.snapshots.put(slice('new'))
  storage.facts.put('s0', { ...noFacts, username: 'early' })
  unlock()
  storage.facts.put('s0', { ...noFacts, username: 'late' })
  storage.servers.remove('s0')
  expect([users(storage), storage.snapshots.heads(), textOf(storage)]).toEqual([[], [], '[]'])
  storage.servers.put(server('s0'))
  storage.facts.put('s0', { ...noFacts, username: 'latest' })
  await stored(storage)
  storage.close()
  expect(open().facts.get('s0')?.username).toBe('latest')
})

test('whoever waits for a locked file keeps nobody else waiting, and can be told to stop', async () => {
  const storage = openWithServer()
  const unlock = lockFile()
  const stop = new AbortController()
  const stopped = storage.whenWritable(stop.signal)
  const patient = storage.whenWritable()
  await sleep(100)
  stop.abort()
  await expect(stopped).rejects.toThrow(code('cancelled'))
  unlock()
  expect(await patient).toBeUndefined()
  lockFile()
  const closed = storage.whenWritable()
  storage.close()
  await expect(closed).rejects.toThrow(code('cancelled'))
})
