import { describe, expect, test } from 'vitest'
import { readAccountsCsv } from './accounts-csv.ts'

const servers = [
  { id: 'id-1', name: 'Web 1', url: 'https://web1.example.com:2083/api/v1' },
  { id: 'id-2', name: 'Twin', url: 'https://web2.example.com:2083/api/v1' },
  { id: 'id-3', name: 'twin', url: 'https://web3.example.com:2083/api/v1' },
]
const read = (line: string, head = 'server,username,domain,quota_mb,read_only,allowed_ips,password') => readAccountsCsv(`${head}\n${line}\n`, servers)[0]

describe('a line', () => {
  test('is read with all it says; the order of columns, and what parts them, are free', () => {
    expect(read('"203.0.113.7, 10.0.0.0/8";deploy;Web 1;YES;250;a.example;pw', 'Allowed IPs;Username;Server;read-only;quota mb;Domain;Password')).toEqual({
      line: 2,
      serverId: 'id-1',
      serverName: 'Web 1',
      account: { username: 'deploy', domain: 'a.example', quotaMb: 250, readOnly: true, allowedIps: ['203.0.113.7/32', '10.0.0.0/8'] },
      hasPassword: true,
      password: 'pw',
      problems: [],
    })
  })

  test.each([['web 1'], ['id-1'], ['web1.example.com'], ['https://web1.example.com:2083/api/v1/']])('finds its server as %s', (called) => {
    expect(read(`${called},deploy,,,,,`)).toMatchObject({ serverId: 'id-1', problems: [], hasPassword: false })
  })

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
  ])('%s has a problem in its column', (line, column, problem) => {
    expect(read(line)?.problems).toEqual([{ column, problem }])
  })

  test('takes off the apostrophe of an export, but not from a password', () => {
    expect(read(`Web 1,'=deploy,,,,,'=pw`)).toMatchObject({ account: { username: '=deploy' }, password: "'=pw" })
  })
})

test('an account that an earlier line makes is a double', () => {
  const lines = readAccountsCsv('server,username\nWeb 1,deploy\nid-1,deploy\nTwin,deploy\n', servers)
  expect(lines.map(({ problems }) => problems.map(({ problem }) => problem))).toEqual([[], ['duplicate'], ['ambiguous']])
})

test('a file without its columns is none', () => {
  expect(() => readAccountsCsv('host,user\nx,y\n', servers)).toThrow(expect.objectContaining({ code: 'file.unreadable', details: expect.objectContaining({ missing: ['server', 'username'] }) }))
})
