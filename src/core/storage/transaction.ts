import type { DatabaseSync } from 'node:sqlite'

/** Runs `work` in one transaction. If it throws, rolls everything back and throws the same error. */
export function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (thrown) {
    // A full disk may have ended the transaction already. A second ROLLBACK would fail and hide the first error.
    if (db.isTransaction) db.exec('ROLLBACK')
    throw thrown
  }
}

/** Runs a write without waiting for the disk, for data that a power cut may take: the panel can be asked again. */
export function withoutDiskWait(db: DatabaseSync, write: () => void): void {
  db.exec('PRAGMA synchronous = NORMAL')
  try {
    write()
  } finally {
    db.exec('PRAGMA synchronous = FULL')
  }
}
