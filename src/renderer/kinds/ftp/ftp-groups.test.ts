import { expect, it } from 'vitest'
import type { FtpAccount } from '../../../shared/kinds/ftp.ts'
import { aServer } from '../../test-data/a-server.test-data.ts'
import { createCollation } from '../../table/collation.ts'
import { createGrouping } from '../../table/groups.ts'
import { listSlots, naturalOrder } from '../../table/row-slots.ts'
import { anAccount } from '../../test-data/an-account.test-data.ts'
import { ftpGroups } from './ftp-groups.ts'

const words = {
  state: (enabled: boolean) => (enabled ? 'on' : 'off'),
  access: (readOnly: boolean) => (readOnly ? 'reads' : 'writes'),
}
const keys = ftpGroups(words, (key) => key, 'en')
function groupsBy(id: string, accounts: readonly Partial<FtpAccount>[]) {
  const by = keys.find((key) => key.id === id)
  if (by === undefined) throw new Error(`no key called ${id}`)
  const rowSlots = listSlots(
    accounts.map((patch, at) => ({ key: `s/ftp/${at}`, server: aServer(), account: anAccount(patch) })),
    ({ key }) => key,
  )
  return createGrouping(by, createCollation('en'))(rowSlots, naturalOrder(rowSlots)).groups.map(({ label, count }) => [
    label,
    count,
  ])
}

it('never takes an unread list for one without restriction', () => {
  const lists = [['203.0.113.7/32'], null, [], null]
  expect(
    groupsBy(
      'restriction',
      lists.map((allowedIps) => ({ allowedIps })),
    ),
  ).toEqual([
    ['ftp.group.open', 1],
    ['ftp.group.unread', 2],
    ['ftp.group.restricted', 1],
  ])
})

it('groups accounts by owner, domain, state and access', () => {
  const accounts = [
    { owner: 'lotus', domain: 'b.example', enabled: false },
    { owner: 'kim', domain: null, readOnly: true },
    { owner: 'kim', domain: 'a.example' },
  ]
  expect(groupsBy('owner', accounts)).toEqual([
    ['kim', 2],
    ['lotus', 1],
  ])
  expect(groupsBy('domain', accounts)).toEqual([
    ['a.example', 1],
    ['b.example', 1],
    ['', 1],
  ])
  expect(groupsBy('state', accounts)).toEqual([
    ['on', 2],
    ['off', 1],
  ])
  expect(groupsBy('access', accounts)).toEqual([
    ['writes', 2],
    ['reads', 1],
  ])
})
