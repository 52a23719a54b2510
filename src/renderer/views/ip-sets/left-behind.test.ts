import { expect, test } from 'vitest'
import { swapEntries } from '../../../shared/ip/index.ts'
import { aServer } from '../../test-data/a-server.test-data.ts'
import type { FtpRow } from '../../kinds/ftp/account-rows.ts'
import { anAccount } from '../../test-data/an-account.test-data.ts'
import { leftBehind } from './left-behind.ts'

const row = (serverId: string, name: string, allowedIps: readonly string[] | null): FtpRow => ({
  key: `${serverId}/ftp/${name}`,
  server: aServer({ id: serverId }),
  account: anAccount({ username: name, allowedIps: allowedIps && [...allowedIps] }),
})
const names = (rows: readonly FtpRow[] | undefined) => rows?.map(({ account }) => account.username)
const [a, b, c] = ['203.0.113.1/32', '203.0.113.2/32', '203.0.113.3/32']

const fleet = [
  row('web', 'both', [a, b, '10.0.0.0/8']),
  row('web', 'one', [a]),
  row('shop', 'again', ['203.0.113.1', '203.0.113.2']),
  row('shop', 'wide', ['203.0.113.0/30']),
  row('shop', 'open', []),
  row('shop', 'unread', null),
]

test('an account with all of the old addresses is left behind, and is to swap what differs', () => {
  const found = leftBehind(fleet, [b, c], [[a, b]])
  expect(names(found?.rows)).toEqual(['both', 'again', 'wide'])
  expect(found).toMatchObject({
    servers: 2,
    action: { patch: { ips: { mode: 'swap', entries: ['203.0.113.3'], remove: [a] } } },
  })
})

test('a set that only grew or shrank adds or removes, and a wider network has nothing to lose', () => {
  expect(leftBehind(fleet, [a, b, c], [[a, b]])?.action).toEqual({
    type: 'ftp.edit',
    patch: { ips: { mode: 'add', entries: ['203.0.113.3'] } },
  })
  const shrunk = leftBehind(fleet, [b], [[a, b]])
  expect(shrunk?.action).toEqual({ type: 'ftp.edit', patch: { ips: { mode: 'remove', entries: [a] } } })
  expect(names(shrunk?.rows)).toEqual(['both', 'again'])
})

test('after two edits, accounts with either state are updated', () => {
  const twice = [row('web', 'first', [a]), row('web', 'second', [b]), row('web', 'there', [c])]
  const found = leftBehind(twice, [c], [[a], [b]])
  expect(names(found?.rows)).toEqual(['first', 'second'])
  expect(found?.action).toMatchObject({ patch: { ips: { mode: 'swap', entries: ['203.0.113.3'], remove: [a, b] } } })
})

test('no account is left behind once all have swapped, nor if the edit was undone', () => {
  const swapped = fleet.map((each) =>
    each.account.allowedIps
      ? row(each.server.id, each.account.username, swapEntries(each.account.allowedIps, { remove: [a], add: [c] }))
      : each,
  )
  expect(leftBehind(swapped, [b, c], [[a, b]])).toBe(null)
  expect(leftBehind(fleet, [a, b], [[a, b]])).toBe(null)
  expect(leftBehind(fleet, [a, b], [])).toBe(null)
})
