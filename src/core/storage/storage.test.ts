import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defaultSettings } from '../../shared/model/settings.ts'
import { account, activity, job, makeDataDir, recordingLog, server, startMs } from './fixtures.ts'
import { freshOutcome, runHead } from './run-columns.ts'
import { openStorage } from './storage.ts'
import type { Storage } from './types.ts'

let data: ReturnType<typeof makeDataDir>
let log = recordingLog()
let storage: Storage
const open = (): Storage => openStorage({ dataDir: data.dir, nowMs: () => startMs, log })

beforeEach(() => {
  data = makeDataDir()
  log = recordingLog()
  storage = open()
})
afterEach(() => {
  storage.close()
  data.remove()
})

/** Closes the storage, runs SQL on the file and opens it again. */
function reopenAfter(sql: string): void {
  storage.close()
  const db = new DatabaseSync(join(data.dir, 'wisdeck.db'))
  db.exec(sql)
  db.close()
  storage = open()
}

it('is backed up in full when asked', () => {
  storage.servers.put(server('a'))
  const path = storage.backUp()
  expect(path).toBe(join(data.dir, 'backups', readdirSync(join(data.dir, 'backups'))[0] ?? ''))
  const copy = new DatabaseSync(path, { readOnly: true })
  expect(copy.prepare('SELECT count(*) AS n FROM servers').get()).toEqual({ n: 1 })
  copy.close()
})

describe('the folder', () => {
  it('is not accessible to others, nor is any file in it', () => {
    storage.servers.put(server('a'))
    expect(statSync(data.dir).mode & 0o777).toBe(0o700)
    const names = readdirSync(data.dir)
    expect(names).toEqual(expect.arrayContaining(['wisdeck.db', 'wisdeck.db-wal', 'lock.db']))
    for (const name of names) expect([name, statSync(join(data.dir, name)).mode & 0o777]).toEqual([name, 0o600])
  })
  it('logs nothing at a normal start and leaves no -wal file behind', () => {
    expect(storage.notice).toBeNull()
    storage.close()
    storage.close()
    expect(existsSync(join(data.dir, 'wisdeck.db-wal'))).toBe(false)
  })
  it('uses write-ahead logging, so that a reader never waits', () => {
    const db = new DatabaseSync(join(data.dir, 'wisdeck.db'), { readOnly: true })
    expect(db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' })
    db.close()
  })
})

describe('servers', () => {
  it('are the same after a restart, in the user’s order', () => {
    const certificate = {
      fingerprint256: 'AA',
      keyFingerprint256: 'BB',
      subject: 'CN=x',
      issuer: 'CN=x',
      validFromMs: 1,
      validToMs: 2,
      selfSigned: true,
    }
    const pin = { ...certificate, trustedAtMs: 3, certificatePem: '-----BEGIN CERTIFICATE-----' }
    const servers = [server('b', 0, { pin }), server('a', 1, { timeZone: 'Asia/Ho_Chi_Minh', notes: 'ẞ\n“' })]
    for (const one of servers.toReversed()) storage.servers.put(one)
    storage.close()
    storage = open()
    expect(storage.servers.list()).toEqual(servers)
    expect(storage.servers.get('a')).toEqual(servers[1])
    expect(storage.servers.get('zz')).toBeNull()
  })
  it('keep their rows when they are stored again, and lose them when they are removed; the activity stays', () => {
    storage.servers.put(server('a'))
    storage.snapshots.put({ serverId: 'a', kind: 'ftp', readAtMs: 5, total: 1, rows: [account('x')] })
    storage.facts.put('a', {
      username: 'u',
      role: null,
      version: '1',
      utcOffsetMin: 420,
      utcOffsetAtMs: null,
      listHasAllowedIps: true,
    })
    storage.notes.put('a', 7, 'why')
    storage.record.append(activity('a', 'x'))
    storage.servers.put(server('a', 3, { name: 'renamed' }))
    expect(storage.snapshots.slices('ftp')).toHaveLength(1)
    storage.servers.remove('a')
    expect(storage.servers.list()).toEqual([])
    expect(storage.snapshots.slices('ftp')).toEqual([])
    expect(storage.facts.get('a')).toBeNull()
    expect(storage.notes.all()).toEqual({})
    expect(storage.record.list({ serverIds: ['a'], limit: 10 })).toHaveLength(1)
  })
  it('are reordered; unknown and repeated ids do no harm, and unnamed servers follow', () => {
    ;['a', 'b', 'c', 'd'].forEach((id, position) => storage.servers.put(server(id, position)))
    storage.servers.reorder(['d', 'ghost', 'b', 'd'])
    expect(storage.servers.list().map(({ id, position }) => `${position}${id}`)).toEqual(['0d', '1b', '2a', '3c'])
  })
  it('with a torn profile count as absent, and are logged', () => {
    ;['a', 'b', 'c'].forEach((id) => storage.servers.put(server(id)))
    reopenAfter(
      `UPDATE servers SET profile = substr(profile, 1, 20) WHERE id = 'a'; UPDATE servers SET profile = '{"name":1}' WHERE id = 'b'`,
    )
    expect(storage.servers.list().map(({ id }) => id)).toEqual(['c'])
    expect(storage.servers.get('a')).toBeNull()
    expect(log.events).toContain('storage.row-unreadable')
  })
})

describe('runs', () => {
  it('leave out items of an unknown kind, and never take them for another kind', () => {
    const head = runHead.parse({
      action: { type: 'ftp.remove' },
      name: null,
      pausedBy: null,
      options: {},
      endedAtMs: null,
      noops: 0,
      servers: [],
      canary: null,
      undoOf: null,
      undoneBy: null,
      handout: 'none',
      lock: null,
    })
    const items = (['ftp', 'cron'] as const).map((kind, index) => ({
      item: {
        ...{ index, key: `a/${kind}/7`, serverId: 'a', kind, op: 'remove' as const, subject: '7' },
        ...{ before: null, after: null, flags: [], undo: 'none' as const },
      },
      state: 'confirmed' as const,
      outcome: freshOutcome,
      secret: null,
    }))
    storage.runs.begin({ id: 'r', planId: 'p', startedAtMs: 1, state: 'done', head }, items)
    reopenAfter(`UPDATE run_items SET kind = 'mailboxes', item = replace(item, '"kind":"ftp"', '"kind":"mailboxes"')
      WHERE place = 0`)
    expect(storage.runs.tally('r').map(({ kind, count }) => [kind, count])).toEqual([['cron', 1]])
    expect(storage.runs.items({ runId: 'r' }).map(({ item }) => item.kind)).toEqual(['cron'])
    expect(log.events).toContain('storage.row-unreadable')
  })
})

describe('snapshots', () => {
  it('are replaced as a whole, by server and kind', () => {
    storage.servers.put(server('a'))
    storage.servers.put(server('b'))
    storage.snapshots.put({ serverId: 'a', kind: 'ftp', readAtMs: 5, total: 9, rows: [account('x'), account('y')] })
    storage.snapshots.put({ serverId: 'a', kind: 'ftp', readAtMs: null, total: null, rows: [account('z')] })
    storage.snapshots.put({ serverId: 'b', kind: 'cron', readAtMs: 1.5, total: 1, rows: [job(1)] })
    expect(storage.snapshots.slices('ftp')).toEqual([
      { serverId: 'a', kind: 'ftp', readAtMs: null, total: null, rows: [account('z')] },
    ])
    expect(storage.snapshots.slices('cron', ['a'])).toEqual([])
    expect(storage.snapshots.slices('cron', ['a', 'b'])).toEqual([
      { serverId: 'b', kind: 'cron', readAtMs: 1.5, total: 1, rows: [job(1)] },
    ])
    storage.snapshots.remove('b', 'cron')
    expect(storage.snapshots.slices('cron')).toEqual([])
  })
  it('of an unknown kind are left out, and never taken for another kind', () => {
    storage.servers.put(server('a'))
    storage.snapshots.put({ serverId: 'a', kind: 'cron', readAtMs: 5, total: 1, rows: [job(1)] })
    reopenAfter(`UPDATE snapshots SET kind = 'mailboxes'`)
    expect(storage.snapshots.heads()).toEqual([])
    expect(storage.snapshots.slices('cron')).toEqual([])
    expect(log.events).toContain('storage.row-unreadable')
  })
  it('of a server that was removed meanwhile are not kept', () => {
    storage.snapshots.put({ serverId: 'gone', kind: 'ftp', readAtMs: 5, total: 0, rows: [] })
    expect(storage.snapshots.slices('ftp')).toEqual([])
  })
  it('that are not JSON lists count as absent', () => {
    storage.servers.put(server('a'))
    storage.snapshots.put({ serverId: 'a', kind: 'ftp', readAtMs: 5, total: 0, rows: [] })
    reopenAfter(`UPDATE snapshots SET rows = '[{"username":'`)
    expect(storage.snapshots.slices('ftp')).toEqual([])
    reopenAfter(`UPDATE snapshots SET rows = '{}'`)
    expect(storage.snapshots.slices('ftp')).toEqual([])
    expect(log.events.filter((event) => event === 'storage.row-unreadable')).toHaveLength(2)
  })
})

describe('settings, facts, notes and the choice of vault', () => {
  it('start with their defaults and survive a restart', () => {
    expect(storage.settings.get()).toEqual(defaultSettings)
    expect(storage.vaultChoice.get()).toBeNull()
    storage.servers.put(server('a'))
    storage.settings.put({ ...defaultSettings, theme: 'dark' })
    storage.vaultChoice.put('passphrase')
    storage.notes.put('a', 1, 'one')
    storage.notes.put('a', 2, 'two')
    storage.notes.put('a', 1, '')
    const facts = {
      username: 'u',
      role: 'admin',
      version: '1.2',
      utcOffsetMin: -180,
      utcOffsetAtMs: 1_783_641_602_000,
      clockAheadMs: -300_000,
      listHasAllowedIps: false,
    }
    storage.facts.put('a', facts)
    storage.close()
    storage = open()
    expect(storage.settings.get().theme).toBe('dark')
    expect(storage.vaultChoice.get()).toBe('passphrase')
    expect(storage.notes.all()).toEqual({ 'a/cron/2': 'two' })
    expect(storage.facts.get('a')).toEqual(facts)
  })
  it('one invalid setting does not affect the others', () => {
    reopenAfter(
      `INSERT INTO kept VALUES ('settings', '{"theme":"dark","refreshEveryMin":-4,"old":1}'), ('vaultChoice', '"undecided"')`,
    )
    expect(storage.settings.get()).toEqual({ ...defaultSettings, theme: 'dark' })
    expect(storage.vaultChoice.get()).toBeNull()
  })
})

describe('100,000 rows', () => {
  it('are written, and read as one text per server', () => {
    const rows = Array.from({ length: 500 }, (_, i) => account(`account${i}`))
    for (let i = 0; i < 200; i += 1) storage.servers.put(server(`s${i}`, i))
    for (let i = 0; i < 200; i += 1)
      storage.snapshots.put({ serverId: `s${i}`, kind: 'ftp', readAtMs: 1, total: 500, rows })
    storage.close()
    storage = open()
    const parse = vi.spyOn(JSON, 'parse')
    const slices = storage.snapshots.slices('ftp')
    const parsed = parse.mock.calls.length
    parse.mockRestore()
    expect(slices.reduce((sum, slice) => sum + slice.rows.length, 0)).toBe(100_000)
    expect(parsed).toBe(200)
  })
})

describe('saved plans', () => {
  const action = { type: 'ftp.edit', patch: { enabled: false } } as const
  it('are listed newest first, are unchanged, and can be deleted', () => {
    const keys = ['s0/ftp/a', 's0/ftp/b']
    storage.savedPlans.put({ id: 'p1', name: 'Off', action, keys: 2, savedAtMs: startMs }, { action, keys })
    storage.savedPlans.put(
      { id: 'p2', name: 'Off again', action, keys: 1, savedAtMs: startMs },
      { action, keys: ['s1/ftp/c'] },
    )
    expect(storage.savedPlans.list()).toEqual([
      { id: 'p2', name: 'Off again', action, keys: 1, savedAtMs: startMs },
      { id: 'p1', name: 'Off', action, keys: 2, savedAtMs: startMs },
    ])
    expect(storage.savedPlans.get('p1')).toEqual({ name: 'Off', intent: { action, keys } })
    expect([storage.savedPlans.remove('p1'), storage.savedPlans.remove('p1')]).toEqual([true, false])
    expect(storage.savedPlans.get('p1')).toBeNull()
  })
})
