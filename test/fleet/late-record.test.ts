import { expect, test } from 'vitest'
import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import { emptyState } from '../../src/demo/state.ts'
import { createQuickClock } from '../kit/clock.ts'
import { editAccount } from '../kit/change-row.ts'
import { openPanelApp } from '../kit/panels.ts'

test('the record tells a switch as done once a later reading has shown it', async () => {
  const accounts = [accountOf({ username: 'admin_a' }, Date.now() - 3_600_000)]
  const clock = createQuickClock(20)
  const { app, panel, serverId } = await openPanelApp(
    { state: { ...emptyState('admin', 420), accounts } },
    { ports: { clock } },
  )
  await panel.setFault('treatment', { work: { afterMs: 60_000 }, reply: 'hang', method: 'POST' })
  const { run, item } = await app.call('change.apply', editAccount(serverId, 'admin_a', { enabled: false }))
  expect(item).toMatchObject({ state: 'unknown', open: true })
  const recorded = async () => (await app.call('activity.list', { runId: run!.id })).map(({ result }) => result)
  expect(await recorded()).toEqual(['unknown'])
  clock.skip(60_000)
  const itemState = async () => (await app.call('bulk.runItems', { runId: run!.id })).items[0]?.state
  await expect.poll(itemState, { timeout: 20_000 }).toBe('confirmed')
  expect(await recorded()).toEqual(['done'])
})
