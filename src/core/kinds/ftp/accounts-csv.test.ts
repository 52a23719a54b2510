import { describe, expect, test } from 'vitest'
import { readAccountsCsv } from './accounts-csv.ts'

const servers = [
  { id: 'id-1', name: 'Web 1', url: 'https://web1.example.com:2083/api/v1' },
  { id: 'id-2', name: 'Twin', url: 'https://web2.example.com:2083/api/v1' },
  { id: 'id-3', name: 'twin', url: 'https://web3.example.com:2083/api/v1' },
]
const read = (line: string, head = 'server,username,domain,quota_mb,read_only,allowed_ips,password') =>
  readAccountsCsv(`${head}\n${line}\n`, servers)[0]

describe('a line', () => {
  test('is read with all its values; the order of the columns and the separator are free', () => {
    expect(
      read(
        '"203.0.113.7, 10.0.0.0/8";deploy;Web 1;YES;250;a.example;pw',
        'Allowed IPs;Username;Server;read-only;quota mb;Domain;Password',
      ),
    ).toEqual({
      line: 2,
      serverId: 'id-1',
      serverName: 'Web 1',
      account: {
        username: 'deploy',
        domain: 'a.example',
        quotaMb: 250,
        readOnly: true,
        allowedIps: ['203.0.113.7', '10.0.0.0/8'],
      },
      hasPassword: true,
      password: 'pw',
      problems: [],
    })
  })

  test.each([['web 1'], ['id-1'], ['web1.example.com'], ['https://web1.example.com:2083/api/v1/']])(
    'finds its server as %s',
    (called) => {
      expect(read(`${called},deploy,,,,,`)).toMatchObject({ serverId: 'id-1', problems: [], hasPassword: false })
    },
  )

  test.each([
    ['nobody,deploy,,,,,', 'server', 'unknown'],
    ['twin,deploy,,,,,', 'server', 'ambiguous'],
    [',deploy,,,,,', 'server', 'required'],
    ['Web 1,,,,,,', 'username', 'required'],
    ['Web 1,x,,,,,', 'username', 'invalid'],
    ['Web 1,deploy,,many,,,', 'quota_mb', 'invalid'],
    ['Web 1,deploy,,-1,,,', 'quota_mb', 'invalid'],
    ['Web 1,deploy,,,perhaps,,', 'read_only', 'invalid'],
    ['Web 1,deploy,,,,10.0.0.300,', 'allowed_ips', 'invalid'],
    [`Web 1,deploy,,,,,${'p'.repeat(1001)}`, 'password', 'invalid'],
    [`Web 1,deploy,${'d'.repeat(300)},,,,`, 'domain', 'invalid'],
    ['Web 1,deploy,,,,# the office,', 'allowed_ips', 'invalid'],
    ['Web 1,deploy,,,,203.0.113.1,203.0.113.2', 'password', 'address'],
    ['Web 1,deploy,203.0.113.0/24,,,,', 'domain', 'address'],
    ['Web 1,deploy,,,,203.0.113.1,203.0.113.2,203.0.113.3', '', 'more-cells'],
    ['Web 1,deploy,203.0.113.1', '', 'fewer-cells'],
    ['Web 1,deploy,,,,,"pw\nWeb 1,other,,,,,pw\nWeb 1,third,,,,,pw', '', 'quotes'],
    ['Web 1,deploy,,,,,"pw\nWeb 1,other,,,,,pw"', 'password', 'line-break'],
  ])('%s has a problem in its column', (line, column, problem) => {
    expect(read(line)?.problems).toEqual([{ column, problem }])
  })

  test('does not show the content of its cells if nothing about it is certain', () => {
    const line = read('"web 9,deploy,,,,,S3cret\nWeb 1,other,,,,,S4cret\n')
    expect(line).toMatchObject({ line: 2, account: null, problems: [{ column: '', problem: 'quotes' }] })
    expect(JSON.stringify({ ...line, password: undefined })).not.toMatch(/S3cret|S4cret/)
  })

  test('loses the apostrophe that an export adds, but not in a password', () => {
    expect(read(`Web 1,'=deploy,,,,,'=pw`)).toMatchObject({ account: { username: '=deploy' }, password: "'=pw" })
  })
})

test('an account that an earlier line creates is a duplicate', () => {
  const lines = readAccountsCsv('server,username\nWeb 1,deploy\nid-1,deploy\nTwin,deploy\n', servers)
  expect(lines.map(({ problems }) => problems.map(({ problem }) => problem))).toEqual([
    [],
    ['duplicate'],
    ['ambiguous'],
  ])
})

test('a line that creates nothing does not take a name; line numbers are those of the file', () => {
  const lines = readAccountsCsv('server,username,quota_mb\n\nWeb 1,deploy,many\nWeb 1,deploy,5\n', servers)
  expect(lines.map(({ line, problems }) => [line, problems.length])).toEqual([
    [3, 1],
    [4, 0],
  ])
})

test('an unknown column is refused and not skipped: the account would have no IP restriction', () => {
  expect(() => readAccountsCsv('server,username,allowed ip,quota\nWeb 1,deploy,203.0.113.1,5\n', servers)).toThrow(
    expect.objectContaining({
      code: 'file.columns-unknown',
      details: expect.objectContaining({ unknown: ['allowed ip', 'quota'] }),
    }),
  )
})

test('a file without the required columns is refused', () => {
  expect(() => readAccountsCsv('host,user\nx,y\n', servers)).toThrow(
    expect.objectContaining({
      code: 'file.unreadable',
      details: expect.objectContaining({ missing: ['server', 'username'] }),
    }),
  )
})
