import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { activity, account, makeDataDir, recordingLog, server, startMs } from './fixtures.ts'
import { type Migration, migrate, migrations } from './migrations.ts'
import { openStorage } from './storage.ts'
import type { Storage } from './types.ts'

/** The newest schema version. */
const now = migrations.length

let data: ReturnType<typeof makeDataDir>
let log = recordingLog()
let nowMs = startMs
const opened: Storage[] = []
const open = (steps?: readonly Migration[]): Storage => {
  const storage = openStorage({ dataDir: data.dir, nowMs: () => nowMs, log, ...(steps ? { migrations: steps } : {}) })
  opened.push(storage)
  return storage
}
const file = (...parts: string[]): string => join(data.dir, ...parts)
const code = (value: string) => expect.objectContaining({ code: value })

beforeEach(() => {
  data = makeDataDir()
  log = recordingLog()
  nowMs = startMs
})
afterEach(() => {
  for (const storage of opened.splice(0)) storage.close()
  data.remove()
})

/** Writes an intact file with three servers and enough rows to fill many pages. */
function fill(servers = 3): void {
  const storage = open()
  for (let i = 0; i < servers; i += 1) storage.servers.put(server(`s${i}`, i, { notes: 'n'.repeat(200) }))
  storage.notes.put('s0', 4, 'kept note')
  storage.activity.append(activity('s0', 'kept'))
  storage.vaultChoice.put('session')
  for (let i = 0; i < servers; i += 1) {
    const rows = Array.from({ length: 100 }, (_, n) => account(`a${n}`))
    storage.snapshots.put({ serverId: `s${i}`, kind: 'ftp', readAtMs: 1, total: 100, rows })
  }
  storage.close()
}

/** Overwrites pages with garbage. Page numbers count from 1. */
function tear(pages: readonly number[]): void {
  const fd = openSync(file('wisdeck.db'), 'r+')
  for (const page of pages) writeSync(fd, Buffer.alloc(4096, 0xa5), 0, 4096, (page - 1) * 4096)
  closeSync(fd)
}

/** Returns the number of the root page of a table, as SQLite stores it. */
function rootOf(table: string): number {
  const db = new DatabaseSync(file('wisdeck.db'), { readOnly: true })
  const row = db.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(table)
  db.close()
  return Number(row?.['rootpage'])
}

describe('migrations', () => {
  const next: Migration = { name: 'a column', sql: 'ALTER TABLE servers ADD COLUMN colour TEXT' }
  it('run on an old file after making a backup of it', () => {
    fill()
    const storage = open([...migrations, next])
    expect(storage.servers.list()).toHaveLength(3)
    expect(readdirSync(file('backups'))).toEqual(
      expect.arrayContaining([`wisdeck-v${now}-2026-01-31T09-05-00-000Z.db`]),
    )
    const backup = new DatabaseSync(file('backups', `wisdeck-v${now}-2026-01-31T09-05-00-000Z.db`), { readOnly: true })
    expect(backup.prepare('PRAGMA user_version').get()).toEqual({ user_version: now })
    expect(backup.prepare('SELECT count(*) AS n FROM snapshots').get()).toEqual({ n: 3 })
    backup.close()
    expect(statSync(file('backups', `wisdeck-v${now}-2026-01-31T09-05-00-000Z.db`)).mode & 0o777).toBe(0o600)
  })
  it.each(migrations.map((_, at) => at + 1))(
    'bring a file of version %i to the newest version, and lose nothing',
    (version) => {
      data.remove()
      data = makeDataDir()
      mkdirSync(data.dir, { recursive: true })
      const db = new DatabaseSync(file('wisdeck.db'))
      migrate(db, () => undefined, migrations.slice(0, version))
      db.prepare('INSERT INTO servers (id, position, profile) VALUES (?, 0, ?)').run('s0', JSON.stringify(server('s0')))
      db.close()
      const storage = open()
      expect(storage.notice).toBeNull()
      expect(storage.servers.list().map(({ id }) => id)).toEqual(['s0'])
      expect(existsSync(file('damaged'))).toBe(false)
    },
  )
  it('leave the file as it was if they fail', () => {
    fill()
    const bad: Migration = { name: 'bad', sql: 'ALTER TABLE servers ADD COLUMN x TEXT; SELECT nonsense()' }
    expect(() => open([...migrations, bad])).toThrow()
    const storage = open()
    expect(storage.servers.list()).toHaveLength(3)
    storage.close()
    expect(() => open([...migrations, next])).not.toThrow()
  })
  it('keep the newest five backups', () => {
    fill()
    mkdirSync(file('backups'), { recursive: true })
    for (let day = 10; day < 20; day += 1)
      writeFileSync(file('backups', `wisdeck-v1-2026-01-${day}T00-00-00-000Z.db`), 'old')
    open([...migrations, next])
    const names = readdirSync(file('backups')).sort()
    expect(names).toHaveLength(5)
    expect(names[0]).toContain('2026-01-16')
    expect(names[4]).toContain('2026-01-31')
  })
  it('refuse a file of a newer Wisdeck and change no byte of it', () => {
    fill()
    const db = new DatabaseSync(file('wisdeck.db'))
    db.exec('PRAGMA user_version = 99')
    db.close()
    const before = readFileSync(file('wisdeck.db'))
    expect(() => open()).toThrow(code('storage.newer'))
    expect(readFileSync(file('wisdeck.db')).equals(before)).toBe(true)
    expect(existsSync(file('damaged'))).toBe(false)
  })
  it('make no backup of a new file, and one a day of an old file without its snapshots', () => {
    fill()
    expect(existsSync(file('backups'))).toBe(false)
    for (const hours of [0, 1, 25, 26]) {
      nowMs = startMs + hours * 3_600_000
      open().close()
    }
    const names = readdirSync(file('backups')).sort()
    expect(names).toEqual([
      `wisdeck-v${now}-2026-01-31T09-05-00-000Z.db`,
      `wisdeck-v${now}-2026-02-01T10-05-00-000Z.db`,
    ])
    const backup = new DatabaseSync(file('backups', names[1] ?? ''), { readOnly: true })
    expect(
      backup.prepare('SELECT (SELECT count(*) FROM servers) AS s, (SELECT count(*) FROM snapshots) AS r').get(),
    ).toEqual({ s: 3, r: 0 })
    backup.close()
  })
})

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
    expect(storage.activity.list({ limit: 9 })).toHaveLength(1)
    expect(storage.vaultChoice.get()).toBe('session')
    expect(storage.snapshots.ftp()).toEqual([])
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
      mkdirSync(data.dir, { recursive: true })
      writeFileSync(file('wisdeck.db'), `letter ${i}`)
      open().close()
    }
    expect(readdirSync(file('damaged'))).toHaveLength(2)
  })
  it('that is empty counts as a new file if there is no backup', () => {
    mkdirSync(data.dir, { recursive: true })
    writeFileSync(file('wisdeck.db'), '')
    expect(open().notice).toBeNull()
  })
})

/** Returns the arguments for Node that run a piece of code against this folder in another process. */
const child = (body: string): readonly string[] => {
  const opener = new URL('./storage.ts', import.meta.url).href
  const fixtures = new URL('./fixtures.ts', import.meta.url).href
  const head = `import { openStorage } from '${opener}'; import { server, recordingLog, activity } from '${fixtures}';
    const open = () => openStorage({ dataDir: ${JSON.stringify(data.dir)}, nowMs: Date.now, log: recordingLog() });`
  return ['--input-type=module-typescript', '-e', head + body]
}

describe('one instance at a time', () => {
  it('refuses a second instance in this process and in another', () => {
    const first = open()
    expect(() => open()).toThrow(code('storage.in-use'))
    const second = spawnSync(process.execPath, child(`try { open() } catch (e) { console.log(e.code) }`), {
      encoding: 'utf8',
    })
    expect(second.stderr + second.stdout.trim()).toBe('storage.in-use')
    first.servers.put(server('a'))
    first.close()
    expect(open().servers.list()).toHaveLength(1)
  })
  it('is released by kill -9, and the written data is there', async () => {
    const body = `const s = open(); s.servers.put(server('a')); s.activity.append(activity('a', 'x')); console.log('ready'); setInterval(() => 0, 1000)`
    const other = spawn(process.execPath, [...child(body)], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(other.stdout, 'data')
    expect(() => open()).toThrow(code('storage.in-use'))
    other.kill('SIGKILL')
    await once(other, 'exit')
    const storage = open()
    expect(storage.notice).toBeNull()
    expect(storage.servers.list().map(({ id }) => id)).toEqual(['a'])
    expect(storage.activity.list({ limit: 5 })).toHaveLength(1)
  })
  it('is not blocked by an invalid lock file', () => {
    mkdirSync(data.dir, { recursive: true })
    writeFileSync(file('lock.db'), 'locked by Bob, do not touch!'.repeat(10))
    expect(open().notice).toBeNull()
  })
  it('releases the folder if opening fails', () => {
    fill()
    const db = new DatabaseSync(file('wisdeck.db'))
    db.exec('PRAGMA user_version = 99')
    db.close()
    expect(() => open()).toThrow(code('storage.newer'))
    expect(() => open()).toThrow(code('storage.newer'))
  })
})

describe('a disk that refuses writes', () => {
  it('is reported as read-only', () => {
    fill()
    // Root may write anywhere, so the other process runs as nobody.
    const body = `try { open() } catch (e) { console.log(e.code) }`
    chmodSync(data.dir, 0o555)
    chmodSync(join(data.dir, '..'), 0o755)
    const asNobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
    const other = spawnSync(process.execPath, [...child(body)], { encoding: 'utf8', ...asNobody })
    chmodSync(data.dir, 0o700)
    expect(other.stdout.trim()).toBe('storage.read-only')
  })
  it('is reported as read-only if the folder is a file', () => {
    writeFileSync(data.dir, '')
    expect(() => open()).toThrow(code('storage.read-only'))
  })
})
