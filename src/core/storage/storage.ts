import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../shared/errors.ts'
import type { StorageNotice } from '../../shared/model/app-info.ts'
import { savedView } from '../../shared/model/views.ts'
import type { Logger } from '../log/types.ts'
import { backUpDaily, backUpWhole, listBackups, readBackup, sizedBackups } from './backup.ts'
import { readContents, replaceContents, type Tables, upgraded } from './contents.ts'
import { isDamage, onDisk } from './disk-errors.ts'
import { dataPaths, makePrivateDir, makePrivateFile } from './files.ts'
import { ensureEntryText } from './entry-text.ts'
import { createIpSetsTable } from './ip-sets-table.ts'
import { createKeptTable } from './kept-table.ts'
import { lockFolder } from './lock.ts'
import { type Migration, migrate, migrations, refuseNewer, versionOf } from './migrations.ts'
import { createFactsTable, createNotesTable } from './panel-tables.ts'
import { createRecordTable } from './record-table.ts'
import { findDamage, readVersion, rescueInto, setAside } from './rescue.ts'
import { createRunsTable } from './runs-table.ts'
import { createSavedPlansTable } from './saved-plans-table.ts'
import { createOrderedRows } from './ordered-rows.ts'
import { createServersTable } from './servers-table.ts'
import { createSnapshotsTable } from './snapshots-table.ts'
import type { Storage } from './types.ts'
import { createWriteQueue } from './write-queue.ts'

export interface StorageOptions {
  /** The data folder. It is made if it is missing. */
  readonly dataDir: string
  /** Milliseconds since the Unix epoch. Used in the names of backups. */
  readonly nowMs: () => number
  readonly log: Logger
  /** The schema steps. Only tests pass others. */
  readonly migrations?: readonly Migration[]
}

type Paths = ReturnType<typeof dataPaths>

/**
 * Opens the file with the settings that every connection needs. FULL: a row is on disk when its write returns. Nothing
 * waits for a lock here, because the thread would answer nobody meanwhile: `whenWritable` waits between two tries.
 */
function connect(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: 0, enableForeignKeyConstraints: true })
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF')
    return db
  } catch (thrown) {
    db.close()
    throw thrown
  }
}

/** Whether the file is empty and a -wal or a backup shows that it once held data. Any other empty file is a new one. */
function isEmptied(paths: Paths): boolean {
  return (
    existsSync(paths.db) &&
    statSync(paths.db).size === 0 &&
    (existsSync(`${paths.db}-wal`) || listBackups(paths.backups).length > 0)
  )
}

/**
 * Whether the file exists and does not begin like SQLite (file format, "Magic Header String"). Checked before SQLite
 * opens it, because SQLite deletes the -wal of a file it does not recognise, and that may hold the last good pages.
 */
function hasForeignHead(path: string): boolean {
  if (!existsSync(path) || statSync(path).size === 0) return false
  const head = Buffer.alloc(16)
  const fd = openSync(path, 'r')
  try {
    readSync(fd, head, 0, 16, 0)
  } finally {
    closeSync(fd)
  }
  return head.toString('latin1') !== 'SQLite format 3\0'
}

/**
 * Opens the file, or returns null if it is damaged.
 * @throws AppError storage.newer before any data is changed; errors of SQLite and of the file system as they are
 */
function openIntact(paths: Paths, steps: readonly Migration[], log: Logger): DatabaseSync | null {
  if (isEmptied(paths) || hasForeignHead(paths.db)) {
    log.error('storage.damaged', { check: 'head' })
    return null
  }
  let db: DatabaseSync | null = null
  try {
    makePrivateFile(paths.db)
    db = connect(paths.db)
    refuseNewer(versionOf(db), steps)
    const damage = findDamage(db)
    if (damage === null) return db
    log.error('storage.damaged', { check: damage })
  } catch (thrown) {
    if (!isDamage(thrown)) {
      db?.close()
      throw thrown
    }
    log.error('storage.damaged', { error: thrown })
  }
  db?.close()
  return null
}

/** Moves a damaged file aside and fills a new one with the rows that could be read from it and from a backup. */
function replaceDamaged(
  paths: Paths,
  options: StorageOptions,
  steps: readonly Migration[],
): { db: DatabaseSync; setAsidePath: string } {
  const setAsidePath = setAside(paths.db, paths.damaged, options.nowMs())
  makePrivateFile(paths.db)
  const db = connect(paths.db)
  try {
    // The rows go into the schema they were written for. Later steps then migrate them like any old file.
    migrate(db, () => undefined, steps.slice(0, readVersion(setAsidePath) ?? steps.length))
    rescueInto(db, setAsidePath, paths.backups, options.nowMs())
    return { db, setAsidePath }
  } catch (thrown) {
    db.close()
    throw thrown
  }
}

function noticeOf(setAsidePath: string, recoveredServers: number): StorageNotice {
  return { kind: recoveredServers > 0 ? 'recovered' : 'set-aside', setAsidePath, recoveredServers }
}

/** Makes the daily backup. A failure is logged and stops nothing, because the backup is only a precaution. */
function tryDailyBackup(db: DatabaseSync, paths: Paths, options: StorageOptions, steps: readonly Migration[]): void {
  try {
    const path = backUpDaily(db, paths.backups, options.nowMs(), steps)
    if (path) options.log.info('storage.backed-up', { path })
  } catch (thrown) {
    options.log.warn('storage.backup-failed', { error: thrown })
  }
}

/**
 * Opens the data folder for this process alone: takes the lock, checks the file and migrates it after a backup. If the
 * file is damaged, moves it aside and saves the rows that can be read; `notice` then says so.
 * @throws AppError storage.in-use | storage.busy | storage.read-only | storage.full | storage.newer | storage.damaged
 */
export function openStorage(options: StorageOptions): Storage {
  const steps = options.migrations ?? migrations
  const paths = dataPaths(options.dataDir)
  onDisk(() => makePrivateDir(options.dataDir))
  const unlock = lockFolder(paths.lock)
  let db: DatabaseSync | null = null
  try {
    return onDisk(() => {
      db = openIntact(paths, steps, options.log)
      const rescued = db ? null : replaceDamaged(paths, options, steps)
      const open = (db ??= rescued?.db ?? connect(paths.db))
      migrate(open, (version) => backUpWhole(open, paths.backups, version, options.nowMs()), steps)
      const storage = assemble({
        db: open,
        unlock,
        setAsidePath: rescued?.setAsidePath ?? null,
        log: options.log,
        ...fileOperations(open, paths, options, steps),
      })
      storage.backUpDaily()
      return storage
    })
  } catch (thrown) {
    closeQuietly(db)
    unlock()
    throw addRecoveryHint(thrown, options.dataDir, paths, steps)
  }
}

/** For the data of a newer Wisdeck: adds the newest backup that this version can open, and how to go back to it. */
function addRecoveryHint(thrown: unknown, dataDir: string, paths: Paths, steps: readonly Migration[]): unknown {
  if (!(thrown instanceof AppError) || thrown.code !== 'storage.newer') return thrown
  const fitting = listBackups(paths.backups).find(({ version }) => version <= steps.length)
  const back = fitting
    ? `To go back to ${new Date(fitting.atMs).toISOString()}: move wisdeck.db, wisdeck.db-wal and wisdeck.db-shm out of ${dataDir}, start again and restore ${fitting.name} under Settings, Data.`
    : 'No backup in the data folder is old enough for this version.'
  const details = { ...thrown.details, backup: fitting?.name ?? null, backupAtMs: fitting?.atMs ?? null }
  return new AppError(
    'storage.newer',
    `${thrown.message}. Nothing was changed. Install the newer version to go on. ${back}`,
    details,
    { cause: thrown },
  )
}

function closeQuietly(db: DatabaseSync | null): void {
  if (db?.isOpen) db.close()
}

type FileOperations = Pick<Storage, 'backUp' | 'backUpDaily' | 'contents' | 'backups'>

/** The operations on the whole file. They do not drop the values that the tables have cached. */
function fileOperations(
  db: DatabaseSync,
  paths: Paths,
  options: StorageOptions,
  steps: readonly Migration[],
): FileOperations {
  const readAll = () =>
    // The open file has been migrated, so it has all tables.
    onDisk(() => readContents(db).tables as Tables)
  return {
    backUp: (kind = 'before-update') => backUpWhole(db, paths.backups, versionOf(db), options.nowMs(), kind),
    backUpDaily: () => tryDailyBackup(db, paths, options, steps),
    contents: {
      read: readAll,
      upgraded: (contents) => upgraded(contents, steps),
      replace: ({ before, after }) => replaceContents(db, before, after),
    },
    backups: { list: () => sizedBackups(paths.backups), read: (name) => readBackup(paths.backups, name) },
  }
}

interface Parts extends FileOperations {
  readonly db: DatabaseSync
  readonly unlock: () => void
  readonly setAsidePath: string | null
  readonly log: Logger
}

function assemble({ db, unlock, setAsidePath, log, ...operations }: Parts): Storage {
  const servers = createServersTable(db, log)
  const kept = createKeptTable(db, log)
  const queue = createWriteQueue(db, log)
  const snapshots = createSnapshotsTable(db, log, queue)
  const runs = createRunsTable(db, log, queue)
  const hasTextIndex = ensureEntryText(db, log)
  let queuedEntries = 0
  const notice = setAsidePath === null ? null : noticeOf(setAsidePath, servers.list().length)
  if (notice) log.warn('storage.set-aside', notice)
  let open = true
  return {
    notice,
    servers,
    snapshots: snapshots.table,
    facts: createFactsTable(db, log, queue),
    notes: createNotesTable(db),
    record: createRecordTable(db, log, hasTextIndex, () => operations.backups.list().length),
    runs,
    savedPlans: createSavedPlansTable(db, log),
    // Id and position have columns of their own.
    views: createOrderedRows(db, log, {
      table: 'views',
      column: 'view',
      schema: savedView.omit({ id: true, position: true }),
    }),
    ipSets: createIpSetsTable(db, log),
    ...kept.tables,
    ...operations,
    contents: {
      ...operations.contents,
      replace: (change) => {
        servers.forget()
        kept.forget()
        runs.forget()
        operations.contents.replace(change)
        snapshots.forgetQueued()
      },
    },
    eventually: (write) => queue.add(`entry/${(queuedEntries += 1)}`, write),
    whenWritable: queue.whenWritable,
    refused: queue.refused,
    onRefused: queue.onRefused,
    close: () => {
      if (!open) return
      open = false
      queue.close()
      db.close()
      unlock()
    },
  }
}
