import { expect, test } from 'vitest'
import type { FtpAccount } from '../../shared/model/ftp.ts'
import type { FtpSlice } from '../../shared/model/inventory.ts'
import type { ReportedRow } from '../panel/types.ts'
import { job } from '../storage/fixtures.ts'
import { keepKnownIps, newestOffset, withAccount, withoutAccount, withSwitches } from './slices.ts'

const account = (username: string, more: Partial<FtpAccount> = {}): FtpAccount => ({
  username,
  owner: 'admin',
  homeDir: '/home/admin',
  quotaMb: 0,
  readOnly: false,
  enabled: true,
  domain: null,
  allowedIps: null,
  createdAt: '2026-05-18T17:44:36+07:00',
  updatedAt: '2026-05-18T17:44:36+07:00',
  ...more,
})
const slice = (...rows: FtpAccount[]): FtpSlice => ({
  serverId: 's',
  kind: 'ftp',
  rows,
  readAtMs: 1,
  total: rows.length,
})

test('a list without allow lists keeps those that were read before, unless the account has changed since', () => {
  const last = [
    account('a', { allowedIps: ['203.0.113.0/24'] }),
    account('b', { allowedIps: ['203.0.113.0/24'] }),
    account('c', { allowedIps: [] }),
  ]
  const fresh = [account('a'), account('b', { updatedAt: '2026-05-19T00:00:00+07:00' }), account('c'), account('d')]
  expect(keepKnownIps(fresh, last).map((row) => row.allowedIps)).toEqual([['203.0.113.0/24'], null, [], null])
})

test('a row is replaced in its slot, added at the end or removed, and the total follows', () => {
  const start = slice(account('a'), account('b'))
  const changed = withAccount(start, account('a', { enabled: false }))
  expect(changed.rows.map((row) => [row.username, row.enabled])).toEqual([
    ['a', false],
    ['b', true],
  ])
  expect(changed.total).toBe(2)
  expect(start.rows[0]?.enabled).toBe(true)
  expect(withAccount(start, account('c')).total).toBe(3)
  expect(withoutAccount(start, 'a')).toMatchObject({ total: 1, rows: [{ username: 'b' }] })
  expect(withoutAccount(start, 'zz').total).toBe(2)
})

test('the panel’s UTC offset is that of its latest time, whether of a change or of a job’s run', () => {
  const winter = account('a', { updatedAt: '2026-01-10T10:00:00+01:00' })
  const summer = account('b', { updatedAt: '2026-07-10T10:00:00+02:00' })
  expect(newestOffset([summer, winter])).toEqual({ utcOffsetMin: 120, utcOffsetAtMs: Date.UTC(2026, 6, 10, 8) })
  const nightly = { ...job(1), updatedAt: '2026-01-10T10:00:00+01:00', lastRunAt: '2026-07-10T03:00:02+02:00' }
  expect(newestOffset([nightly])?.utcOffsetMin).toBe(120)
  const bare = account('d', { updatedAt: '2026-08-10T10:00:00' })
  expect(newestOffset([bare, winter])?.utcOffsetMin).toBe(60)
  expect(newestOffset([account('c', { createdAt: null, updatedAt: null })])).toBeNull()
})

test('a switch that the panel does not show keeps its last known state, or is on; if all are reported, the last rows are not read', () => {
  const idOf = ({ username }: ReportedRow<FtpAccount>) => username
  const [a, b, c] = [account('a'), account('b'), account('c')]
  const last = () => [
    { ...a, enabled: false },
    { ...b, enabled: false },
  ]
  const whole = withSwitches<FtpAccount>([{ ...a, enabled: null }, b, { ...c, enabled: null }], last, idOf)
  expect(whole.map((row) => row.enabled)).toEqual([false, true, true])
  const reported = [a, b]
  expect(withSwitches<FtpAccount>(reported, () => expect.fail('The last rows were read'), idOf)).toBe(reported)
})
