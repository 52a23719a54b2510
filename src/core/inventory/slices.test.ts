import { expect, test } from 'vitest'
import type { FtpAccount } from '../../shared/kinds/ftp.ts'
import type { Slice } from '../../shared/model/inventory.ts'
import { job } from '../storage/fixtures.ts'
import { rowKinds } from '../kinds/index.ts'
import { keepOwnRead, newestOffset, type Row, withoutRow, withRow, withSwitches } from './slices.ts'

const { ftp, cron } = rowKinds

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
const slice = (...rows: FtpAccount[]): Slice<'ftp'> => ({
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
  const listsOf = (rows: readonly Row[]) => rows.map((row) => 'allowedIps' in row && row.allowedIps)
  expect(listsOf(keepOwnRead(fresh, () => last, ftp))).toEqual([['203.0.113.0/24'], null, [], null])
  const listed = [account('a'), account('e', { allowedIps: [] })]
  expect(
    keepOwnRead(listed, () => expect.fail('The last rows were read'), ftp),
    'the panel lists them',
  ).toBe(listed)
})

test('a row is replaced in its slot, added at the end or removed, and the total follows', () => {
  const start = slice(account('a'), account('b'))
  const changed = withRow(start, account('a', { enabled: false }), ftp)
  expect(changed.rows.map((row) => [ftp.idOf(row as FtpAccount), row.enabled])).toEqual([
    ['a', false],
    ['b', true],
  ])
  expect(changed.total).toBe(2)
  expect(start.rows[0]?.enabled).toBe(true)
  expect(withRow(start, account('c'), ftp).total).toBe(3)
  expect(withoutRow(start, 'a', ftp)).toMatchObject({ total: 1, rows: [{ username: 'b' }] })
  expect(withoutRow(start, 'zz', ftp).total).toBe(2)
})

test('the panel’s UTC offset is that of its latest time, whether of a change or of a job’s run', () => {
  const winter = account('a', { updatedAt: '2026-01-10T10:00:00+01:00' })
  const summer = account('b', { updatedAt: '2026-07-10T10:00:00+02:00' })
  expect(newestOffset([summer, winter], ftp)).toEqual({ utcOffsetMin: 120, utcOffsetAtMs: Date.UTC(2026, 6, 10, 8) })
  const nightly = { ...job(1), updatedAt: '2026-01-10T10:00:00+01:00', lastRunAt: '2026-07-10T03:00:02+02:00' }
  expect(newestOffset([nightly], cron)?.utcOffsetMin).toBe(120)
  const bare = account('d', { updatedAt: '2026-08-10T10:00:00' })
  expect(newestOffset([bare, winter], ftp)?.utcOffsetMin).toBe(60)
  expect(newestOffset([account('c', { createdAt: null, updatedAt: null })], ftp)).toBeNull()
})

test('a switch that the panel does not show keeps its last known state, or is on; if all are reported, the last rows are not read', () => {
  const [a, b, c] = [account('a'), account('b'), account('c')]
  const last = () => [
    { ...a, enabled: false },
    { ...b, enabled: false },
  ]
  const whole = withSwitches([{ ...a, enabled: null }, b, { ...c, enabled: null }], last, ftp)
  expect(whole.map((row) => row.enabled)).toEqual([false, true, true])
  const reported = [a, b]
  expect(withSwitches(reported, () => expect.fail('The last rows were read'), ftp)).toBe(reported)
})
