import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../shared/errors.ts'
import type { BackupKind } from '../../shared/model/data.ts'
import { type Contents, readContents } from './contents.ts'
import { diskError, isDamage, onDisk } from './disk-errors.ts'
import { fileStamp, makePrivateDir, makePrivateFile } from './files.ts'
import { lastingTables, type Migration, migrate, migrations } from './migrations.ts'

/** How many backups are kept of those made by themselves, and of those made before something the user did. */
const kept = 5
/** A backup nearer than this makes another one needless. */
const dailyMs = 24 * 60 * 60 * 1000

const namePattern =
  /^wisdeck-v(\d+)-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})-(\d{3})Z(?:-before-(update|import|restore))?\.db$/

/** A backup, by its name. `version` is that of its schema. */
export interface BackupFile {
  readonly name: string
  readonly path: string
  readonly atMs: number
  readonly version: number
  readonly kind: BackupKind
}

/** What the name tells; null for any other file. */
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

/** All backups, newest first. */
export function listBackups(dir: string): readonly BackupFile[] {
  if (!existsSync(dir)) return []
  return readdirSync(dir)
    .flatMap((name) => readName(dir, name) ?? [])
    .sort((a, b) => b.atMs - a.atMs)
}

/**
 * The same as of now: what lies ahead was made by a clock that was, and comes last. By its name it would pass for the
 * newest, and outlive all others, until that day comes.
 */
export function listBackupsAsOf(dir: string, nowMs: number): readonly BackupFile[] {
  const isAhead = ({ atMs }: BackupFile) => atMs >= nowMs + dailyMs
  const all = listBackups(dir)
  return [...all.filter((each) => !isAhead(each)), ...all.filter(isAhead)]
}

/** All backups with their sizes, newest first. */
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
 * What a backup holds. The file is only read.
 * @throws AppError backup.unknown | backup.damaged
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
 * Makes one backup through `write`, under a working name until it is whole, and drops the oldest ones of its sort. The
 * newest one with an older schema stays: it is the only way back to the version before.
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
    const alike = listBackupsAsOf(dir, nowMs).filter((each) => (each.kind === 'automatic') === (kind === 'automatic'))
    // Whatever the clock says, the one just made is not the one to go.
    const others = alike.filter((each) => each.path !== path)
    const wayBack = others.find((each) => each.version < version)
    for (const old of others.slice(kept - 1).filter((each) => each !== wayBack)) rmSync(old.path, { force: true })
    return path
  })
}

/** The name of a time that no backup has yet: a clock that was set back must not put a new one over an old one. */
function freePath(start: string, nowMs: number, end: string): string {
  for (let atMs = nowMs; ; atMs += 1) {
    const path = `${start}${fileStamp(atMs)}${end}`
    if (!existsSync(path)) return path
  }
}

/**
 * A whole copy of the open file, made before a migration or something the user does changes it.
 * @throws AppError storage.full | storage.read-only: without a backup there is no change
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
 * A copy of what cannot be read again from a panel, made when no backup is less than a day away and there is a server
 * to lose. Small and quick: snapshots stay out. Returns the path, or null.
 */
export function backUpDaily(
  db: DatabaseSync,
  dir: string,
  nowMs: number,
  steps: readonly Migration[] = migrations,
): string | null {
  // By distance: after a clock was ahead, the one made then must neither stop backups nor call for one at every start.
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
