import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../shared/errors.ts'
import { onDisk } from './disk-errors.ts'
import { entriesMigration } from './entries-migration.ts'
import { inTransaction } from './transaction.ts'

/** One step of the schema. Its number is its position in the list, counted from 1, and is stored in `user_version`. */
export interface Migration {
  readonly name: string
  readonly sql: string
  /** Tables that a file of this version must contain in addition to those of the earlier steps. */
  readonly tables?: readonly string[]
  /** Tables of earlier steps that this step removes. */
  readonly drops?: readonly string[]
}

/**
 * Returns SQL that rewrites an action at `path` in a JSON column: the actions that changed the switch, the settings or
 * the allow list of accounts became `ftp.edit`.
 */
const toFtpEdit = (table: string, column: string, path: string) => `
  UPDATE ${table} SET ${column} = json_set(${column}, '${path}', json_object('type', 'ftp.edit', 'patch',
    CASE json_extract(${column}, '${path}.type')
      WHEN 'ftp.enabled' THEN json_object('enabled', ${column} -> '${path}.enabled')
      WHEN 'ftp.settings' THEN ${column} -> '${path}.patch'
      ELSE json_object('ips', json_remove(${column} -> '${path}', '$.type'))
    END))
  WHERE CASE WHEN json_valid(${column}) THEN json_extract(${column}, '${path}.type') END
    IN ('ftp.enabled', 'ftp.settings', 'ftp.allowedIps');
`

/**
 * All steps so far. A released step is never edited: a change is a new step at the end.
 * Profiles and snapshots are JSON text, because nothing is searched inside them and a start reads whole slices.
 */
export const migrations: readonly Migration[] = [
  {
    name: 'profiles, snapshots, facts, notes, activity',
    tables: ['servers', 'snapshots', 'facts', 'notes', 'activity', 'kept'],
    sql: `
      CREATE TABLE servers (
        id TEXT PRIMARY KEY NOT NULL,
        position INTEGER NOT NULL,
        profile TEXT NOT NULL
      ) STRICT;
      CREATE TABLE snapshots (
        server_id TEXT NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
        kind TEXT NOT NULL CHECK (kind IN ('ftp', 'cron')),
        read_at_ms REAL,
        total INTEGER,
        row_count INTEGER NOT NULL,
        rows TEXT NOT NULL,
        PRIMARY KEY (server_id, kind)
      ) STRICT;
      CREATE TABLE facts (
        server_id TEXT PRIMARY KEY NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
        facts TEXT NOT NULL
      ) STRICT;
      CREATE TABLE notes (
        server_id TEXT NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
        job_id INTEGER NOT NULL,
        note TEXT NOT NULL,
        PRIMARY KEY (server_id, job_id)
      ) STRICT;
      CREATE TABLE activity (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        server_id TEXT,
        entry TEXT NOT NULL
      ) STRICT;
      CREATE INDEX activity_by_server ON activity (server_id, id);
      CREATE TABLE kept (
        name TEXT PRIMARY KEY NOT NULL,
        value TEXT NOT NULL
      ) STRICT;
    `,
  },
  {
    name: 'saved plans',
    tables: ['saved_plans'],
    sql: `
      CREATE TABLE saved_plans (
        id TEXT PRIMARY KEY NOT NULL,
        name TEXT NOT NULL,
        saved_at_ms REAL NOT NULL,
        key_count INTEGER NOT NULL,
        action TEXT NOT NULL,
        intent TEXT NOT NULL
      ) STRICT;
    `,
  },
  {
    name: 'runs and their items',
    tables: ['runs', 'run_items'],
    sql: `
      CREATE TABLE runs (
        id TEXT PRIMARY KEY NOT NULL,
        plan_id TEXT NOT NULL UNIQUE,
        started_at_ms REAL NOT NULL,
        state TEXT NOT NULL,
        head TEXT NOT NULL
      ) STRICT;
      CREATE INDEX runs_by_start ON runs (started_at_ms);
      CREATE TABLE run_items (
        run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        place INTEGER NOT NULL,
        server_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        row_key TEXT NOT NULL,
        state TEXT NOT NULL,
        undo TEXT NOT NULL,
        item TEXT NOT NULL,
        outcome TEXT,
        secret TEXT,
        PRIMARY KEY (run_id, place)
      ) STRICT;
      CREATE INDEX run_items_by_state ON run_items (run_id, server_id, state, kind, place, undo);
      CREATE INDEX run_items_unsettled ON run_items (run_id) WHERE state IN ('sent', 'accepted');
    `,
  },
  {
    name: 'views',
    tables: ['views'],
    sql: `
      CREATE TABLE views (
        id TEXT PRIMARY KEY NOT NULL,
        position INTEGER NOT NULL,
        view TEXT NOT NULL
      ) STRICT;
    `,
  },
  {
    name: 'ip sets',
    tables: ['ip_sets'],
    sql: `
      CREATE TABLE ip_sets (
        id TEXT PRIMARY KEY NOT NULL,
        ip_set TEXT NOT NULL
      ) STRICT;
    `,
  },
  {
    name: 'one action for all edits of an account',
    sql: [
      toFtpEdit('runs', 'head', '$.action'),
      toFtpEdit('saved_plans', 'action', '$'),
      toFtpEdit('saved_plans', 'intent', '$.action'),
    ].join(''),
  },
  {
    name: 'snapshots of any kind',
    sql: `
      CREATE TABLE snapshots_of_any_kind (
        server_id TEXT NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        read_at_ms REAL,
        total INTEGER,
        row_count INTEGER NOT NULL,
        rows TEXT NOT NULL,
        PRIMARY KEY (server_id, kind)
      ) STRICT;
      INSERT INTO snapshots_of_any_kind SELECT server_id, kind, read_at_ms, total, row_count, rows FROM snapshots;
      DROP TABLE snapshots;
      ALTER TABLE snapshots_of_any_kind RENAME TO snapshots;
    `,
  },
  entriesMigration,
  {
    name: 'which entry an entry undoes',
    sql: `
      ALTER TABLE entries ADD COLUMN undo_of INTEGER;
      CREATE INDEX entries_by_undone ON entries (undo_of) WHERE undo_of IS NOT NULL;
    `,
  },
  {
    name: 'what was found of a change that has failed half done',
    sql: 'ALTER TABLE entries ADD COLUMN found TEXT;',
  },
]

/** All tables except the snapshots, which are large and can be read again from the panels. Parents come first. */
export const lastingTables = [
  'servers',
  'facts',
  'notes',
  'entries',
  'kept',
  'saved_plans',
  'runs',
  'run_items',
  'views',
  'ip_sets',
] as const
/** Tables with lasting rows in files of earlier schemas. A later step has carried their rows over. */
export const formerTables = ['activity'] as const

export type Table = (typeof lastingTables)[number]
export type StoredTable = Table | (typeof formerTables)[number]

/** Returns the tables with lasting rows in a file of this version. Parents come first. */
export function lastingTablesOf(version: number, steps: readonly Migration[] = migrations): readonly StoredTable[] {
  const there = new Set(tablesOf(version, steps))
  return [...lastingTables, ...formerTables].filter((table) => there.has(table))
}

/** Returns the tables that an intact file of this version contains. Tables of later steps are absent. */
export function tablesOf(version: number, steps: readonly Migration[] = migrations): readonly string[] {
  const dropped = new Set(steps.slice(0, version).flatMap(({ drops = [] }) => drops))
  return steps
    .slice(0, version)
    .flatMap(({ tables = [] }) => tables)
    .filter((table) => !dropped.has(table))
}

/** Returns the schema version of an open file; 0 for an empty one. */
export function versionOf(db: DatabaseSync): number {
  const row = db.prepare('PRAGMA user_version').get()
  return Number(row?.['user_version'] ?? 0)
}

/** @throws AppError storage.newer if a later Wisdeck has written this file */
export function refuseNewer(version: number, steps: readonly Migration[] = migrations): void {
  if (version <= steps.length) return
  const details = { fileVersion: version, knownVersion: steps.length }
  throw new AppError('storage.newer', `The data is of version ${version}, this Wisdeck knows ${steps.length}`, details)
}

/**
 * Migrates an open file to the newest version. Each step runs in its own transaction together with its version number.
 * `before` is called once, before the first step, if the file already holds data: that is the time for a backup.
 * @throws AppError storage.newer, and those of onDisk and of `before`; a step that fails leaves nothing behind
 */
export function migrate(
  db: DatabaseSync,
  before: (version: number) => void,
  steps: readonly Migration[] = migrations,
): void {
  const found = versionOf(db)
  refuseNewer(found, steps)
  if (found > 0 && found < steps.length) before(found)
  for (let version = found; version < steps.length; version += 1) {
    const step = steps[version]
    if (!step) return
    onDisk(() =>
      inTransaction(db, () => {
        db.exec(step.sql)
        db.exec(`PRAGMA user_version = ${version + 1}`)
      }),
    )
  }
}
