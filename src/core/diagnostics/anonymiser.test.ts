import { describe, expect, it } from 'vitest'
import { createAnonymiser } from './anonymiser.ts'

const servers = [
  { id: 'aa11', name: 'Bäckerei "Kim" \\ 2', url: 'https://panel.bakery.example:2083/api/v1' },
  { id: 'bb22', name: 'server', url: 'https://[2001:db8::7]:2083' },
]
const { text, value } = createAnonymiser(servers, 'C:\\Users\\Jane Doe')

describe('a folder of this user', () => {
  it.each([
    ['a path of Windows', 'C:\\Users\\Jane Doe\\AppData\\x.db', '~\\AppData\\x.db'],
    ['with slashes', 'C:/Users/Jane Doe/AppData/x.db', '~/AppData/x.db'],
    [
      'in a frame of a stack',
      'at run (file:///C:/Users/Jane%20Doe/app.asar/main/web.js:10:20)',
      'at run (file:///~/app.asar/main/web.js:10:20)',
    ],
  ])('%s', (_name, from, reported) => {
    expect(text(from)).toBe(reported)
  })
})

describe('an address', () => {
  it.each([
    ['connect ECONNREFUSED 2001:db8::1:2083', 'connect ECONNREFUSED <address>'],
    ['connect ECONNREFUSED 2001:db8:1:2:3:4:5:6:2083', 'connect ECONNREFUSED <address>'],
    ['to ::ffff:203.0.113.9 and [::1]:80', 'to <address> and [<address>]:80'],
    ['connect ECONNREFUSED 203.0.113.9:2083 for kim@gone.example', 'connect ECONNREFUSED <address>:2083 for <mail>'],
    ['getaddrinfo ENOTFOUND panel.removed.example', 'getaddrinfo ENOTFOUND <address>'],
    [
      "Host: gone.example. is not in the cert's altnames: DNS:a.gone.example, DNS:panel.bakery.example",
      "Host: <address> is not in the cert's altnames: DNS:<address>, DNS:server-1",
    ],
    ['see https://panel.removed.example:2083/api/v1/ftp/kim now', 'see <address> now'],
    ['GET https://panel.bakery.example:2083/api/v1/ftp/accounts/kim', 'GET server-1'],
    ['GET https://panel.bakery.example:2083/other/kim', 'GET server-1'],
    ['https://[2001:db8::7]:2083/x', 'server-2'],
  ])('%s', (from, reported) => {
    expect(text(from)).toBe(reported)
  })

  it.each([
    'at 09:05:00 for 1:02:03',
    'AB:CD:EF:01:23:45',
    'at f (node:net:12:34)',
    'storage.backed-up',
    'web.js:1:2',
    'std::x',
  ])('is not one: %s', (from) => {
    expect(text(from)).toBe(from)
  })
})

it('recognises a name with quotes and backslashes, and does not replace its own replacements', () => {
  expect(JSON.stringify(value({ name: 'of Bäckerei "Kim" \\ 2', other: 'server and aa11' }))).toBe(
    '{"name":"of server-1","other":"server-2 and server-1"}',
  )
})

it('names an address by its server or not at all, and keeps the names of fields', () => {
  const facts = {
    host: '[2001:db8::1]:2083',
    url: 'nowhere.example',
    server: 'bb22',
    lost: 1,
    list: [null, true, { hostname: 'panel.bakery.example' }],
    'id-aa11': 2,
  }
  expect(value(facts)).toEqual({
    host: '<address>',
    url: '<address>',
    server: 'server-2',
    lost: 1,
    list: [null, true, { hostname: 'server-1' }],
    'id-server-1': 2,
  })
})

it('replaces only addresses if there is no server', () => {
  expect(createAnonymiser([], '').text('web-01 at 203.0.113.9')).toBe('web-01 at <address>')
})
