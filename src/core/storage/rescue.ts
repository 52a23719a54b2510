import { existsSync, renameSync } from 'node:fs'
import { basename, join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { listBackupsAsOf } from './backup.ts'
import { fileStamp, makePrivateDir } from './files.ts'
import {
  formerTables,
  lastingTables,
  lastingTablesOf,
  migrations,
  type StoredTable,
  tablesOf,
  versionOf,
} from './migrations.ts'
import { inTransaction } from './transaction.ts'

type Row = Readonly<Record<string, SQLInputValue>>
const everyTable: readonly StoredTable[] = [...lastingTables, ...formerTables]

/** Rows read from one table, and whether the table was read to its end. */
interface Salvage {
  readonly rows: readonly Row[]
  readonly whole: boolean
}

/**
 * Returns why an open file cannot be used, or null if it can. Reads every page of every table and its indexes (PRAGMA
 * quick_check), but does not compare the text index with its own pages: that takes seconds, and it can be made again.
 * An empty file with version 0 is fine: it is a new one.
 */
export function findDamage(db: DatabaseSync): string | null {
  const names = db
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL %'`)
    .all()
    .map((row) => String(row['name']))
  for (const name of ['sqlite_schema', ...names]) {
    const answer = db.prepare(`PRAGMA quick_check('${name}')`).get()
    if (answer?.['quick_check'] !== 'ok') return 'quick_check'
  }
  if (versionOf(db) === 0) return names.length > 0 ? 'foreign' : null
  return tablesOf(versionOf(db)).some((table) => !names.includes(table)) ? 'tables missing' : null
}

/** Moves a file with its -wal and -shm into a new folder under `damaged/`. Returns the new path of the file. */
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

/** Opens the file read-only and runs `read`. Returns null if the file cannot be opened or `read` throws. */
function withReadOnly<T>(path: string, read: (db: DatabaseSync) => T): T | null {
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

/** Reads rows in one direction until a page cannot be read. */
function readUntilDamage(db: DatabaseSync, table: StoredTable, direction: 'ASC' | 'DESC'): Salvage {
  const rows: Row[] = []
  try {
    for (const row of db.prepare(`SELECT * FROM ${table} ORDER BY rowid ${direction}`).iterate()) rows.push(row)
    return { rows, whole: true }
  } catch {
    return { rows, whole: false }
  }
}

/** Reads a table from both ends up to the first corrupt page. Rows between two corrupt pages are lost. */
function salvageTable(db: DatabaseSync, table: StoredTable): Salvage {
  const forward = readUntilDamage(db, table, 'ASC')
  if (forward.whole) return forward
  const seen = new Set(forward.rows.map((row) => JSON.stringify(row)))
  const backward = readUntilDamage(db, table, 'DESC').rows.filter((row) => !seen.has(JSON.stringify(row)))
  return { rows: [...forward.rows, ...backward.reverse()], whole: false }
}

/** Returns the schema version that a damaged file still contains, or null. */
export function readVersion(path: string): number | null {
  const version = withReadOnly(path, versionOf)
  return version === null || version < 1 ? null : version
}

const nothing: Salvage = { rows: [], whole: false }
/** A table that a migration after the file's version adds, or an earlier one drops: no row of it can be missing. */
const notExpected: Salvage = { rows: [], whole: true }

function salvage(path: string): Readonly<Record<StoredTable, Salvage>> {
  const tables = withReadOnly(path, (db) => {
    const version = versionOf(db)
    // A version that no Wisdeck wrote does not tell which tables there should be: all are expected.
    const expected = new Set<string>(lastingTablesOf(version < 1 ? migrations.length : version))
    return everyTable.map((table) => [table, expected.has(table) ? salvageTable(db, table) : notExpected] as const)
  })
  return Object.fromEntries(tables ?? everyTable.map((table) => [table, nothing])) as Record<StoredTable, Salvage>
}

/** Inserts the rows one by one. Leaves out a row that exists already or that the table refuses. */
function fill(db: DatabaseSync, table: StoredTable, rows: readonly Row[]): void {
  for (const row of rows) {
    const columns = Object.keys(row)
    const marks = columns.map(() => '?').join(', ')
    try {
      db.prepare(`INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${marks})`).run(...Object.values(row))
    } catch {
      // A corrupt page may yield text in a number column, or a note of a server that is lost.
    }
  }
}

/**
 * Fills a new file, which has the schema version of the damaged one, with the rows that are still readable. Tables that
 * could not be read completely are completed from the newest backup whose list of servers is whole. A table that was
 * read to its end takes nothing from the backup, so that rows which the user had removed do not come back.
 */
export function rescueInto(db: DatabaseSync, damagedPath: string, backupsDir: string, nowMs: number): void {
  const found = salvage(damagedPath)
  const missing = everyTable.filter((table) => !found[table].whole)
  const backup =
    missing.length === 0
      ? undefined
      : listBackupsAsOf(backupsDir, nowMs)
          .map(({ path }) => salvage(path))
          .find(({ servers }) => servers.whole)
  inTransaction(db, () => {
    for (const table of everyTable) {
      fill(db, table, found[table].rows)
      if (!found[table].whole && backup) fill(db, table, backup[table].rows)
    }
  })
}
