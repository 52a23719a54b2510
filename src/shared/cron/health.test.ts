import { describe, expect, it } from 'vitest'
import { createHealthChecker, jobHealth, type JobFacts } from './health.ts'

const ms = (iso: string) => Date.parse(iso)
const daily: JobFacts = {
  enabled: true,
  cronExpr: '0 3 * * *',
  lastRunAt: '2026-05-18T03:00:04+07:00',
  lastRunOk: true,
}
const check = (job: Partial<JobFacts>, now: string, zone: number | string | null = 420) =>
  jobHealth({ ...daily, ...job }, ms(now), zone)

describe('jobHealth', () => {
  it('is ok until a tenth of the interval has passed', () => {
    expect(check({}, '2026-05-18T12:00:00+07:00')).toEqual({
      state: 'ok',
      sinceMs: null,
      missedCount: 0,
      missedMore: false,
    })
    expect(check({}, '2026-05-19T05:23:59+07:00').state).toBe('ok')
  })

  it('is late after one run, missed after two', () => {
    const since = ms('2026-05-19T03:00:00+07:00')
    expect(check({}, '2026-05-19T05:24:00+07:00')).toEqual({
      state: 'late',
      sinceMs: since,
      missedCount: 1,
      missedMore: false,
    })
    expect(check({}, '2026-05-20T05:23:59+07:00')).toMatchObject({ state: 'late' })
    expect(check({}, '2026-05-20T05:24:00+07:00')).toEqual({
      state: 'missed',
      sinceMs: since,
      missedCount: 2,
      missedMore: false,
    })
  })

  it('gives frequent jobs two minutes', () => {
    const job = { cronExpr: '* * * * *', lastRunAt: '2026-05-18T12:00:01Z' }
    expect(check(job, '2026-05-18T12:02:59Z').state).toBe('ok')
    expect(check(job, '2026-05-18T12:03:00Z')).toMatchObject({ state: 'late', missedCount: 1 })
    expect(check(job, '2026-05-18T12:04:00Z')).toMatchObject({ state: 'missed', missedCount: 2 })
  })

  it('stops counting at a hundred and says so', () => {
    const job = { cronExpr: '* * * * *', lastRunAt: '2026-05-18T12:00:01Z' }
    expect(check(job, '2026-05-18T13:42:00Z')).toMatchObject({ missedCount: 100, missedMore: false })
    expect(check(job, '2026-05-18T13:43:00Z')).toMatchObject({ missedCount: 100, missedMore: true })
    expect(check(job, '2026-06-18T13:42:00Z')).toMatchObject({ state: 'missed', missedCount: 100, missedMore: true })
  })

  it('treats a run that was recorded just before its minute as the run of that minute', () => {
    expect(check({ lastRunAt: '2026-05-18T02:59:58+07:00' }, '2026-05-18T12:00:00+07:00').state).toBe('ok')
  })

  it('never calls a job that has never run a failure', () => {
    expect(check({ lastRunAt: null, lastRunOk: false }, '2026-05-18T12:00:00Z')).toEqual({
      state: 'never-ran',
      sinceMs: null,
      missedCount: 0,
      missedMore: false,
    })
    expect(check({ lastRunAt: '0001-01-01T00:00:00Z', lastRunOk: false }, '2026-05-18T12:00:00Z').state).toBe(
      'never-ran',
    )
  })

  it('says since when a new job should have run', () => {
    const job = { lastRunAt: null, lastRunOk: false, createdAt: '2026-05-16T12:00:00+07:00' }
    expect(check(job, '2026-05-18T12:00:00+07:00')).toMatchObject({
      state: 'never-ran',
      sinceMs: ms('2026-05-17T03:00:00+07:00'),
      missedCount: 2,
    })
  })

  it('is failing since the failed run, and still counts missed runs', () => {
    expect(check({ lastRunOk: false }, '2026-05-18T12:00:00+07:00')).toMatchObject({
      state: 'failing',
      sinceMs: ms('2026-05-18T03:00:04+07:00'),
      missedCount: 0,
    })
    expect(check({ lastRunOk: false }, '2026-05-21T12:00:00+07:00')).toMatchObject({ state: 'failing', missedCount: 3 })
  })

  it('expects nothing of a disabled job, nor of the time before it was enabled again', () => {
    expect(check({ enabled: false, lastRunOk: false }, '2026-06-18T12:00:00Z')).toMatchObject({
      state: 'disabled',
      missedCount: 0,
    })
    expect(check({ updatedAt: '2026-05-25T10:00:00+07:00' }, '2026-05-25T12:00:00+07:00').state).toBe('ok')
    expect(check({ updatedAt: '2026-05-25T10:00:00+07:00' }, '2026-05-26T12:00:00+07:00').state).toBe('late')
  })

  it('expects nothing if the expression or the zone is unknown', () => {
    expect(check({ cronExpr: '@reboot' }, '2026-06-18T12:00:00Z').state).toBe('ok')
    expect(check({ cronExpr: 'nonsense', lastRunOk: false }, '2026-06-18T12:00:00Z').state).toBe('failing')
    expect(check({}, '2026-06-18T12:00:00Z', null).state).toBe('ok')
    expect(check({ cronExpr: '0 0 30 2 *' }, '2026-06-18T12:00:00Z').state).toBe('ok')
  })

  it('uses the server’s zone', () => {
    // 19:00 on the 18th in UTC is past 03:00 of the 19th at +07:00 but not at +00:00.
    const job = { lastRunAt: '2026-05-17T20:00:05Z' }
    expect(check(job, '2026-05-18T23:00:00Z', 420).state).toBe('late')
    expect(check({ ...job, lastRunAt: '2026-05-18T03:00:05Z' }, '2026-05-18T23:00:00Z', 0).state).toBe('ok')
    expect(check(job, '2026-05-18T23:00:00Z', 'Asia/Ho_Chi_Minh').state).toBe('late')
  })
})

describe('createHealthChecker', () => {
  it('returns the same as jobHealth, whatever was judged before', () => {
    const shared = createHealthChecker()
    for (let index = 0; index < 3000; index += 1) {
      const job = { ...daily, cronExpr: `${index % 60} ${index % 24} * * ${index % 8}`, lastRunOk: index % 5 > 0 }
      const now = ms('2026-05-18T12:00:00Z') + index * 3_600_000
      const zone = index % 3 === 0 ? 420 : 0
      if (index % 50 === 0) expect(shared.check(job, now, zone)).toEqual(jobHealth(job, now, zone))
      else shared.check(job, now, zone)
    }
  })
})
