import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { server } from './fixtures.ts'
import { useDataFolder } from './folder.fixture.ts'

const { dir, file, open, fill, tear, rootOf } = useDataFolder()

describe('a damaged file', () => {
  const damagedNames = () => readdirSync(file('damaged')).flatMap((dir) => readdirSync(file('damaged', dir)))

  it('with torn snapshots is set aside, and all profiles, notes and activity are saved', () => {
    fill()
    tear([rootOf('snapshots')])
    const storage = open()
    expect(storage.notice).toEqual({
      kind: 'recovered',
      setAsidePath: file('damaged', '2026-01-31T09-05-00-000Z', 'wisdeck.db'),
      recoveredServers: 3,
    })
    expect(existsSync(storage.notice?.setAsidePath ?? '')).toBe(true)
    expect(storage.servers.list().map(({ id }) => id)).toEqual(['s0', 's1', 's2'])
    expect(storage.notes.all()).toEqual({ 's0/cron/4': 'kept note' })
    expect(storage.record.list({ limit: 9 })).toHaveLength(1)
    expect(storage.vaultChoice.get()).toBe('session')
    expect(storage.snapshots.slices('ftp')).toEqual([])
    storage.close()
    expect(open().notice).toBeNull()
  })
  it('with a torn page among the profiles keeps those on both sides of the page', () => {
    fill(200)
    const root = rootOf('servers')
    const leaves = new DatabaseSync(file('wisdeck.db'), { readOnly: true })
    const children = leaves.prepare(`SELECT count(*) AS n FROM servers`).get()
    leaves.close()
    expect(children).toEqual({ n: 200 })
    const page = readFileSync(file('wisdeck.db')).subarray((root - 1) * 4096, root * 4096)
    // SQLite file format, "B-tree Pages": an interior page lists its cells from byte 12. Each cell begins with a child
    // page.
    expect(page[0]).toBe(5)
    const cells = page.readUInt16BE(3)
    const middle = page.readUInt32BE(page.readUInt16BE(12 + 2 * Math.floor(cells / 2)))
    tear([middle])
    const storage = open()
    const ids = storage.servers.list().map(({ id }) => id)
    expect(ids.length).toBeGreaterThan(150)
    expect(ids.length).toBeLessThan(200)
    expect(ids).toEqual(expect.arrayContaining(['s0', 's199']))
    expect(storage.notice?.recoveredServers).toBe(ids.length)
  })
  it('gets its missing rows from the newest readable backup, but no rows that the user had removed', () => {
    fill(5)
    open().close()
    mkdirSync(file('backups'), { recursive: true })
    writeFileSync(file('backups', 'wisdeck-v1-2026-02-01T00-00-00-000Z.db'), 'no backup at all')
    const storage = open()
    storage.servers.remove('s4')
    storage.close()
    copyFileSync(file('wisdeck.db'), file('sound.db'))
    tear([rootOf('snapshots')])
    const first = open()
    expect(first.servers.list()).toHaveLength(4)
    first.close()
    copyFileSync(file('sound.db'), file('wisdeck.db'))
    tear([rootOf('servers')])
    const second = open()
    expect(second.servers.list().map(({ id }) => id)).toEqual(['s0', 's1', 's2', 's3', 's4'])
    expect(second.notes.all()).toEqual({ 's0/cron/4': 'kept note' })
  })
  it.each<[string, () => void]>([
    ['of garbage', () => writeFileSync(file('wisdeck.db'), Buffer.alloc(20_000, 0x5a))],
    ['of text', () => writeFileSync(file('wisdeck.db'), 'hello, I am a letter')],
    ['of which the head is torn', () => tear([1])],
    ['that is cut', () => truncateSync(file('wisdeck.db'), 9000)],
    ['of which all pages are torn', () => tear([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])],
    ['of no bytes', () => truncateSync(file('wisdeck.db'), 0)],
    [
      'of another program',
      () => {
        writeFileSync(file('wisdeck.db'), '')
        const db = new DatabaseSync(file('wisdeck.db'))
        db.exec('CREATE TABLE songs (name TEXT); PRAGMA user_version = 1')
        db.close()
      },
    ],
  ])('%s is set aside and the backup replaces it', (_, damage) => {
    fill()
    open().close()
    damage()
    const storage = open()
    expect(storage.notice).toMatchObject({ kind: 'recovered', recoveredServers: 3 })
    expect(storage.servers.list()).toHaveLength(3)
    expect(damagedNames()).toContain('wisdeck.db')
    storage.servers.put(server('new'))
  })
  it('without a backup leaves an empty app that works', () => {
    fill()
    writeFileSync(file('wisdeck.db'), 'x'.repeat(5000))
    writeFileSync(file('wisdeck.db-wal'), 'y'.repeat(100))
    const storage = open()
    expect(storage.notice).toMatchObject({ kind: 'set-aside', recoveredServers: 0 })
    expect(damagedNames()).toEqual(expect.arrayContaining(['wisdeck.db', 'wisdeck.db-wal']))
    storage.servers.put(server('new'))
    expect(storage.servers.list()).toHaveLength(1)
  })
  it('that is found twice in the same millisecond is kept twice', () => {
    for (let i = 0; i < 2; i += 1) {
      mkdirSync(dir(), { recursive: true })
      writeFileSync(file('wisdeck.db'), `letter ${i}`)
      open().close()
    }
    expect(readdirSync(file('damaged'))).toHaveLength(2)
  })
  it('that is empty counts as a new file if there is no backup', () => {
    mkdirSync(dir(), { recursive: true })
    writeFileSync(file('wisdeck.db'), '')
    expect(open().notice).toBeNull()
  })
})
