import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it, onTestFinished } from 'vitest'
import type { StoredIpSet } from '../../shared/model/ip-sets.ts'
import { makeDataDir, recordingLog, startMs } from './fixtures.ts'
import { openStorage } from './storage.ts'

const set = (id: string, text = '203.0.113.7'): StoredIpSet => ({
  id,
  name: `Set ${id}`,
  note: '',
  text,
  createdAtMs: startMs,
  updatedAtMs: startMs,
})

function folder() {
  const data = makeDataDir()
  const log = recordingLog()
  onTestFinished(() => data.remove())
  return {
    path: join(data.dir, 'wisdeck.db'),
    log,
    open: () => openStorage({ dataDir: data.dir, nowMs: () => startMs, log }),
  }
}

it('keeps sets as typed and in the order of their creation after a restart', () => {
  const { open } = folder()
  const first = open()
  const text = '# Hanoi\n203.0.113.1 - 203.0.113.9\n'
  for (const each of [set('b', text), set('a')]) first.ipSets.put(each)
  first.ipSets.put({ ...set('b', text), name: 'Office' })
  first.close()
  const second = open()
  expect(second.ipSets.list()).toEqual([{ ...set('b', text), name: 'Office' }, set('a')])
  expect([second.ipSets.remove('a'), second.ipSets.remove('a')]).toEqual([true, false])
  second.close()
})

it('skips a set that cannot be read, and logs it', () => {
  const { open, path, log } = folder()
  const first = open()
  first.ipSets.put(set('a'))
  first.close()
  const db = new DatabaseSync(path)
  db.exec(`INSERT INTO ip_sets VALUES ('bad', '{"name":""}')`)
  db.close()
  const second = open()
  expect(second.ipSets.list().map(({ id }) => id)).toEqual(['a'])
  expect(log.events).toContain('storage.row-unreadable')
  second.close()
})
