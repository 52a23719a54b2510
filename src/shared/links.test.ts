import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linkOf, locationOfLink } from './links.ts'
import type { Location } from './model/location.ts'
import { screenNames } from './screens.ts'

it.each<[string, Location]>([
  ['wisdeck://servers', { screen: 'servers', query: {} }],
  ['wisdeck://servers/4f1c-9a', { screen: 'servers', query: { server: '4f1c-9a' } }],
  ['wisdeck://ftp/4f1c-9a', { screen: 'ftp', query: { server: '4f1c-9a' } }],
  ['wisdeck://ftp/4f1c-9a/lotus_deploy', { screen: 'ftp', query: { row: '4f1c-9a/ftp/lotus_deploy' } }],
  ['wisdeck://ftp/4f1c-9a/a%2Fb%40c%20%C4%91', { screen: 'ftp', query: { row: '4f1c-9a/ftp/a/b@c đ' } }],
  ['wisdeck://ftp/views/7b', { screen: 'ftp', query: { view: '7b' } }],
  ['wisdeck://cron/4f1c-9a/12', { screen: 'cron', query: { row: '4f1c-9a/cron/12' } }],
  ['wisdeck://cron/views/7b', { screen: 'cron', query: { view: '7b' } }],
  ['wisdeck://ip-sets/7b', { screen: 'ip-sets', query: { set: '7b' } }],
  ['wisdeck://runs/7b', { screen: 'runs', query: { run: '7b' } }],
  ['wisdeck://activity/4f1c-9a', { screen: 'activity', query: { server: '4f1c-9a' } }],
  ['wisdeck://settings/tokens', { screen: 'settings', query: { section: 'tokens' } }],
])('%s leads to a location, and the location has that link', (link, location) => {
  expect(locationOfLink(link)).toEqual(location)
  expect(locationOfLink(`${link}/`)).toEqual(location)
  expect(linkOf(location)).toBe(link)
})

it.each(screenNames)('%s has a link', (screen) => {
  expect(locationOfLink(`wisdeck://${screen}`)).toEqual({ screen, query: {} })
})

it.each([
  '',
  'wisdeck:',
  'wisdeck://',
  'wisdeck:servers',
  'wisdeck://welcome',
  'wisdeck://toString',
  'wisdeck://overview/a',
  'wisdeck://ftp.remove/a',
  'wisdeck://servers/a/b',
  'wisdeck://servers/../settings',
  'wisdeck://servers/..',
  'wisdeck://servers/%2e%2e',
  'wisdeck://servers/%61',
  'wisdeck://servers//',
  'wisdeck://servers?do=add',
  'wisdeck://servers/a#x',
  'wisdeck://user@servers',
  'wisdeck://servers:80',
  'WISDECK://SERVERS',
  ' wisdeck://servers',
  'wisdeck://servers\n',
  'wisdeck://servers\nx',
  'https://servers',
  `wisdeck://servers/${'a'.repeat(101)}`,
  'wisdeck://ftp/a/b/c',
  'wisdeck://ftp/a/%',
  'wisdeck://ftp/a/%00',
  'wisdeck://ftp/a/%E2%80%AEb',
  'wisdeck://ftp/a/%C3%28',
  `wisdeck://ftp/a/${'b'.repeat(101)}`,
  'wisdeck://cron/a/b',
  'wisdeck://cron/a/-1',
  'wisdeck://ftp/views/a%20b',
])('%j leads nowhere', (link) => {
  expect(locationOfLink(link)).toBeNull()
})

describe('for any id and name', () => {
  const id = fc.stringMatching(/^[\w-]{1,100}$/)
  const server = id.filter((text) => text !== 'views')
  const username = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    .filter((text) => /^\P{C}{1,100}$/u.test(text))
  const location = fc.oneof(
    fc.record({ screen: fc.constant('servers'), query: fc.record({ server: id }) }),
    fc.record({ screen: fc.constant('ip-sets'), query: fc.record({ set: id }) }),
    fc.record({ screen: fc.constant('runs'), query: fc.record({ run: id }) }),
    fc.record({ screen: fc.constantFrom('ftp', 'cron'), query: fc.record({ view: id }) }),
    fc.tuple(server, username).map(([s, name]) => ({ screen: 'ftp', query: { row: `${s}/ftp/${name}` } })),
    fc.tuple(server, fc.nat()).map(([s, job]) => ({ screen: 'cron', query: { row: `${s}/cron/${job}` } })),
  ) as fc.Arbitrary<Location>

  it('the link of a location leads back to it', () => {
    fc.assert(
      fc.property(location, (wanted) => {
        expect(locationOfLink(linkOf(wanted))).toEqual(wanted)
      }),
    )
  })

  it('text leads to a location only if it is the link of that location', () => {
    const text = fc.oneof(
      fc.string(),
      fc
        .tuple(fc.constantFrom(...screenNames), fc.array(fc.oneof(id, fc.webPath(), fc.string()), { maxLength: 3 }))
        .map(([screen, more]) => ['wisdeck:/', screen, ...more].join('/')),
    )
    fc.assert(
      fc.property(text, (link) => {
        const found = locationOfLink(link)
        expect(found === null || linkOf(found) === link.replace(/\/$/, '')).toBe(true)
      }),
    )
  })
})
