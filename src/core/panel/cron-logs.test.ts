import { describe, expect, it } from 'vitest'
import { readCronLogs } from './cron-logs.ts'

const read = (value: unknown) => readCronLogs(JSON.stringify(value))
const nothing = { at: null, ok: null, exitCode: null, durationMs: null, text: '' }

describe('the log of a cron job', () => {
  it.each([[null], [[]], [{ logs: null }], [{ logs: [] }], [{ data: { logs: [] } }], ['']])(
    'reads %j as no entry',
    (value) => {
      expect(read(value)).toEqual({ entries: [], truncated: false })
    },
  )

  it('reads plain text and text inside JSON unchanged', () => {
    expect(readCronLogs('line one\nline two').entries).toEqual([{ ...nothing, text: 'line one\nline two' }])
    expect(read({ logs: 'line' }).entries).toEqual([{ ...nothing, text: 'line' }])
    expect(readCronLogs('').entries).toEqual([])
  })

  it('reads strings, objects and unexpected values side by side', () => {
    expect(read(['one', { output: 'two' }, 3]).entries.map(({ text }) => text)).toEqual(['one', 'two', '3'])
  })

  it('reads the known fields of a run', () => {
    const run = {
      id: 1,
      started_at: '2026-05-18T17:44:36+07:00',
      exit_code: 2,
      duration_ms: 350,
      output: 'done',
      stderr: 'warned',
    }
    expect(read({ data: [run] }).entries).toEqual([
      { at: '2026-05-18T17:44:36+07:00', ok: false, exitCode: 2, durationMs: 350, text: 'done\nwarned' },
    ])
  })

  it.each([
    [{ ok: true }, true],
    [{ success: false }, false],
    [{ status: 'success' }, true],
    [{ status: 'failed' }, false],
    [{ status: 'queued' }, null],
    [{ exit_code: 0 }, true],
  ])('reads the outcome of %j as %j', (entry, ok) => {
    expect(read([entry]).entries[0]?.ok).toBe(ok)
  })

  it.each([
    [{ duration_seconds: 1.5 }, 1500],
    [{ duration: '1m2.5s' }, 62_500],
    [{ duration: '350ms' }, 350],
    [{ duration: 12 }, null],
  ])('reads the duration of %j as %j', (entry, durationMs) => {
    expect(read([entry]).entries[0]?.durationMs).toBe(durationMs)
  })

  it('shows what it cannot parse unchanged', () => {
    expect(read([{ output: 'x', duration: 12, host: 'a' }]).entries[0]?.text).toBe('x\n{"duration":12,"host":"a"}')
    expect(read([{ time: 'yesterday' }]).entries[0]).toEqual({ ...nothing, text: '{"time":"yesterday"}' })
  })

  it('says when the log was cut', () => {
    expect(read({ logs: ['a'], truncated: true })).toMatchObject({ truncated: true, entries: [{ text: 'a' }] })
    const long = read(Array.from({ length: 1500 }, (_, index) => `line ${index}`))
    expect([long.entries.length, long.truncated]).toEqual([1000, true])
    expect(readCronLogs('x'.repeat(300_000))).toMatchObject({ truncated: true })
  })
})
