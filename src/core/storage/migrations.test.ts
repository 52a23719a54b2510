import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { server, startMs } from './fixtures.ts'
import { type Migration, migrate, migrations } from './migrations.ts'
import { code, useDataFolder } from './folder.fixture.ts'

/** The newest schema version. */
const now = migrations.length

const { clock, dir, file, open, fill } = useDataFolder()

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
      mkdirSync(dir(), { recursive: true })
      const db = new DatabaseSync(file('wisdeck.db'))
      migrate(db, () => undefined, migrations.slice(0, version))
      db.prepare('INSERT INTO servers (id, position, profile) VALUES (?, 0, ?)').run('s0', JSON.stringify(server('s0')))
      db.prepare('INSERT INTO snapshots (server_id, kind, row_count, rows) VALUES (?, ?, 1, ?)').run(
        's0',
        'cron',
        '[{}]',
      )
      db.close()
      const storage = open()
      expect(storage.notice).toBeNull()
      expect(storage.servers.list().map(({ id }) => id)).toEqual(['s0'])
      expect(storage.snapshots.slices('cron').map(({ rows }) => rows.length)).toEqual([1])
      expect(existsSync(file('damaged'))).toBe(false)
    },
  )
  it('turn the three former actions for accounts into one, in runs and saved plans, and skip what cannot be read', () => {
    mkdirSync(dir(), { recursive: true })
    const db = new DatabaseSync(file('wisdeck.db'))
    migrate(db, () => undefined, migrations.slice(0, 5))
    const ips = { mode: 'swap', entries: ['203.0.113.7'], remove: ['10.0.0.0/8'] }
    const actions = [
      [
        { type: 'ftp.enabled', enabled: false },
        { type: 'ftp.edit', patch: { enabled: false } },
      ],
      [
        { type: 'ftp.settings', patch: { quotaMb: 5 } },
        { type: 'ftp.edit', patch: { quotaMb: 5 } },
      ],
      [
        { type: 'ftp.allowedIps', ...ips },
        { type: 'ftp.edit', patch: { ips } },
      ],
      [{ type: 'ftp.remove' }, { type: 'ftp.remove' }],
    ]
    const insertPlan = db.prepare('INSERT INTO saved_plans VALUES (?, ?, 1, 1, ?, ?)')
    const insertRun = db.prepare(`INSERT INTO runs VALUES (?, ?, 1, 'done', ?)`)
    for (const [at, [action]] of actions.entries()) {
      insertPlan.run(`p${at}`, 'saved', JSON.stringify(action), JSON.stringify({ action, keys: ['s0/ftp/a'] }))
      insertRun.run(`r${at}`, `p${at}`, JSON.stringify({ action, name: null }))
    }
    insertRun.run('torn', 'torn', '{"action')
    migrate(db, () => undefined, migrations.slice(0, 6))
    const parsed = (sql: string) =>
      db
        .prepare(sql)
        .all()
        .map((row) => JSON.parse(String(row['json'])) as unknown)
    const wanted = actions.map(([, action]) => action)
    expect(parsed('SELECT action AS json FROM saved_plans ORDER BY id')).toEqual(wanted)
    expect(parsed('SELECT intent AS json FROM saved_plans ORDER BY id')).toEqual(
      wanted.map((action) => ({ action, keys: ['s0/ftp/a'] })),
    )
    expect(parsed(`SELECT head AS json FROM runs WHERE id <> 'torn' ORDER BY id`)).toEqual(
      wanted.map((action) => ({ action, name: null })),
    )
    expect(db.prepare(`SELECT head FROM runs WHERE id = 'torn'`).get()).toEqual({ head: '{"action' })
    db.close()
  })
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
      clock.nowMs = startMs + hours * 3_600_000
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
