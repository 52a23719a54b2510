import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../shared/errors.ts'
import type { BackupKind } from '../../shared/model/data.ts'
import { type Contents, readContents } from './contents.ts'
import { diskError, isDamage, onDisk } from './disk-errors.ts'
import { fileStamp, makePrivateDir, makePrivateFile } from './files.ts'
import { lastingTables, type Migration, migrate, migrations } from './migrations.ts'

/** The number of backups to keep of each of two groups: automatic ones, and those made before an action of the user. */
const keptPerGroup = 5
/** No daily backup is made if a backup of any kind is nearer in time than this. */
const dailyMs = 24 * 60 * 60 * 1000

const namePattern =
  /^wisdeck-v(\d+)-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})-(\d{3})Z(?:-before-(update|import|restore))?\.db$/

/** A backup as its file name describes it. `version` is the version of its schema. */
export interface BackupFile {
  readonly name: string
  readonly path: string
  readonly atMs: number
  readonly version: number
  readonly kind: BackupKind
}

/** Parses the name of a backup file. Returns null for any other file. */
function readName(dir: string, name: string): BackupFile | null {
  const [, version, day, hour, minute, second, ms, before] = namePattern.exec(name) ?? []
  if (day === undefined) return null
  const atMs = Date.parse(`${day}T${hour}:${minute}:${second}.${ms}Z`)
  return {
    name,
    path: join(dir, name),
    atMs,
    version: Number(version),
    kind: before === undefined ? 'automatic' : (`before-${before}` as BackupKind),
  }
}

/** Returns all backups, newest first by the time in their names. */
export function listBackups(dir: string): readonly BackupFile[] {
  if (!existsSync(dir)) return []
  return readdirSync(dir)
    .flatMap((name) => readName(dir, name) ?? [])
    .sort((a, b) => b.atMs - a.atMs)
}

/**
 * Returns all backups, newest first, but with those dated a day or more in the future at the end. They were made while
 * the clock was ahead. By its name such a backup would count as the newest, and would outlive all others, until its
 * date comes.
 */
export function listBackupsAsOf(dir: string, nowMs: number): readonly BackupFile[] {
  const isAhead = ({ atMs }: BackupFile) => atMs >= nowMs + dailyMs
  const all = listBackups(dir)
  return [...all.filter((each) => !isAhead(each)), ...all.filter(isAhead)]
}

/** Returns all backups with their sizes, newest first. */
export function sizedBackups(dir: string): readonly (BackupFile & { readonly bytes: number })[] {
  return onDisk(() => listBackups(dir).map((backup) => ({ ...backup, bytes: statSync(backup.path).size })))
}

/** @throws AppError backup.unknown */
function backupNamed(dir: string, name: string): BackupFile {
  const found = listBackups(dir).find((backup) => backup.name === name)
  if (!found) throw new AppError('backup.unknown', 'There is no such backup', { name: name.slice(0, 100) })
  return found
}

/**
 * Reads the rows of a backup. Opens the file read-only.
 * @throws AppError backup.unknown | backup.damaged, and as `diskError` says
 */
export function readBackup(dir: string, name: string): Contents {
  const { path } = backupNamed(dir, name)
  let db: DatabaseSync | null = null
  try {
    db = new DatabaseSync(path, { readOnly: true })
    if (db.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] !== 'ok') throw damaged(name)
    const contents = readContents(db)
    if (contents.schema < 1) throw damaged(name)
    return contents
  } catch (thrown) {
    throw isDamage(thrown) ? damaged(name) : diskError(thrown)
  } finally {
    db?.close()
  }
}

const damaged = (name: string) => new AppError('backup.damaged', 'This backup cannot be read', { name })

/**
 * Makes one backup through `write`, under a temporary name until it is complete, and removes the oldest ones of the
 * same group. The newest one of the group with an older schema stays: it is the only way back to the previous version.
 */
function addBackup(
  dir: string,
  version: number,
  nowMs: number,
  write: (path: string) => void,
  kind: BackupKind = 'automatic',
): string {
  return onDisk(() => {
    makePrivateDir(dir)
    const path = freePath(join(dir, `wisdeck-v${version}-`), nowMs, kind === 'automatic' ? '.db' : `-${kind}.db`)
    const partial = `${path}.partial`
    rmSync(partial, { force: true })
    try {
      makePrivateFile(partial)
      write(partial)
      renameSync(partial, path)
    } finally {
      rmSync(partial, { force: true })
    }
    const sameGroup = listBackupsAsOf(dir, nowMs).filter(
      (each) => (each.kind === 'automatic') === (kind === 'automatic'),
    )
    // Never remove the backup just made, even if the clock makes it look old.
    const others = sameGroup.filter((each) => each.path !== path)
    const previousVersion = others.find((each) => each.version < version)
    for (const old of others.slice(keptPerGroup - 1).filter((each) => each !== previousVersion))
      rmSync(old.path, { force: true })
    return path
  })
}

/** Returns a path that no backup has yet. After the clock was set back, a new backup must not overwrite an old one. */
function freePath(start: string, nowMs: number, end: string): string {
  for (let atMs = nowMs; ; atMs += 1) {
    const path = `${start}${fileStamp(atMs)}${end}`
    if (!existsSync(path)) return path
  }
}

/**
 * Copies the whole open file, before a migration or an action of the user changes it.
 * @throws AppError storage.full | storage.read-only | storage.damaged; the caller must then not make the change
 */
export function backUpWhole(
  db: DatabaseSync,
  dir: string,
  version: number,
  nowMs: number,
  kind: BackupKind = 'automatic',
): string {
  const write = (path: string) => void db.prepare('VACUUM INTO ?').run(path)
  return addBackup(dir, version, nowMs, write, kind)
}

/**
 * Copies all tables except the snapshots, so the copy is small and quick. Does so only if no backup is less than a day
 * away and there is at least one server. Returns the path of the copy, or null.
 */
export function backUpDaily(
  db: DatabaseSync,
  dir: string,
  nowMs: number,
  steps: readonly Migration[] = migrations,
): string | null {
  // Compare the distance in both directions. A backup dated in the future, because the clock was ahead, must neither
  // stop all backups nor cause a new one at every start.
  if (listBackups(dir).some(({ atMs }) => Math.abs(nowMs - atMs) < dailyMs)) return null
  if (!db.prepare('SELECT 1 FROM servers LIMIT 1').get()) return null
  return addBackup(dir, steps.length, nowMs, (path) => {
    const copy = new DatabaseSync(path)
    try {
      migrate(copy, () => undefined, steps)
    } finally {
      copy.close()
    }
    db.prepare('ATTACH ? AS copy').run(path)
    try {
      db.exec(
        `BEGIN; ${lastingTables.map((table) => `INSERT INTO copy.${table} SELECT * FROM main.${table};`).join('')} COMMIT`,
      )
    } finally {
      if (db.isTransaction) db.exec('ROLLBACK')
      db.exec('DETACH copy')
    }
  })
}
