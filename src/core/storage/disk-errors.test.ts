import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import { diskError, isDamage } from './disk-errors.ts'
import { recordingLog, server } from './fixtures.ts'
import { migrate } from './migrations.ts'
import { createServersTable } from './servers-table.ts'

let dir = ''
let db: DatabaseSync
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'wisdeck-disk-'))
  db = new DatabaseSync(join(dir, 'x.db'))
  migrate(db, () => undefined)
})
afterEach(() => {
  db.close()
  rmSync(dir, { recursive: true, force: true })
})

describe('diskError', () => {
  it('names a full disk, and the earlier rows are still there', () => {
    const servers = createServersTable(db, recordingLog())
    servers.put(server('a'))
    const { page_count: pages } = db.prepare('PRAGMA page_count').get() ?? {}
    db.exec(`PRAGMA max_page_count = ${String(pages)}`)
    const big = server('b', 1, { notes: 'x'.repeat(100_000) })
    expect(() => servers.put(big)).toThrow(expect.objectContaining({ code: 'storage.full' }))
    expect(servers.list().map(({ id }) => id)).toEqual(['a'])
  })
  it('names a file that may not be written', () => {
    const reader = new DatabaseSync(join(dir, 'x.db'), { readOnly: true })
    const servers = createServersTable(reader, recordingLog())
    expect(() => servers.put(server('a'))).toThrow(expect.objectContaining({ code: 'storage.read-only' }))
    reader.close()
  })
  it.each([
    ['ENOSPC', 'storage.full'],
    ['EROFS', 'storage.read-only'],
    ['EACCES', 'storage.read-only'],
    ['EIO', 'storage.damaged'],
  ])('reads %s as %s', (system, code) => {
    expect(diskError(Object.assign(new Error('x'), { code: system }))).toMatchObject({ code })
  })
  it('leaves other errors as they are, and shows no SQL', () => {
    const bug = new TypeError('x')
    expect(diskError(bug)).toBe(bug)
    expect(isDamage(bug)).toBe(false)
    const error = diskError(Object.assign(new Error('near "SELECT secret"'), { errcode: 11 }))
    expect(error).toBeInstanceOf(AppError)
    expect(error instanceof AppError && error.message).not.toContain('secret')
  })
})
