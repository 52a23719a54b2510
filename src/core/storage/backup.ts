import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { onDisk } from './disk-errors.ts'
import { fileStamp, makePrivateDir, makePrivateFile } from './files.ts'
import { lastingTables, type Migration, migrate, migrations } from './migrations.ts'

/** How many backups are kept. */
const kept = 5
/** At a start, a newer backup than this makes another one needless. */
const dailyMs = 24 * 60 * 60 * 1000

const namePattern = /^wisdeck-v\d+-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})-(\d{3})Z\.db$/

/** When a backup was made, by its name; null for any other file. */
function madeAtMs(name: string): number | null {
  const [, day, hour, minute, second, ms] = namePattern.exec(name) ?? []
  return day === undefined ? null : Date.parse(`${day}T${hour}:${minute}:${second}.${ms}Z`)
}

/** Paths of all backups, newest first. */
export function listBackups(dir: string): readonly { readonly path: string; readonly atMs: number }[] {
  if (!existsSync(dir)) return []
  return readdirSync(dir)
    .flatMap((name) => {
      const atMs = madeAtMs(name)
      return atMs === null ? [] : [{ path: join(dir, name), atMs }]
    })
    .sort((a, b) => b.atMs - a.atMs)
}

/** Makes one backup through `write`, under a working name until it is whole, and drops the oldest ones. */
function addBackup(dir: string, version: number, nowMs: number, write: (path: string) => void): string {
  return onDisk(() => {
    makePrivateDir(dir)
    const path = join(dir, `wisdeck-v${version}-${fileStamp(nowMs)}.db`)
    const partial = `${path}.partial`
    rmSync(partial, { force: true })
    try {
      makePrivateFile(partial)
      write(partial)
      renameSync(partial, path)
    } finally {
      rmSync(partial, { force: true })
    }
    for (const old of listBackups(dir).slice(kept)) rmSync(old.path, { force: true })
    return path
  })
}

/**
 * A whole copy of the open file, made before a migration changes it.
 * @throws AppError storage.full | storage.read-only: without a backup there is no migration
 */
export function backUpWhole(db: DatabaseSync, dir: string, version: number, nowMs: number): string {
  return addBackup(dir, version, nowMs, (path) => {
    db.prepare('VACUUM INTO ?').run(path)
  })
}

/**
 * A copy of what cannot be read again from a panel, made at a start when the newest backup is a day old
 * and there is a server to lose. Small and quick: snapshots stay out. Returns the path, or null.
 */
export function backUpDaily(db: DatabaseSync, dir: string, nowMs: number, steps: readonly Migration[] = migrations): string | null {
  const [newest] = listBackups(dir)
  // A clock that was set back must not stop backups for as long as it was ahead.
  if (newest && Math.abs(nowMs - newest.atMs) < dailyMs) return null
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
      db.exec(`BEGIN; ${lastingTables.map((table) => `INSERT INTO copy.${table} SELECT * FROM main.${table};`).join('')} COMMIT`)
    } finally {
      if (db.isTransaction) db.exec('ROLLBACK')
      db.exec('DETACH copy')
    }
  })
}
