import { describe, expect, it } from 'vitest'
import { parseQuery } from '../../table/query.ts'
import { aJob, aRow, noonMs } from '../../test-data/a-job.test-data.ts'
import { jobFields, statesOf, toggleState } from './job-fields.ts'
import { createRowHealth, createStateCounts, stateSortKey, jobStates, nextRunMs } from './job-rows.ts'
import { createSchedules } from '../../composables/schedules.ts'

const never = { lastRunAt: null, lastRunOk: false }
const sick = {
  ok: aRow(),
  failing: aRow({ lastRunOk: false }),
  late: aRow({ lastRunAt: '2026-05-17T03:00:00+07:00' }),
  missed: aRow({ lastRunAt: '2026-05-10T03:00:00+07:00' }),
  'never-ran': aRow({ ...never, createdAt: '2026-05-18T10:00:00+07:00' }),
  disabled: aRow({ enabled: false, lastRunOk: false }),
}

it('judges rows by the time they were read', () => {
  const healthOf = createRowHealth()
  for (const [state, row] of Object.entries(sick)) expect([state, healthOf(row).state]).toEqual([state, state])
  expect(healthOf(sick.missed).missedCount).toBe(8)
  expect(healthOf(aRow({}, { readAtMs: noonMs + 3 * 86_400_000 })).state).toBe('missed')
  expect(createStateCounts(healthOf)([Object.values(sick), [sick.ok]])).toEqual({
    failing: 1,
    missed: 1,
    late: 1,
    'never-ran': 1,
    ok: 2,
    disabled: 1,
  })
})

it('judges rows by the clock of their panel', () => {
  const healthOf = createRowHealth()
  const minuteMs = 60_000
  const every = (lastRunAt: string, clockAheadMs: number) =>
    healthOf(aRow({ cronExpr: '* * * * *', lastRunAt }, { clockAheadMs }))
  // The rows were read at 12:00 on this machine. A panel that is five minutes slow has just run its job; a panel that
  // is one hour fast has not run it for 50 minutes.
  expect(every('2026-05-18T11:55:00+07:00', -5 * minuteMs)).toMatchObject({ state: 'ok', missedCount: 0 })
  expect(every('2026-05-18T11:55:00+07:00', 0)).toMatchObject({ state: 'missed', missedCount: 3 })
  expect(every('2026-05-18T12:10:00+07:00', 60 * minuteMs).state).toBe('missed')
  expect(every('2026-05-18T12:10:00+07:00', 0).state).toBe('ok')
})

it('sorts by severity, and many missed runs before few', () => {
  const healthOf = createRowHealth()
  const order = [...Object.values(sick)]
    .sort((a, b) => stateSortKey(healthOf(a)) - stateSortKey(healthOf(b)))
    .map((row) => healthOf(row).state)
  expect(order).toEqual(jobStates)
  const missed = (missedCount: number) => stateSortKey({ state: 'missed', sinceMs: 0, missedCount, missedMore: false })
  expect(missed(9)).toBeLessThan(missed(2))
})

describe('nextRunMs', () => {
  const schedules = createSchedules()
  it('trusts the panel while its time is in the future', () => {
    const reported = aRow({ nextRunAt: '2026-05-19T03:30:00+07:00' })
    expect(nextRunMs(reported, noonMs, schedules)).toBe(Date.parse('2026-05-19T03:30:00+07:00'))
    expect(nextRunMs(reported, noonMs + 86_400_000, schedules)).toBe(Date.parse('2026-05-20T03:00:00+07:00'))
  })
  it('is null for jobs that are disabled, unreadable or on an unknown clock', () => {
    expect(nextRunMs(aRow({ enabled: false }), noonMs, schedules)).toBeNull()
    expect(nextRunMs(aRow({ cronExpr: 'x' }), noonMs, schedules)).toBeNull()
    expect(nextRunMs(aRow({}, { clock: { source: 'unknown', zone: null } }), noonMs, schedules)).toBeNull()
  })
})

describe('the filter', () => {
  const fields = jobFields(createRowHealth())
  const meets = (text: string, row = sick.failing) =>
    parseQuery(text, new Set(Object.keys(fields))).every(
      ({ field, value, negated }) => field !== null && (fields[field]?.(row, value) ?? false) !== negated,
    )

  it('has its fields', () => {
    for (const text of [
      'failed:yes',
      'state:failing',
      'state:late,failed',
      'enabled:y',
      'enabled:1',
      'failed:on',
      '-state:ok',
      'state:fail',
      'state:=failing',
      'owner:adm',
      'domain:example',
      'server:=web-1',
    ])
      expect([text, meets(text)]).toEqual([text, true])
    for (const text of [
      'failed:no',
      'state:miss',
      'state:constructor',
      'enabled:no',
      'enabled:0',
      'state:ok,late',
      'owner:bob',
      'server:web-2',
      'enabled:maybe',
    ])
      expect([text, meets(text)]).toEqual([text, false])
    expect(meets('failed:yes', sick.disabled)).toBe(false)
    expect(meets('failed:yes', sick['never-ran'])).toBe(false)
    expect(meets('domain:x', aRow({ domain: null }))).toBe(false)
  })

  it('adds and removes states without changing the rest', () => {
    const one = toggleState('tag:"shop a" php', 'failing')
    expect(one).toBe('tag:"shop a" php state:failing')
    expect(toggleState(one, 'missed')).toBe('tag:"shop a" php state:failing,missed')
    expect(toggleState('state:failing', 'failing')).toBe('')
    expect(toggleState('-state:ok x', 'late')).toBe('-state:ok x state:late')
    expect(statesOf('-state:ok state:failed,never')).toEqual(['failing', 'never-ran'])
    expect(toggleState('state:constructor', 'late')).toBe('state:late')
  })

  it('removes the OR or AND between two states, and nothing that only looks like a state', () => {
    expect(toggleState('state:failing OR state:late', 'late')).toBe('state:failing')
    expect(toggleState('php OR artisan state:late AND state:failing x', 'missed')).toBe(
      'php OR artisan x state:late,failing,missed',
    )
    expect(toggleState('state:late OR php', 'late')).toBe('php')
    expect(toggleState('"x state:late  y" owner:"a state:ok"', 'late')).toBe(
      '"x state:late  y" owner:"a state:ok" state:late',
    )
    expect(statesOf('owner:"a state:ok b"')).toEqual([])
  })
})

it('there is a sentence for every readable schedule, and none for others', () => {
  const schedules = createSchedules()
  expect(schedules.sentence(aJob().cronExpr, 'en')).toBe('At 03:00')
  expect(schedules.sentence('61 * * * *', 'en')).toBeNull()
})
