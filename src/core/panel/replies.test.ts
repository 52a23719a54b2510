import { describe, expect, it } from 'vitest'
import {
  readAnonymousFtp,
  readCronJob,
  readCronList,
  readFtpAccount,
  readFtpList,
  readFtpStatus,
  readUser,
  readVersion,
} from './replies.ts'

/** The example of the API document. */
const account = {
  username: 'admin_deploy',
  owner: 'admin',
  home_dir: '/home/admin',
  quota_mb: 0,
  read_only: false,
  enabled: true,
  created_at: '2026-05-18T17:44:36+07:00',
  updated_at: '2026-05-18T17:44:36+07:00',
}
const job = {
  id: 5,
  name: 'nightly',
  command: '/usr/bin/php /home/admin/cron.php',
  cron_expr: '0 3 * * *',
  enabled: true,
  owner: 'admin',
  last_run_at: null,
  last_run_ok: false,
  next_run_at: null,
  email_on_complete: '',
  email_on_error: false,
  created_at: '2026-05-18T17:44:36+07:00',
  updated_at: '2026-05-18T17:44:36+07:00',
}

describe('FTP accounts', () => {
  it('reads the example of the API document', () => {
    expect(readFtpAccount(account)).toEqual({
      username: 'admin_deploy',
      owner: 'admin',
      homeDir: '/home/admin',
      quotaMb: 0,
      readOnly: false,
      enabled: true,
      domain: null,
      allowedIps: null,
      createdAt: '2026-05-18T17:44:36+07:00',
      updatedAt: '2026-05-18T17:44:36+07:00',
    })
  })

  it.each([
    ['as documented', { accounts: [account], total: 1 }],
    ['inside data', { success: true, data: { accounts: [account], total: 1 } }],
    ['as data', { data: [account] }],
    ['bare', [account]],
  ])('finds a list %s', (_name, body) => {
    expect(readFtpList(body)).toMatchObject({
      accounts: [{ username: 'admin_deploy' }],
      total: 1,
      hasAllowedIps: false,
    })
  })

  it.each([
    { accounts: [], total: 0 },
    { accounts: null, total: 0 },
    { data: { accounts: null } },
    { data: null },
    null,
    [],
  ])('reads %j as empty', (body) => {
    expect(readFtpList(body)).toEqual({ accounts: [], total: 0, hasAllowedIps: null })
  })

  it.each([{}, { users: [] }, { accounts: 'none' }, 'text', 7, { accounts: [{ name: 'x' }] }])(
    'does not take %j for a list',
    (body) => {
      expect(readFtpList(body)).toBeNull()
    },
  )

  it('keeps valid rows beside one without an id, and counts that one', () => {
    expect(readFtpList({ accounts: [account, { owner: 'x' }, null, 7], total: 2 })).toMatchObject({
      accounts: [{ username: 'admin_deploy' }],
      total: 4,
    })
  })

  it('knows if the panel has more rows than it sent', () => {
    expect(readFtpList({ accounts: [account], total: '120' })?.total).toBe(120)
  })

  it('accepts similar types and fills in missing values', () => {
    expect(
      readFtpAccount({ username: 'a_b', quota_mb: '500', read_only: 1, enabled: 'false', owner: null, extra: {} }),
    ).toMatchObject({
      quotaMb: 500,
      readOnly: true,
      enabled: false,
      owner: '',
      homeDir: '',
      createdAt: null,
    })
  })

  it.each([
    ...[true, 1, '1', 'true', 'On', ' enabled ', 'ACTIVE', 'yes'].map((word) => [word, true] as const),
    ...[false, 0, '0', 'false', 'off', 'Disabled', 'inactive', 'no'].map((word) => [word, false] as const),
    ...[undefined, null, '', 'maybe', 2, {}].map((word) => [word, null] as const),
  ])('reads enabled %j as %j, and guesses nothing', (word, expected) => {
    const { enabled: _, ...rest } = account
    expect(readFtpAccount({ ...rest, ...(word === undefined ? {} : { enabled: word }) })?.enabled).toBe(expected)
    expect(readCronJob({ id: 5, ...(word === undefined ? {} : { enabled: word }) })?.enabled).toBe(expected)
  })

  it.each([
    [undefined, null],
    [null, []],
    [[], []],
    [['203.0.113.0/24'], ['203.0.113.0/24']],
    ['203.0.113.1, 203.0.113.2', ['203.0.113.1', '203.0.113.2']],
    [[{ ip: '203.0.113.1' }], null],
    [['203.0.113.1', 7], null],
    [{}, null],
  ])('reads allowed_ips %j as %j', (allowed_ips, expected) => {
    expect(readFtpAccount({ ...account, ...(allowed_ips === undefined ? {} : { allowed_ips }) })?.allowedIps).toEqual(
      expected,
    )
  })

  it('says for each list whether it contained allowed_ips', () => {
    expect(readFtpList([account, { ...account, allowed_ips: null }])?.hasAllowedIps).toBe(true)
  })

  it('reads a single account that is wrapped', () => {
    for (const body of [{ account }, { data: account }, { success: true, data: { account } }])
      expect(readFtpAccount(body)?.username).toBe('admin_deploy')
    for (const body of [{ message: 'created' }, null, [], 'ok']) expect(readFtpAccount(body)).toBeNull()
  })
})

describe('cron jobs', () => {
  it('reads the example of the API document', () => {
    expect(readCronJob(job)).toEqual({
      id: 5,
      name: 'nightly',
      command: '/usr/bin/php /home/admin/cron.php',
      cronExpr: '0 3 * * *',
      domain: null,
      enabled: true,
      owner: 'admin',
      lastRunAt: null,
      lastRunOk: false,
      nextRunAt: null,
      emailOnComplete: '',
      emailOnError: false,
      createdAt: '2026-05-18T17:44:36+07:00',
      updatedAt: '2026-05-18T17:44:36+07:00',
    })
  })

  it.each([[[job]], [{ jobs: [job] }], [{ cronjobs: [job] }], [{ data: { jobs: [job], total: 1 } }]])(
    'finds the list in %j',
    (body) => {
      expect(readCronList(body)).toMatchObject({ jobs: [{ id: 5 }], total: 1 })
    },
  )

  it('reads null as an empty list, year 1 as never, and text as an id', () => {
    expect(readCronList(null)).toEqual({ jobs: [], total: 0 })
    expect(
      readCronList([{ ...job, id: '5', last_run_at: '0001-01-01T00:00:00Z', next_run_at: 1_779_100_000 }])?.jobs[0],
    ).toMatchObject({ id: 5, lastRunAt: null, nextRunAt: '2026-05-18T10:26:40.000Z' })
  })

  it('counts the rows that it cannot address', () => {
    expect(readCronList([job, { ...job, id: null }, { ...job, id: 1.5 }])).toMatchObject({
      jobs: [{ id: 5 }],
      total: 3,
    })
    expect(readCronList({ data: { jobs: [job], total: 120 } })?.total).toBe(120)
    expect(readCronList([{ name: 'x' }])).toBeNull()
  })
})

describe('other replies', () => {
  it('reads the FTP service’s status', () => {
    expect(readFtpStatus({ installed: true, running: false, total_accounts: 3 })).toEqual({
      installed: true,
      running: false,
      totalAccounts: 3,
    })
    expect(readFtpStatus({ data: { running: true } })).toEqual({ installed: true, running: true, totalAccounts: 0 })
    expect(readFtpStatus([])).toBeNull()
  })

  it('reads anonymous FTP and keeps unknown values', () => {
    const read = readAnonymousFtp('example.com')
    expect(read({ domain: 'x', enabled: 1, max_connections: 10 })).toEqual({
      domain: 'example.com',
      enabled: true,
      other: { max_connections: 10 },
    })
    expect(read({ data: { state: 'off' } })).toEqual({ domain: 'example.com', enabled: null, other: { state: 'off' } })
    expect(read('off')).toBeNull()
  })

  it('reads owner and version', () => {
    expect(readUser({ username: 'admin', role: 'admin', email: 'x' })).toEqual({ username: 'admin', role: 'admin' })
    expect(readUser({ success: true, data: { user: { username: 'admin' } } })).toEqual({
      username: 'admin',
      role: null,
    })
    expect(readVersion({ version: '1.8.2' })).toEqual({ version: '1.8.2' })
    expect(readVersion({ data: { version: 2 } })).toEqual({ version: '2' })
    expect([readVersion({}), readVersion('1.8')]).toEqual([{ version: null }, null])
  })
})
