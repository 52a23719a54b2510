import { describe, expect, it } from 'vitest'
import { ftp } from './ftp.ts'

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

describe('values', () => {
  it.each([
    ['allowedIps', ['10.0.0.5', '192.0.2.0/24'], ['192.0.2.0/24', '10.0.0.5/32'], true],
    ['allowedIps', ['10.0.0.5'], ['10.0.0.6'], false],
    ['allowedIps', null, null, true],
    ['allowedIps', null, [], false],
    ['username', 'admin_deploy', 'deploy', true],
    ['username', 'deploy', 'deploy', true],
    ['username', 'admin_other', 'deploy', false],
    ['domain', null, 'example.com', true],
    ['domain', 'a.example', 'b.example', false],
    ['quotaMb', 5, 5, true],
    ['enabled', true, false, false],
  ])('compares %s: %j and %j', (field, shown, other, expected) => {
    expect(ftp.same(field, shown, other)).toBe(expected)
  })

  it('tells the account that a creation makes by its owner and name', () => {
    const row = ftp.readOne(account)!
    expect(['deploy', 'admin_deploy', 'ploy'].map((username) => ftp.creation.identifies({ username }, row))).toEqual([
      'same',
      'same',
      'no',
    ])
  })
})

describe('FTP accounts', () => {
  it('reads the example of the API document', () => {
    expect(ftp.readOne(account)).toEqual({
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
    expect(ftp.readList(body)).toMatchObject({
      rows: [{ username: 'admin_deploy' }],
      total: 1,
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
    expect(ftp.readList(body)).toEqual({ rows: [], total: 0 })
  })

  it.each([{}, { users: [] }, { accounts: 'none' }, 'text', 7, { accounts: [{ name: 'x' }] }])(
    'does not take %j for a list',
    (body) => {
      expect(ftp.readList(body)).toBeNull()
    },
  )

  it('keeps valid rows beside one without an id, and counts that one', () => {
    expect(ftp.readList({ accounts: [account, { owner: 'x' }, null, 7], total: 2 })).toMatchObject({
      rows: [{ username: 'admin_deploy' }],
      total: 4,
    })
  })

  it('knows if the panel has more rows than it sent', () => {
    expect(ftp.readList({ accounts: [account], total: '120' })?.total).toBe(120)
  })

  it('accepts similar types and fills in missing values', () => {
    expect(
      ftp.readOne({ username: 'a_b', quota_mb: '500', read_only: 1, enabled: 'false', owner: null, extra: {} }),
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
    expect(ftp.readOne({ ...rest, ...(word === undefined ? {} : { enabled: word }) })?.enabled).toBe(expected)
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
    expect(ftp.readOne({ ...account, ...(allowed_ips === undefined ? {} : { allowed_ips }) })?.allowedIps).toEqual(
      expected,
    )
  })

  it('learns from a list whether the panel lists addresses, unless the list is empty', () => {
    const rowsOf = (body: unknown) => ftp.readList(body)?.rows ?? []
    expect(ftp.learnFromList(rowsOf([account, { ...account, allowed_ips: null }]))).toEqual({ listHasAllowedIps: true })
    expect(ftp.learnFromList(rowsOf([account]))).toEqual({ listHasAllowedIps: false })
    expect(ftp.learnFromList([])).toEqual({})
  })

  it('reads a single account that is wrapped', () => {
    for (const body of [{ account }, { data: account }, { success: true, data: { account } }])
      expect(ftp.readOne(body)?.username).toBe('admin_deploy')
    for (const body of [{ message: 'created' }, null, [], 'ok']) expect(ftp.readOne(body)).toBeNull()
  })
})
