import { existsSync, renameSync } from 'node:fs'
import { basename, join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { listBackupsAsOf } from './backup.ts'
import { fileStamp, makePrivateDir } from './files.ts'
import { lastingTables, migrations, tablesOf, versionOf } from './migrations.ts'
import { inTransaction } from './transaction.ts'

type Row = Readonly<Record<string, SQLInputValue>>
type Table = (typeof lastingTables)[number]

/** Rows out of one table, and whether they are all of them. */
interface Salvage {
  readonly rows: readonly Row[]
  readonly whole: boolean
}

/**
 * Why an open file cannot be used, or null where it can. Reads every page (PRAGMA quick_check).
 * An empty file with version 0 is fine: it is a new one.
 */
export function findDamage(db: DatabaseSync): string | null {
  const answer = db.prepare('PRAGMA quick_check(1)').get()
  if (answer?.['quick_check'] !== 'ok') return 'quick_check'
  const names = new Set(
    db
      .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
      .all()
      .map((row) => row['name']),
  )
  if (versionOf(db) === 0) return names.size > 0 ? 'foreign' : null
  return tablesOf(versionOf(db)).some((table) => !names.has(table)) ? 'tables missing' : null
}

/** Moves a file with its -wal and -shm into a folder of its own under `damaged/`; returns the new path of the file. */
export function setAside(dbPath: string, damagedDir: string, nowMs: number): string {
  makePrivateDir(damagedDir)
  const stamp = join(damagedDir, fileStamp(nowMs))
  const dir =
    [stamp, ...Array.from({ length: 100 }, (_, i) => `${stamp}-${i + 2}`)].find((path) => !existsSync(path)) ?? stamp
  makePrivateDir(dir)
  for (const end of ['', '-wal', '-shm']) {
    if (existsSync(dbPath + end)) renameSync(dbPath + end, join(dir, basename(dbPath) + end))
  }
  return join(dir, basename(dbPath))
}

/** Opens read-only and runs `read`; null where the file cannot even be opened. */
function reading<T>(path: string, read: (db: DatabaseSync) => T): T | null {
  let db: DatabaseSync | null = null
  try {
    db = new DatabaseSync(path, { readOnly: true })
    return read(db)
  } catch {
    return null
  } finally {
    db?.close()
  }
}

/** Reads rows in one direction until the file gives out. */
function readUntilDamage(db: DatabaseSync, table: Table, direction: 'ASC' | 'DESC'): Salvage {
  const rows: Row[] = []
  try {
    for (const row of db.prepare(`SELECT * FROM ${table} ORDER BY rowid ${direction}`).iterate()) rows.push(row)
    return { rows, whole: true }
  } catch {
    return { rows, whole: false }
  }
}

/** All that can be read of a table, from both ends: what lies behind a torn page is reached from the other side. */
function salvageTable(db: DatabaseSync, table: Table): Salvage {
  const forward = readUntilDamage(db, table, 'ASC')
  if (forward.whole) return forward
  const seen = new Set(forward.rows.map((row) => JSON.stringify(row)))
  const backward = readUntilDamage(db, table, 'DESC').rows.filter((row) => !seen.has(JSON.stringify(row)))
  return { rows: [...forward.rows, ...backward.reverse()], whole: false }
}

/** The schema version a damaged file still tells, or null. Its rows fit a new file of that version. */
export function readVersion(path: string): number | null {
  const version = reading(path, versionOf)
  return version === null || version < 1 ? null : version
}

const nothing: Salvage = { rows: [], whole: false }
/** A table that a later step makes: there is nothing to miss in it. */
const neverThere: Salvage = { rows: [], whole: true }

function salvage(path: string): Readonly<Record<Table, Salvage>> {
  const tables = reading(path, (db) => {
    const version = versionOf(db)
    // A version that no Wisdeck wrote says nothing of what should be there.
    const there = new Set<string>(tablesOf(version < 1 ? migrations.length : version))
    return lastingTables.map((table) => [table, there.has(table) ? salvageTable(db, table) : neverThere] as const)
  })
  return Object.fromEntries(tables ?? lastingTables.map((table) => [table, nothing])) as Record<Table, Salvage>
}

/** Copies rows in, one by one: a row that breaks a rule of its table, or is there already, is left out. */
function fill(db: DatabaseSync, table: Table, rows: readonly Row[]): void {
  for (const row of rows) {
    const columns = Object.keys(row)
    const marks = columns.map(() => '?').join(', ')
    try {
      db.prepare(`INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${marks})`).run(...Object.values(row))
    } catch {
      // A torn page may hand out text where a number belongs, or a note of a server that is lost.
    }
  }
}

/**
 * Fills a new file with what the damaged one still gives, and what it does not give whole from the newest
 * backup that can be read. A table that was read to its end is not touched by the backup: what the user had
 * removed does not come back.
 */
export function rescueInto(db: DatabaseSync, damagedPath: string, backupsDir: string, nowMs: number): void {
  const found = salvage(damagedPath)
  const missing = lastingTables.filter((table) => !found[table].whole)
  const backup =
    missing.length === 0
      ? undefined
      : listBackupsAsOf(backupsDir, nowMs)
          .map(({ path }) => salvage(path))
          .find(({ servers }) => servers.whole)
  inTransaction(db, () => {
    for (const table of lastingTables) {
      fill(db, table, found[table].rows)
      if (!found[table].whole && backup) fill(db, table, backup[table].rows)
    }
  })
}
