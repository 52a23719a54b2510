import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect } from 'vitest'
import { activity, account, makeDataDir, recordingLog, server, startMs } from './fixtures.ts'
import type { Migration } from './migrations.ts'
import { openStorage } from './storage.ts'
import type { Storage } from './types.ts'

export const code = (value: string) => expect.objectContaining({ code: value })

/** A data folder of its own for each test, with what fills it and what damages it. */
export function useDataFolder() {
  let data: ReturnType<typeof makeDataDir>
  let log = recordingLog()
  const clock = { nowMs: startMs }
  const opened: Storage[] = []
  const open = (steps?: readonly Migration[]): Storage => {
    const given = steps ? { migrations: steps } : {}
    const storage = openStorage({ dataDir: data.dir, nowMs: () => clock.nowMs, log, ...given })
    opened.push(storage)
    return storage
  }
  const dir = (): string => data.dir
  const file = (...parts: string[]): string => join(data.dir, ...parts)

  beforeEach(() => {
    data = makeDataDir()
    log = recordingLog()
    clock.nowMs = startMs
  })
  afterEach(() => {
    for (const storage of opened.splice(0)) storage.close()
    data.remove()
  })

  /** Writes an intact file with three servers and enough rows to fill many pages. */
  function fill(servers = 3): void {
    const storage = open()
    for (let i = 0; i < servers; i += 1) storage.servers.put(server(`s${i}`, i, { notes: 'n'.repeat(200) }))
    storage.notes.put('s0', 4, 'kept note')
    storage.record.append(activity('s0', 'kept'))
    storage.vaultChoice.put('session')
    for (let i = 0; i < servers; i += 1) {
      const rows = Array.from({ length: 100 }, (_, n) => account(`a${n}`))
      storage.snapshots.put({ serverId: `s${i}`, kind: 'ftp', readAtMs: 1, total: 100, rows })
    }
    storage.close()
  }

  /** Overwrites pages with garbage. Page numbers count from 1. */
  function tear(pages: readonly number[]): void {
    const fd = openSync(file('wisdeck.db'), 'r+')
    for (const page of pages) writeSync(fd, Buffer.alloc(4096, 0xa5), 0, 4096, (page - 1) * 4096)
    closeSync(fd)
  }

  /** Returns the number of the root page of a table, as SQLite stores it. */
  function rootOf(table: string): number {
    const db = new DatabaseSync(file('wisdeck.db'), { readOnly: true })
    const row = db.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(table)
    db.close()
    return Number(row?.['rootpage'])
  }
  return { clock, dir, file, open, fill, tear, rootOf }
}
