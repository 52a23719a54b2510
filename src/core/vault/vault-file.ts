import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { copyFile, link, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { diskError } from '../storage/disk-errors.ts'
import { fileStamp, syncDir } from '../storage/files.ts'

/** A file larger than this is not a vault file: 10,000 tokens fit. */
const maxBytes = 64_000_000

/**
 * `vault.json` in the data folder. `read` rejects with AppError vault.damaged if the file is missing or too large.
 * Errors of the file system are converted as `diskError` says.
 */
export interface VaultFile {
  exists(): boolean
  read(): Promise<string>
  /** Replaces the file as a whole; after a crash it is either the old or the new one. */
  write(text: string): Promise<void>
  /**
   * Like `write`, but keeps the old file, which must exist, beside the new one until `undo` or `keep`. `undo` needs no
   * disk space.
   */
  swap(text: string): Promise<{ readonly undo: () => Promise<void>; readonly keep: () => Promise<void> }>
  /** Renames the file, which stays sealed. Never overwrites another file. */
  setAside(nowMs: number): Promise<void>
  remove(): Promise<void>
}

async function readWhole(path: string): Promise<string> {
  if (!existsSync(path)) throw new AppError('vault.damaged', 'The vault file is gone', { reason: 'missing' })
  const file = await open(path, 'r')
  try {
    if ((await file.stat()).size > maxBytes)
      throw new AppError('vault.damaged', 'The vault file is too large', { reason: 'size' })
    return await readFile(file, 'utf8')
  } finally {
    await file.close()
  }
}

async function writeWhole(path: string, text: string): Promise<void> {
  const partial = `${path}.${randomBytes(8).toString('hex')}.tmp`
  try {
    const file = await open(partial, 'wx', 0o600)
    try {
      await file.writeFile(text, 'utf8')
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(partial, path)
    syncDir(dirname(path))
  } finally {
    await rm(partial, { force: true })
  }
}

/** Opens the vault file of a data folder. Removes temporary files that an interrupted write has left. */
export function createVaultFile(dataDir: string): VaultFile {
  const path = join(dataDir, 'vault.json')
  if (existsSync(dataDir)) {
    for (const name of readdirSync(dataDir)) {
      if (/^vault\.json\.[0-9a-f]{16}\.tmp$/.test(name)) rmSync(join(dataDir, name), { force: true })
    }
  }

  async function swap(text: string) {
    // Named like a temporary file, so that the next start removes what a crash leaves behind.
    const old = `${path}.${randomBytes(8).toString('hex')}.tmp`
    await link(path, old).catch(() => copyFile(path, old))
    try {
      await writeWhole(path, text)
    } catch (thrown) {
      await rm(old, { force: true })
      throw thrown
    }
    return {
      undo: async () => {
        await rename(old, path)
        syncDir(dataDir)
      },
      keep: () => rm(old, { force: true }).catch(() => undefined),
    }
  }

  async function setAside(nowMs: number): Promise<void> {
    const stamp = join(dataDir, `vault-${fileStamp(nowMs)}`)
    const free = ['', ...Array.from({ length: 100 }, (_, i) => `-${i + 2}`)]
      .map((end) => `${stamp}${end}.json`)
      .find((each) => !existsSync(each))
    await rename(path, free ?? `${stamp}-${randomBytes(8).toString('hex')}.json`)
    syncDir(dataDir)
  }

  return {
    exists: () => existsSync(path),
    read: () => translated(readWhole(path)),
    write: (text) => translated(writeWhole(path, text)),
    swap: (text) => translated(swap(text)),
    setAside: (nowMs) => translated(setAside(nowMs)),
    remove: () => translated(rm(path, { force: true })),
  }
}

async function translated<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (thrown) {
    throw diskError(thrown)
  }
}
