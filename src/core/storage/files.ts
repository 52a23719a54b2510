import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'

/** Returns the paths of the files and folders in a data folder. */
export function dataPaths(dataDir: string) {
  return {
    db: join(dataDir, 'wisdeck.db'),
    lock: join(dataDir, 'lock.db'),
    requests: join(dataDir, 'requests.log'),
    backups: join(dataDir, 'backups'),
    damaged: join(dataDir, 'damaged'),
  } as const
}

/** Makes a folder that only its owner can enter (0700). On Windows the rights of the user's profile apply. */
export function makePrivateDir(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  chmodSync(path, 0o700)
}

/**
 * Makes the file if it is missing and takes all rights from others (0600). SQLite gives -wal and -shm the same mode. A
 * file that exists is never opened here: under POSIX, closing any handle of a file drops all locks that this process
 * holds on it (fcntl(2)), and the locks of SQLite are of that kind.
 */
export function makePrivateFile(path: string): void {
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
  chmodSync(path, 0o600)
}

/** Makes a rename inside this folder survive a power cut. Does nothing on Windows, which cannot open a folder. */
export function syncDir(path: string): void {
  if (process.platform === 'win32') return
  const fd = openSync(path, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** Formats a time for a file name that sorts by age: `2026-01-31T09-05-00-123Z`. */
export function fileStamp(atMs: number): string {
  return new Date(atMs).toISOString().replace(/[:.]/g, '-')
}
