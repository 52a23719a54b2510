import { describe, expect, it, vi } from 'vitest'
import { aServer } from '../../test-data/a-server.test-data.ts'
import type { FtpRow } from '../../kinds/ftp/account-rows.ts'
import { aRow, noonMs } from '../../test-data/a-job.test-data.ts'
import { createRowHealth, type JobRow } from '../../kinds/cron/job-rows.ts'
import { anAccount } from '../../test-data/an-account.test-data.ts'
import { countAccounts, createFigures, cacheByRows, spanFrom, sumAccounts, sumHours } from './figures.ts'

const ftp = (patch: Parameters<typeof anAccount>[0], index = 0): FtpRow => ({
  key: `s0/ftp/a${index}`,
  server: aServer(),
  account: anAccount(patch),
})

describe('accounts by restriction', () => {
  it('tell an empty list from an unread one', () => {
    const rows = [
      ftp({ allowedIps: [] }),
      ftp({ allowedIps: [], enabled: false }),
      ftp({ allowedIps: ['203.0.113.0/24'] }),
      ftp({ allowedIps: null }),
    ]
    expect(countAccounts(rows)).toEqual({
      total: 4,
      unrestricted: 2,
      unrestrictedEnabled: 1,
      restricted: 1,
      unknown: 1,
    })
    expect(sumAccounts([countAccounts(rows), countAccounts(rows)])).toEqual({
      total: 8,
      unrestricted: 4,
      unrestrictedEnabled: 2,
      restricted: 2,
      unknown: 2,
    })
    expect(sumAccounts([])).toEqual({
      total: 0,
      unrestricted: 0,
      unrestrictedEnabled: 0,
      restricted: 0,
      unknown: 0,
    })
  })
})

describe('jobs by hour', () => {
  const figures = () => createFigures(createRowHealth())
  const at = (hour: number, counts: readonly number[]) => counts[hour]

  it('count a job once an hour, and each of its runs', () => {
    // noonMs is 12:00 at +07:00, so three in the morning is fifteen hours later.
    const rows = [
      aRow({ cronExpr: '0 3 * * *' }),
      aRow({ cronExpr: '*/10 * * * *' }),
      aRow({ cronExpr: '0 3 * * *', enabled: false }),
    ]
    const { jobs, runs, unplanned } = figures().hours(rows, noonMs)
    expect([at(15, jobs), at(15, runs), at(14, jobs), at(14, runs), unplanned]).toEqual([2, 7, 1, 6, 0])
  })
  it('count the jobs whose runs cannot be computed', () => {
    const rows = [aRow({ cronExpr: 'sometimes' }), aRow({}, { clock: { source: 'unknown', zone: null } })]
    expect(figures().hours(rows, noonMs).unplanned).toBe(2)
  })
  it('begin with the present hour, and are counted again when it is over', () => {
    const rows = [aRow({ cronExpr: '0 13 * * *' })]
    const own = figures()
    const first = own.hours(rows, noonMs + 59 * 60_000)
    expect(at(1, first.jobs)).toBe(1)
    expect(own.hours(rows, noonMs)).toBe(first)
    expect(at(0, own.hours(rows, noonMs + 60 * 60_000).jobs)).toBe(1)
    expect(sumHours([first, first]).jobs[1]).toBe(2)
    expect(spanFrom(noonMs + 1).fromMs).toBe(noonMs)
  })
})

it('counts a server again only when its rows were replaced', () => {
  const checked = vi.fn(createRowHealth())
  const figures = createFigures(checked)
  const rows = [aRow({ lastRunOk: false }), aRow()]
  expect(figures.jobs(rows)).toMatchObject({ total: 2, states: { failing: 1, ok: 1 } })
  figures.jobs(rows)
  expect(checked).toHaveBeenCalledTimes(2)
  figures.jobs([...rows])
  expect(checked).toHaveBeenCalledTimes(4)
})

it('reads only the refreshed server’s rows when one server among 100,000 rows is refreshed', () => {
  const figures = createFigures(createRowHealth())
  const accounts = cacheByRows(countAccounts)
  let reads = 0
  const counted = <Row extends object>(row: Row): Row =>
    new Proxy(row, { get: (target, name) => ((reads += 1), Reflect.get(target, name) as unknown) })
  const jobsOf = (server: number): readonly JobRow[] =>
    Array.from({ length: 100 }, (_, job) =>
      counted(aRow({ id: job, cronExpr: `${job % 60} ${(server + job) % 24} * * *` })),
    )
  const accountsOf = () =>
    Array.from({ length: 100 }, (_, index) =>
      counted(ftp({ allowedIps: index % 3 === 0 ? [] : ['203.0.113.7/32'] }, index)),
    )
  const servers = Array.from({ length: 500 }, (_, server) => ({ jobs: jobsOf(server), accounts: accountsOf() }))
  const count = () => {
    reads = 0
    sumAccounts(servers.map((server) => accounts(server.accounts)))
    servers.forEach(({ jobs }) => figures.jobs(jobs))
    sumHours(servers.map(({ jobs }) => figures.hours(jobs, noonMs)))
    return reads
  }
  const whole = count()
  servers[7] = { jobs: jobsOf(7), accounts: accountsOf() }
  const one = count()
  expect(one).toBeGreaterThan(0)
  expect(one).toBeLessThanOrEqual(whole / 500)
})
