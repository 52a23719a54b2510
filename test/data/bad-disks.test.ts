import { execFileSync } from 'node:child_process'
import { chmod, copyFile, mkdir, readdir, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { migrations } from '../../src/core/storage/migrations.ts'
import { createFolder, openApp, removeFolder, type TestApp } from '../kit/app.ts'
import { createShiftedClock } from '../kit/clock.ts'
import { readAllData } from './everything.ts'

/** Nothing is lost on full disks, read-only disks, folders that are in use and clocks that were set back. */
const passphrase = 'correct horse battery'
let root: string
let dir: string
let app: TestApp | null = null
let cleanUp: () => void = () => undefined

const open = async (clockAheadMs = 0) =>
  (app = await openApp({ dataDir: dir, ports: { clock: createShiftedClock(clockAheadMs) } }))
const close = async () => {
  await app?.close()
  app = null
}
beforeEach(async () => {
  root = await createFolder()
  dir = join(root, 'data')
})
afterEach(async () => {
  await close()
  cleanUp()
  cleanUp = () => undefined
  await removeFolder(root)
})

async function addServers(opened: TestApp, servers: number, notes = ''): Promise<void> {
  if ((await opened.call('vault.status', {})).kind !== 'passphrase')
    await opened.call('vault.choose', { kind: 'passphrase', passphrase })
  for (let at = 0; at < servers; at += 1) {
    await opened.call('servers.add', {
      draft: { name: `web-${at}`, url: `https://127.0.0.1:${at + 1}`, notes },
      token: `wsp_${'0'.repeat(20)}${at}`,
    })
  }
}

/** An export that is larger than the data of the app that imports it. */
async function largeExport(): Promise<string> {
  const other = await openApp()
  await addServers(other, 12, 'n'.repeat(9000))
  const { text } = await other.call('data.export', { passphrase })
  await other.close()
  return text
}

function mountSmallDisk(path: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', path], { stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}

describe('a full disk', () => {
  test('loses nothing, whichever step it fills up at', { timeout: 60_000 }, async (context) => {
    await mkdir(dir)
    if (!mountSmallDisk(dir)) return context.skip('No small disk can be mounted here')
    cleanUp = () => void execFileSync('umount', ['-l', dir])
    const text = await largeExport()
    const opened = await open()
    await addServers(opened, 2)
    const before = await readAllData(opened)
    const filler = join(dir, 'filler')
    const outcomes: string[] = []
    for (const leftKb of [0, 40, 120, 160, 200, 260, 320, 400, 520, 640]) {
      await rm(filler, { force: true })
      const { bavail, bsize } = await statfs(dir)
      await writeFile(filler, Buffer.alloc(Math.max(0, bavail * bsize - leftKb * 1024)))
      const code = await opened.codeOf('data.import', { text, passphrase, mode: 'add' })
      outcomes.push(code)
      if (code === 'ok') break
      expect(code).toBe('storage.full')
      expect(await readAllData(opened), `${leftKb} KB left`).toEqual(before)
      expect((await readdir(join(dir, 'backups')).catch(() => [])).filter((name) => name.includes('partial'))).toEqual(
        [],
      )
    }
    expect(outcomes.filter((code) => code === 'storage.full').length).toBeGreaterThan(2)
    await rm(filler, { force: true })
    if (outcomes.at(-1) !== 'ok') await opened.call('data.import', { text, passphrase, mode: 'add' })
    const after = await readAllData(opened)
    expect([after.servers.length, after.tokens]).toEqual([12, 12])
    await close()
    const reopened = await open()
    await reopened.call('vault.unlock', { passphrase })
    expect((await readAllData(reopened)).servers).toHaveLength(12)
  })
})

test('a folder that may not be written to is reported, and its content stays', async (context) => {
  const opened = await open()
  await addServers(opened, 2)
  const before = await readAllData(opened)
  const text = await largeExport()
  await mkdir(join(dir, 'backups'))
  if (process.getuid?.() === 0) {
    // Root may write to any folder, so the folder becomes a read-only mount.
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', join(dir, 'backups')], { stdio: 'pipe' })
    } catch {
      return context.skip('No read-only disk can be mounted here')
    }
    cleanUp = () => void execFileSync('umount', ['-l', join(dir, 'backups')])
  } else {
    await chmod(join(dir, 'backups'), 0o500)
    cleanUp = () => undefined
  }
  expect(await opened.codeOf('data.import', { text, passphrase, mode: 'replace' })).toBe('storage.read-only')
  expect(await readAllData(opened)).toEqual(before)
})

test('a second instance is refused, and the first continues', async () => {
  const opened = await open()
  await addServers(opened, 1)
  await expect(openApp({ dataDir: dir })).rejects.toThrow(expect.objectContaining({ code: 'storage.in-use' }))
  const { text } = await opened.call('data.export', { passphrase })
  await opened.call('data.import', { text, passphrase, mode: 'replace' })
  await expect(openApp({ dataDir: dir })).rejects.toThrow(expect.objectContaining({ code: 'storage.in-use' }))
  expect((await readAllData(opened)).servers).toHaveLength(1)
})

test('a clock that was set back loses no backup and restores no old state', async () => {
  const dayMs = 24 * 60 * 60 * 1000
  const futureApp = await open(400 * dayMs)
  await addServers(futureApp, 2)
  const { text } = await futureApp.call('data.export', { passphrase })
  const futureImport = await futureApp.call('data.import', { text, passphrase, mode: 'replace' })
  await close()
  const opened = await open()
  await opened.call('vault.unlock', { passphrase })
  await opened.call('servers.add', { draft: { name: 'later', url: 'https://127.0.0.1:9' } })
  const before = await readAllData(opened)
  const importAgain = async (times: number) => {
    const names: string[] = []
    for (let round = 0; round < times; round += 1)
      names.push((await opened.call('data.import', { text, passphrase, mode: 'add' })).backup)
    return names
  }
  const listBackups = async () =>
    (await opened.call('data.backups', {})).filter(({ kind }) => kind !== 'automatic').map(({ name }) => name)
  const first = await importAgain(4)
  expect(await readAllData(opened)).toEqual(before)
  expect((await listBackups()).toSorted()).toEqual([...first, futureImport.backup].toSorted())
  await opened.call('data.restore', { name: futureImport.backup })
  expect((await readAllData(opened)).servers).toHaveLength(2)
  // Backups with a date in the future do not count as the newest: they are removed first, and those of the present
  // clock stay.
  const later = await importAgain(4)
  expect(await listBackups()).not.toContain(futureImport.backup)
  expect(await listBackups()).toEqual(expect.arrayContaining(later))
})

describe('data of a newer version', () => {
  async function makeBackup(): Promise<string> {
    const opened = await open()
    await addServers(opened, 2)
    const { text } = await opened.call('data.export', { passphrase })
    const { backup } = await opened.call('data.import', { text, passphrase, mode: 'add' })
    await close()
    return backup
  }
  const makeNewer = (path: string) => {
    const db = new DatabaseSync(path)
    db.exec(`PRAGMA user_version = ${migrations.length + 1}`)
    db.close()
  }

  test('in the folder is refused with a way back that works', async () => {
    const backup = await makeBackup()
    makeNewer(join(dir, 'wisdeck.db'))
    const refused = await openApp({ dataDir: dir }).catch((thrown: unknown) => thrown)
    expect(refused).toMatchObject({ code: 'storage.newer', details: { backup } })
    expect(String(refused)).toContain(`restore ${backup}`)
    await mkdir(join(root, 'aside'))
    for (const name of await readdir(dir))
      if (name.startsWith('wisdeck.db'))
        await copyFile(join(dir, name), join(root, 'aside', name)).then(() => rm(join(dir, name)))
    const opened = await open()
    await opened.call('vault.unlock', { passphrase })
    await opened.call('data.restore', { name: backup })
    const { servers } = await readAllData(opened)
    expect(servers.map(({ name, hasToken }) => [name, hasToken])).toEqual([
      ['web-0', true],
      ['web-1', true],
    ])
  })

  test('in a backup is refused, and so is a torn backup', async () => {
    const backup = await makeBackup()
    const newer = backup.replace(/v\d+/, `v${migrations.length + 1}`)
    await copyFile(join(dir, 'backups', backup), join(dir, 'backups', newer))
    makeNewer(join(dir, 'backups', newer))
    const torn = backup.replace('-before-import', '')
    await writeFile(join(dir, 'backups', torn), 'no database')
    const opened = await open()
    const before = await readAllData(opened)
    expect((await opened.call('data.backups', {})).find(({ name }) => name === newer)?.fits).toBe(false)
    expect(await opened.codeOf('data.restore', { name: newer })).toBe('backup.newer')
    expect(await opened.codeOf('data.restore', { name: torn })).toBe('backup.damaged')
    expect(await opened.codeOf('data.restore', { name: '../wisdeck.db' })).toBe('backup.unknown')
    expect(await readAllData(opened)).toEqual(before)
  })
})
