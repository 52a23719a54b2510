import { expect, test } from 'vitest'
import { jobOf } from '../../src/demo/kinds/cron/state.ts'
import { emptyState } from '../../src/demo/state.ts'
import { openPanelApp } from '../kit/panels.ts'

const withJob = (name: string) => ({ ...emptyState(), jobs: [jobOf({ id: 7, name }, Date.now())] })

test('a row that is read by itself replaces the one in its list', async () => {
  const { panel, app, serverId } = await openPanelApp({ state: withJob('nightly') })
  const names = async () =>
    (await app.call('rows.list', { kind: 'cron' })).flatMap(({ rows }) => rows.map((row) => row.name))
  expect(await names()).toEqual(['nightly'])
  panel.edit(() => withJob('weekly'))
  expect(await app.call('rows.get', { serverId, kind: 'cron', id: '7' })).toMatchObject({ id: 7, name: 'weekly' })
  expect(await names()).toEqual(['weekly'])
})

test('a row of a kind without a list is read by itself and is in no list', async () => {
  const { app, serverId } = await openPanelApp()
  expect(await app.call('rows.get', { serverId, kind: 'anonymous', id: 'example.com' })).toMatchObject({
    domain: 'example.com',
    enabled: false,
    other: { max_connections: 10 },
  })
  const statuses = await app.call('inventory.statuses', {})
  expect(statuses.map(({ kinds }) => Object.keys(kinds).sort())).toEqual([['cron', 'ftp']])
})
