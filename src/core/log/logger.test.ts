import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFileSink } from './file-sink.ts'
import { createLogger } from './logger.ts'

describe('createLogger', () => {
  const lines: string[] = []
  const log = createLogger({ sink: { write: (line) => lines.push(line) }, nowMs: () => 0 })
  beforeEach(() => (lines.length = 0))

  it('writes one JSON object per line', () => {
    log.info('servers.added', { serverId: 's1', note: 'two\nlines' })
    expect(lines[0]).not.toContain('\n')
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      at: '1970-01-01T00:00:00.000Z',
      level: 'info',
      event: 'servers.added',
      serverId: 's1',
      note: 'two\nlines',
    })
  })
  it('leaves out entries below its level', () => {
    log.debug('x')
    log.warn('y')
    expect(lines).toHaveLength(1)
  })
  it('keeps its own fields if a fact has the same name', () => {
    log.error('x', { level: 'fine', event: 'other' })
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'error', event: 'x', level_: 'fine', event_: 'other' })
  })
  it('blanks guarded values in facts and in the event', () => {
    log.guard('opensesame')
    log.info('said opensesame', { it: 'opensesame' })
    expect(lines[0]).not.toContain('opensesame')
  })
  it('does not throw when the sink does', () => {
    const broken = createLogger({
      sink: {
        write: () => {
          throw new Error('full')
        },
      },
      nowMs: () => NaN,
    })
    expect(() => broken.error('x')).not.toThrow()
  })
})

describe('createFileSink', () => {
  let dir = ''
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'wisdeck-log-'))))
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  it('keeps five files below the limit, newest first, not readable by others', () => {
    const logs = join(dir, 'logs')
    const sink = createFileSink({ dir: logs, maxBytes: 100 })
    for (let i = 0; i < 100; i += 1) sink.write(`line ${String(i).padStart(3, '0')} ${'x'.repeat(20)}`)
    sink.close()
    expect(readdirSync(logs).sort()).toEqual([
      'wisdeck.1.log',
      'wisdeck.2.log',
      'wisdeck.3.log',
      'wisdeck.4.log',
      'wisdeck.log',
    ])
    for (const name of readdirSync(logs)) {
      expect(statSync(join(logs, name)).size).toBeLessThanOrEqual(100)
      expect(statSync(join(logs, name)).mode & 0o777).toBe(0o600)
    }
    expect(statSync(logs).mode & 0o777).toBe(0o700)
    expect(readFileSync(join(logs, 'wisdeck.log'), 'utf8')).toContain('line 099')
    expect(readFileSync(join(logs, 'wisdeck.1.log'), 'utf8')).toContain('line 096')
  })
  it('continues where an earlier run stopped', () => {
    for (const word of ['one', 'two']) {
      const sink = createFileSink({ dir })
      sink.write(word)
      sink.close()
    }
    expect(readFileSync(join(dir, 'wisdeck.log'), 'utf8')).toBe('one\ntwo\n')
  })
  it('drops lines while no file can be written, and writes again once one can', () => {
    const blocked = join(dir, 'file')
    writeFileSync(blocked, '')
    const sink = createFileSink({ dir: blocked })
    expect(() => sink.write('lost')).not.toThrow()
    rmSync(blocked)
    sink.write('kept')
    sink.close()
    sink.write('after close')
    expect(readFileSync(join(blocked, 'wisdeck.log'), 'utf8')).toBe('kept\n')
  })
})
