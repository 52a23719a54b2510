import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { onDisk } from './disk-errors.ts'
import {
  lastingTables,
  lastingTablesOf,
  type Migration,
  migrate,
  migrations,
  type StoredTable,
  type Table,
  versionOf,
} from './migrations.ts'
import { inTransaction } from './transaction.ts'

export type Row = Readonly<Record<string, SQLInputValue>>
/** The rows of every lasting table, in the newest schema. */
export type Tables = Readonly<Record<Table, readonly Row[]>>

/** Rows in the schema of version `schema`. Tables that later migrations add are absent; those they drop are present. */
export interface Contents {
  readonly schema: number
  readonly tables: Readonly<Partial<Record<StoredTable, readonly Row[]>>>
}

const rowsOf = (db: DatabaseSync, table: StoredTable): readonly Row[] =>
  db.prepare(`SELECT * FROM ${table} ORDER BY rowid`).all() as readonly Row[]

/** Reads all lasting rows of an open file. */
export function readContents(db: DatabaseSync): Contents {
  const schema = versionOf(db)
  return { schema, tables: Object.fromEntries(lastingTablesOf(schema).map((table) => [table, rowsOf(db, table)])) }
}

/** Returns a function that inserts a row. The schema decides which columns are written: rows may come from a file. */
function insertInto(db: DatabaseSync, table: StoredTable, ending = ''): (row: Row) => void {
  const columns = db
    .prepare('SELECT name FROM pragma_table_info(?)')
    .all(table)
    .map((column) => String(column['name']))
  const insert = db.prepare(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')}) ${ending}`,
  )
  return (row) => void insert.run(...columns.map((column) => row[column] ?? null))
}

/**
 * Returns the same rows in the newest schema. Inserts them into a database in memory that has their own version, and
 * runs the later migrations on it. Does not refuse a newer schema: unknown tables and columns would be dropped.
 * @throws an error of SQLite if the rows do not fit their schema
 */
export function upgraded({ schema, tables }: Contents, steps: readonly Migration[] = migrations): Tables {
  const db = new DatabaseSync(':memory:', { enableForeignKeyConstraints: true })
  try {
    migrate(db, () => undefined, steps.slice(0, schema))
    for (const table of lastingTablesOf(schema, steps)) {
      const insert = insertInto(db, table)
      tables[table]?.forEach(insert)
    }
    migrate(db, () => undefined, steps)
    return Object.fromEntries(lastingTables.map((table) => [table, rowsOf(db, table)])) as Record<Table, readonly Row[]>
  } finally {
    db.close()
  }
}

/** Returns the URL in a row of `servers`, or null if its profile cannot be read. */
function urlOf(row: Row): string | null {
  try {
    return String(Reflect.get(Object(JSON.parse(String(row['profile']))), 'url'))
  } catch {
    return null
  }
}

/**
 * Makes the lasting tables hold exactly the rows of `after`, in one transaction. Snapshots stay for each server that is
 * kept with the same URL. `before` is what the tables hold now: a table whose list of rows is the same object is not
 * touched.
 * @throws AppError storage.full | storage.read-only | storage.damaged; nothing has changed then
 */
export function replaceContents(db: DatabaseSync, before: Tables, after: Tables): void {
  onDisk(() =>
    inTransaction(db, () => {
      const changed = lastingTables.filter((table) => before[table] !== after[table])
      // Delete from child tables first. Never delete a server that is kept: the cascade would delete its snapshots.
      for (const table of [...changed].reverse()) if (table !== 'servers') db.exec(`DELETE FROM ${table}`)
      const old = new Map(before.servers.map((row) => [row['id'], row]))
      const stay = new Set(after.servers.map((row) => row['id']))
      for (const id of old.keys()) if (!stay.has(id)) db.prepare('DELETE FROM servers WHERE id = ?').run(id ?? null)
      for (const row of after.servers) {
        const known = old.get(row['id'])
        if (known && urlOf(known) !== urlOf(row))
          db.prepare('DELETE FROM snapshots WHERE server_id = ?').run(row['id'] ?? null)
      }
      for (const table of changed) {
        const ending =
          table === 'servers'
            ? 'ON CONFLICT (id) DO UPDATE SET position = excluded.position, profile = excluded.profile'
            : ''
        after[table].forEach(insertInto(db, table, ending))
      }
    }),
  )
}
