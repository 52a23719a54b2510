import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { SavedView } from '../../shared/model/views.ts'
import { makeDataDir, recordingLog, startMs } from './fixtures.ts'
import { openStorage } from './storage.ts'
import type { Storage } from './types.ts'

let data: ReturnType<typeof makeDataDir>
let log = recordingLog()
let storage: Storage
const open = (): Storage => openStorage({ dataDir: data.dir, nowMs: () => startMs, log })
const view = (id: string, position: number): SavedView => ({
  id,
  position,
  kind: 'ftp',
  name: `View ${id}`,
  query: 'ip:any',
  sort: [{ columnId: 'account', direction: 'asc' }],
  createdAtMs: startMs,
  updatedAtMs: startMs,
})

beforeEach(() => {
  data = makeDataDir()
  log = recordingLog()
  storage = open()
})
afterEach(() => {
  storage.close()
  data.remove()
})
const reopen = () => {
  storage.close()
  storage = open()
}

it('keeps views and their order after a restart', () => {
  for (const [index, id] of ['a', 'b', 'c'].entries()) storage.views.put(view(id, index))
  storage.views.reorder(['c', 'gone', 'a', 'c'])
  reopen()
  expect(storage.views.list().map(({ id, position }) => [id, position])).toEqual([
    ['c', 0],
    ['a', 1],
    ['b', 2],
  ])
  storage.views.put({ ...view('a', 1), name: 'Other', groupBy: 'server' })
  storage.views.remove('b')
  expect(storage.views.list().map(({ name }) => name)).toEqual(['View c', 'Other'])
})

it('remembers which view was open, and whether any was ever saved', () => {
  expect(storage.viewsState.get()).toEqual({ lastOpenId: null, untouched: true })
  storage.viewsState.put({ lastOpenId: 'a', untouched: false })
  reopen()
  expect(storage.viewsState.get()).toEqual({ lastOpenId: 'a', untouched: false })
})

it('skips a view that cannot be read, and logs it', () => {
  storage.views.put(view('a', 0))
  storage.close()
  const db = new DatabaseSync(join(data.dir, 'wisdeck.db'))
  db.exec(`INSERT INTO views VALUES ('bad', 1, '{"kind":"mail"}')`)
  db.close()
  storage = open()
  expect(storage.views.list().map(({ id }) => id)).toEqual(['a'])
  expect(log.events).toContain('storage.row-unreadable')
})
