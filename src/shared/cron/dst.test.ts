import { describe, expect, it } from 'vitest'
import { dstNote, dstNotes } from './dst.ts'
import { nextRuns } from './runs.ts'

const from = Date.UTC(2026, 0, 1)
const spring = Date.UTC(2026, 2, 29, 1)
const autumn = Date.UTC(2026, 9, 25, 1)

describe('dstNotes', () => {
  it.each([
    [
      '30 2 * * *',
      [
        ['gap-delayed', spring, '2026-03-29T02:30'],
        ['repeat-once', autumn, '2026-10-25T02:30'],
      ],
    ],
    [
      '*/20 2 * * *',
      [
        ['gap-skipped', spring, '2026-03-29T02:00'],
        ['repeat-twice', autumn, '2026-10-25T02:00'],
      ],
    ],
    [
      '0 */2 * * *',
      [
        ['gap-skipped', spring, '2026-03-29T02:00'],
        ['repeat-twice', autumn, '2026-10-25T02:00'],
      ],
    ],
    ['30 2 * 10 *', [['repeat-once', autumn, '2026-10-25T02:30']]],
    ['30 2 * * 1', []],
    ['0 3 * * *', []],
    ['* * * * *', []],
    ['15 * * * *', []],
    ['nonsense', []],
  ])('of %s in Berlin', (expr, notes) => {
    expect(
      dstNotes(expr, 'Europe/Berlin', from).map(({ code, changeAtMs, wallTime }) => [code, changeAtMs, wallTime]),
    ).toEqual(notes)
  })

  it('knows half-hour changes and the southern hemisphere', () => {
    expect(dstNotes('15 2 * * *', 'Australia/Lord_Howe', from).map(({ code, wallTime }) => [code, wallTime])).toEqual([
      ['gap-delayed', '2026-10-04T02:15'],
    ])
    expect(dstNotes('45 1 * * *', 'Australia/Lord_Howe', from).map(({ code, wallTime }) => [code, wallTime])).toEqual([
      ['repeat-once', '2026-04-05T01:45'],
    ])
  })

  it('says nothing if the clock never changes or is unknown', () => {
    expect(dstNotes('30 2 * * *', 'Asia/Ho_Chi_Minh', from)).toEqual([])
    expect(dstNotes('30 2 * * *', 60, from)).toEqual([])
    expect(dstNotes('30 2 * * *', 'Nowhere/Land', from)).toEqual([])
    expect(dstNote('30 2 * * *', 60, from)).toBeNull()
  })

  it('agrees with nextRuns', () => {
    const note = dstNote('30 2 * * *', 'Europe/Berlin', from)
    expect(note?.code).toBe('gap-delayed')
    expect(nextRuns('30 2 * * *', { fromMs: (note?.changeAtMs ?? 0) - 1, count: 1, zone: 'Europe/Berlin' })).toEqual([
      note?.changeAtMs,
    ])
  })

  it('looks 366 days ahead and no further', () => {
    expect(dstNotes('30 2 29 3 *', 'Europe/Berlin', Date.UTC(2026, 2, 30))).toEqual([])
    expect(dstNotes('30 2 * 3 *', 'Europe/Berlin', Date.UTC(2026, 2, 30)).map((note) => note.wallTime)).toEqual([
      '2027-03-28T02:30',
    ])
  })
})
