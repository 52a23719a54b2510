import type { DatabaseSync } from 'node:sqlite'

/** Runs `work` in one transaction; whatever it throws takes everything back and is thrown on. */
export function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (thrown) {
    // A full disk may have ended the transaction already; a second end would hide the first reason.
    if (db.isTransaction) db.exec('ROLLBACK')
    throw thrown
  }
}

/** Runs a write without waiting for the disk: for what a power cut may take because the panel can be asked again. */
export function unhurried(db: DatabaseSync, write: () => void): void {
  db.exec('PRAGMA synchronous = NORMAL')
  try {
    write()
  } finally {
    db.exec('PRAGMA synchronous = FULL')
  }
}
