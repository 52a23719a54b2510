import { expect, it } from 'vitest'
import type { ServerProfile } from '../../shared/model/server.ts'
import { aServer } from '../test-data/a-server.test-data.ts'
import { createCollation } from './collation.ts'
import { createGrouping } from './groups.ts'
import { listSlots, naturalOrder } from './row-slots.ts'
import { serverGroups } from './server-groups.ts'

const keys = serverGroups<{ readonly server: ServerProfile }>((environment) => environment.toUpperCase(), 'en')
/** Groups one row for each server; returns the names and counts of the groups. */
function groupsBy(id: string, servers: readonly Partial<ServerProfile>[]) {
  const by = keys.find((key) => key.id === id)
  if (by === undefined) throw new Error(`no key called ${id}`)
  const rowSlots = listSlots(
    servers.map((server, at) => ({ server: aServer({ id: `s${at}`, ...server }) })),
    ({ server }) => server.id,
  )
  return createGrouping(by, createCollation('en'))(rowSlots, naturalOrder(rowSlots)).groups.map(({ label, count }) => [
    label,
    count,
  ])
}

it('keeps servers with the same name apart', () => {
  expect(groupsBy('server', [{ name: 'web-12' }, { name: 'web-9' }, { name: 'web-9' }])).toEqual([
    ['web-9', 1],
    ['web-9', 1],
    ['web-12', 1],
  ])
})

it('combines the tags of a server in any order, and counts each row once', () => {
  expect(
    groupsBy('tag', [{ tags: ['shop', 'lotus'] }, { tags: [] }, { tags: ['lotus'] }, { tags: ['lotus', 'shop'] }]),
  ).toEqual([
    ['lotus', 1],
    ['lotus, shop', 2],
    ['', 1],
  ])
})

it('lists production first and servers without an environment last', () => {
  const environments = ['none', 'development', 'production', 'staging', 'production'] as const
  expect(
    groupsBy(
      'environment',
      environments.map((environment) => ({ environment })),
    ),
  ).toEqual([
    ['PRODUCTION', 2],
    ['STAGING', 1],
    ['DEVELOPMENT', 1],
    ['', 1],
  ])
})

it('lists folders by name, and servers without a folder last', () => {
  expect(groupsBy('folder', [{ folder: 'Clients 10' }, {}, { folder: 'Clients 9' }])).toEqual([
    ['Clients 9', 1],
    ['Clients 10', 1],
    ['', 1],
  ])
})
