import { AppError, type ErrorCode } from '../../shared/errors.ts'

/** Primary result codes of SQLite (sqlite.org, "Result and Error Codes") with an error code of their own. */
const sqliteCodes: Readonly<Record<number, ErrorCode>> = {
  3: 'storage.read-only', // SQLITE_PERM
  5: 'storage.busy', // SQLITE_BUSY
  6: 'storage.busy', // SQLITE_LOCKED
  8: 'storage.read-only', // SQLITE_READONLY
  10: 'storage.damaged', // SQLITE_IOERR
  11: 'storage.damaged', // SQLITE_CORRUPT
  13: 'storage.full', // SQLITE_FULL
  14: 'storage.read-only', // SQLITE_CANTOPEN
  26: 'storage.damaged', // SQLITE_NOTADB
}

const fsCodes: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'storage.full',
  EDQUOT: 'storage.full',
  EFBIG: 'storage.full',
  EROFS: 'storage.read-only',
  EACCES: 'storage.read-only',
  EPERM: 'storage.read-only',
  ENOTDIR: 'storage.read-only',
  EEXIST: 'storage.read-only', // there is a file in place of a folder
  EIO: 'storage.damaged',
}

function field(thrown: unknown, name: string): unknown {
  return thrown instanceof Error ? Reflect.get(thrown, name) : undefined
}

/** Returns the primary SQLite result code of a thrown value (the low byte of an extended code), or null. */
function sqliteCode(thrown: unknown): number | null {
  const code = field(thrown, 'errcode')
  return typeof code === 'number' ? code & 0xff : null
}

/** Whether the file itself is the cause: it is not SQLite, or it is corrupt. */
export function isDamage(thrown: unknown): boolean {
  return sqliteCode(thrown) === 11 || sqliteCode(thrown) === 26
}

/**
 * Converts an error of SQLite or of the file system to an AppError storage.full | storage.read-only | storage.damaged |
 * storage.busy. Returns any other value unchanged. The message contains only the code, no SQL and no path.
 */
export function diskError(thrown: unknown): unknown {
  const sqlite = sqliteCode(thrown)
  const known = sqlite === null ? undefined : sqliteCodes[sqlite]
  if (known)
    return new AppError(known, `SQLite answered with code ${String(sqlite)}`, { sqliteCode: sqlite }, { cause: thrown })
  const system = field(thrown, 'code')
  const fs = typeof system === 'string' ? fsCodes[system] : undefined
  return fs
    ? new AppError(fs, `The file system answered ${String(system)}`, { systemCode: system }, { cause: thrown })
    : thrown
}

/** Runs `work` and converts disk errors to AppErrors. @throws AppError as `diskError` says. */
export function onDisk<T>(work: () => T): T {
  try {
    return work()
  } catch (thrown) {
    throw diskError(thrown)
  }
}
