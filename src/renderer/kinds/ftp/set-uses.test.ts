import { expect, test } from 'vitest'
import type { IpSet } from '../../../shared/model/ip-sets.ts'
import { aServer } from '../../test-data/a-server.test-data.ts'
import type { FtpRow } from './account-rows.ts'
import { anAccount } from '../../test-data/an-account.test-data.ts'
import { createUses, createUsesOf } from './set-uses.ts'
import { anIpSet } from '../../test-data/an-ip-set.test-data.ts'

const office = anIpSet('office', ['198.51.100.0/28', '203.0.113.7/32'])
const vpn = anIpSet('vpn', ['10.8.0.0/24'])
const names = (sets: readonly IpSet[]) => sets.map(({ id }) => id)

test.each([
  [['203.0.113.7', '198.51.100.0/28'], ['office']],
  [
    ['203.0.113.0/24', '198.51.100.0/29', '198.51.100.8/29', '10.8.0.0/16'],
    ['office', 'vpn'],
  ],
  [['203.0.113.7'], []],
  [[], []],
  [['0.0.0.0/0'], ['office', 'vpn']],
])('the list %j uses %j', (list, used) => {
  expect(names(createUsesOf([office, vpn])(list))).toEqual(used)
})

const rowsOn = (id: string, ...lists: readonly (readonly string[] | null)[]): readonly FtpRow[] =>
  lists.map((allowedIps, at) => ({
    key: `${id}/ftp/${at}`,
    server: aServer({ id }),
    account: anAccount({ username: String(at), allowedIps }),
  }))

test('accounts are counted by set and server, and those with an unknown list separately', () => {
  const uses = createUses([office, vpn])
  const web = rowsOn('web', office.networks, ['203.0.113.7'], [...office.networks, '10.8.0.0/24'], null)
  const shop = rowsOn('shop', office.networks, [])
  const all = uses([web, shop, []])
  expect(all.bySet.get('office')).toMatchObject({
    servers: 2,
    rows: [{ key: 'web/ftp/0' }, { key: 'web/ftp/2' }, { key: 'shop/ftp/0' }],
  })
  expect(all.bySet.get('vpn')).toMatchObject({ servers: 1, rows: [{ key: 'web/ftp/2' }] })
  expect(all.unknown).toMatchObject({ servers: 1, rows: [{ key: 'web/ftp/3' }] })

  const after = uses([rowsOn('web', null), shop])
  expect(after.bySet.get('office')?.rows).toHaveLength(1)
  expect(after.bySet.has('vpn')).toBe(false)
})
