import { expect, test } from 'vitest'
import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import { emptyState } from '../../src/demo/state.ts'
import { editAccount } from '../kit/change-row.ts'
import { createQuickClock } from '../kit/clock.ts'
import { openPanelApp } from '../kit/panels.ts'

const state = () => ({ ...emptyState(), accounts: [accountOf({ username: 'admin_a', quotaMb: 10 }, 0)] })
const quotaOf = (row: object | null | undefined) => (row as { readonly quotaMb?: number } | null)?.quotaMb

test('a change that the panel makes seconds later on the clock of the app is told as the panel made it', async () => {
  const clock = createQuickClock(1)
  const { app, panel, serverId } = await openPanelApp({ state: state() }, { ports: { clock } })
  await panel.setFault('treatment', { work: { afterMs: 20_000 }, reply: 'own', method: 'PUT', count: 1 })
  const changed = app.call('change.apply', editAccount(serverId, 'admin_a', { quotaMb: 500 }))
  while (panel.changes().length === 0) await new Promise(setImmediate)
  expect(panel.state().ftp['admin_a']).toMatchObject({ quotaMb: 10 })
  clock.skip(20_000)
  const told = await changed
  const [change] = panel.changes()
  expect([quotaOf(told.item?.before), quotaOf(told.item?.after)]).toEqual([
    quotaOf(change?.before),
    quotaOf(change?.after),
  ])
  expect((change?.carriedOutAtMs ?? 0) - (change?.receivedAtMs ?? 0)).toBeGreaterThanOrEqual(20_000)
  expect(panel.changes()).toHaveLength(1)
})

test('one panel at two addresses is two servers that show the same rows', async () => {
  const { app, panel, serverId } = await openPanelApp({ state: state() })
  const twin = await app.add(await panel.listenAlso({ host: '127.0.0.2' }), { name: 'Twin' })
  await app.call('change.apply', editAccount(serverId, 'admin_a', { quotaMb: 500 }))
  await app.call('inventory.refresh', { serverIds: [twin.id] })
  const lists = await app.call('rows.list', { kind: 'ftp' })
  expect(lists.map(({ rows }) => rows.map((row) => [row.username, row.quotaMb]))).toEqual([
    [['admin_a', 500]],
    [['admin_a', 500]],
  ])
})
