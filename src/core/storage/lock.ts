import { rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../shared/errors.ts'
import { diskError, isDamage } from './disk-errors.ts'
import { makePrivateFile } from './files.ts'

/** The locks that are held. A database that nothing refers to is garbage collected, and its lock would go with it. */
const openLocks = new Set<DatabaseSync>()

function openLock(path: string): DatabaseSync {
  makePrivateFile(path)
  const db = new DatabaseSync(path, { timeout: 0 })
  try {
    db.exec('BEGIN EXCLUSIVE')
    return db
  } catch (thrown) {
    db.close()
    throw thrown
  }
}

/**
 * Locks the data folder for this process until the returned function is called. The lock is an open exclusive
 * transaction on a separate file. The operating system releases it when the process ends for any reason, and it is not
 * affected when the data file is moved or replaced.
 * @throws AppError storage.in-use if another instance holds the lock, and the errors of diskError
 */
export function lockFolder(path: string): () => void {
  let db: DatabaseSync
  try {
    try {
      db = openLock(path)
    } catch (thrown) {
      if (!isDamage(thrown)) throw thrown
      // The lock file never holds data. A file that is not SQLite was put there by another program and locks nothing.
      rmSync(path, { force: true })
      db = openLock(path)
    }
  } catch (thrown) {
    const error = diskError(thrown)
    if (error instanceof AppError && error.code === 'storage.busy') {
      throw new AppError('storage.in-use', 'Another Wisdeck has this data folder open', undefined, { cause: thrown })
    }
    throw error
  }
  openLocks.add(db)
  return () => {
    if (openLocks.delete(db)) db.close()
  }
}
