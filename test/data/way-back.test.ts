import { hash } from 'node:crypto'
import { copyFile, cp, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { activity as entry, recordingLog } from '../../src/core/storage/fixtures.ts'
import { migrations } from '../../src/core/storage/migrations.ts'
import { openStorage } from '../../src/core/storage/storage.ts'
import type { Storage } from '../../src/core/storage/types.ts'
import { printFailure } from '../../src/main/failure-words.ts'
import { wordsIn } from '../../src/main/words.ts'
import { AppError } from '../../src/shared/errors.ts'
import { createFolder, openApp, removeFolder, type TestApp } from '../kit/app.ts'
import { createShiftedClock } from '../kit/clock.ts'
import { clockAheadMs, copyOldFolder, expected, restorable, nowMs, readReport } from './old-folder.ts'

/** Today's version, then a later one, has migrated the folder of 0.1.0, and the user goes back to today's version. */
let root: string
let dir: string
let newer: Storage | null = null
let app: TestApp | null = null

/** Opens the folder with a schema that is one step newer than today's. */
const openNewer = (at = dir): Storage =>
  (newer = openStorage({
    dataDir: at,
    nowMs,
    log: recordingLog(),
    migrations: [
      ...migrations,
      { name: 'a column', sql: `ALTER TABLE servers ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'` },
    ],
  }))
const open = async (at = dir): Promise<TestApp> =>
  (app = await openApp({ dataDir: at, ports: { clock: createShiftedClock(clockAheadMs) } }))
const close = async () => {
  newer?.close()
  newer = null
  await app?.close()
  app = null
}

beforeEach(async () => {
  root = await createFolder()
  dir = join(root, 'data')
  await copyOldFolder(dir)
  openStorage({ dataDir: dir, nowMs, log: recordingLog() }).close()
  openNewer().record.append(entry(null, 'of the newer version'))
  await close()
})
afterEach(async () => {
  await close()
  await removeFolder(root)
})

/** Lists every file and folder with its mode and a digest of its bytes. */
async function bytesOf(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const reported = entries.map(async (each) => {
    const path = join(each.parentPath, each.name)
    const digest = each.isFile() ? hash('sha256', await readFile(path)) : 'folder'
    return [path, `${(await stat(path)).mode.toString(8)} ${digest}`] as const
  })
  return Object.fromEntries((await Promise.all(reported)).toSorted())
}

async function openRefused(at = dir): Promise<AppError> {
  const thrown = await open(at).catch((each: unknown) => each)
  if (!(thrown instanceof AppError)) throw new Error('The folder was not refused')
  return thrown
}

/** The full backup that the newer version made before the migration step that today's version does not know. */
async function findFullBackup(): Promise<string> {
  const known = new Set(expected.told.backups.map(({ name }) => name))
  const [name, ...others] = (await readdir(join(dir, 'backups'))).filter(
    (each) => !known.has(each) && each.startsWith(`wisdeck-v${migrations.length}-`),
  )
  expect(others).toEqual([])
  return name!
}

/** Moves the database out of the folder, as the error message says. */
async function moveAside(): Promise<void> {
  await mkdir(join(root, 'aside'))
  const files = (await readdir(dir)).filter((name) => name.startsWith('wisdeck.db'))
  for (const name of files) await rename(join(dir, name), join(root, 'aside', name))
}

describe('today’s version', () => {
  test('refuses the folder and changes no byte of it', async () => {
    const before = await bytesOf(dir)
    for (let time = 0; time < 2; time += 1) {
      expect(await openRefused()).toMatchObject({
        code: 'storage.newer',
        details: { fileVersion: migrations.length + 1, knownVersion: migrations.length },
      })
    }
    expect(await bytesOf(dir)).toEqual(before)
  })

  test('loses nothing of a newer version that was killed', async () => {
    const killed = join(root, 'killed')
    openNewer().settings.put({ ...newer!.settings.get(), theme: 'light' })
    await cp(dir, killed, { recursive: true })
    await close()
    expect((await stat(join(killed, 'wisdeck.db-wal'))).size).toBeGreaterThan(0)
    expect((await openRefused(killed)).code).toBe('storage.newer')
    openNewer(killed)
    expect(newer!.notice).toBeNull()
    expect(newer!.settings.get().theme).toBe('light')
    expect(newer!.record.list({ limit: 1 })[0]?.subject).toBe('of the newer version')
  })

  test.each(['en', 'vi'] as const)('names the backup to restore (%s)', async (language) => {
    const refused = await openRefused()
    const name = await findFullBackup()
    expect(refused.details).toMatchObject({ backup: name })
    const words = wordsIn(language, [])
    const reported = printFailure(refused, words)
    expect(reported).toContain(words.start.reasons.storage_newer.what)
    expect(reported).toContain(words.start.reasons.storage_newer.remedy)
    for (const part of [name, dir, 'wisdeck.db', 'wisdeck.db-wal', 'wisdeck.db-shm']) expect(reported).toContain(part)
  })
})

describe('the backup made before the migration', () => {
  test('restores all but the last known rows if it is restored as the error says', { timeout: 60_000 }, async () => {
    const name = await findFullBackup()
    await moveAside()
    const opened = await open()
    await opened.call('vault.unlock', { passphrase: expected.passphrase })
    await opened.call('data.restore', { name })
    const reported = await readReport(opened)
    // A paused run that is restored from a backup counts as interrupted.
    const runs = restorable.runs.map((run) => (run.state === 'paused' ? { ...run, state: 'interrupted' } : run))
    const activity = reported.activity.slice(-restorable.activity.length)
    expect({ ...reported, activity }).toMatchObject({ ...restorable, runs })
    const { tokens } = await opened.call('vault.status', {})
    expect(tokens).toBe(expected.exportCounts.tokens)
  })

  test('can be opened unchanged in place of the newer file', async () => {
    const name = await findFullBackup()
    await moveAside()
    await copyFile(join(dir, 'backups', name), join(dir, 'wisdeck.db'))
    await rm(join(dir, 'backups', name))
    expect(await readReport(await open())).toMatchObject(expected.told)
    expect((await app!.call('app.info', {})).storageNotice).toBeNull()
  })
})
