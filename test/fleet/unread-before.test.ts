import { expect, test } from 'vitest'
import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import { emptyState } from '../../src/demo/state.ts'
import type { Input } from '../../src/shared/contract.ts'
import { createQuickClock } from '../kit/clock.ts'
import { openPanelApp } from '../kit/panels.ts'

type Change = (serverId: string) => Input<'change.apply'>

const edit =
  (patch: object): Change =>
  (id) => ({ intent: { action: { type: 'ftp.edit', patch }, keys: [`${id}/ftp/admin_a`] } })

const changes: readonly (readonly [string, Change])[] = [
  ['a quota', edit({ quotaMb: 7 })],
  ['a switch', edit({ enabled: false })],
]

test.each(changes)('%s is not sent any more once the read before it was not answered', async (_, change) => {
  const clock = createQuickClock(10)
  const accounts = [accountOf({ username: 'admin_a', quotaMb: 10 }, clock.now() - 3_600_000)]
  const state = { ...emptyState('admin', 420), accounts }
  const { app, panel, serverId } = await openPanelApp({ state }, { ports: { clock } })
  await app.call('settings.set', { answerTimeoutSec: 5, refreshEveryMin: 0 })
  clock.skip(130_000)
  await panel.setFault('hang', { method: 'GET' })
  const startedMs = clock.now()
  const { run, item } = await app.call('change.apply', change(serverId))
  expect(item).toMatchObject({ state: 'failed', error: { code: 'write.not-sent' }, sentAtMs: null })
  expect(clock.now() - startedMs).toBeLessThan(9_000)
  await panel.clearFaults()
  await app.call('inventory.refresh', {})
  clock.skip(120_000)
  await app.call('inventory.refresh', {})
  expect(await app.call('bulk.run', { runId: run!.id })).toMatchObject({ state: 'done' })
  expect(panel.requests.filter(({ method }) => method !== 'GET')).toEqual([])
})

test('a read that is cut off at once is repeated', async () => {
  const { app, panel, serverId } = await openPanelApp({
    state: { ...emptyState('admin', 420), accounts: [accountOf({ username: 'admin_a' }, Date.now() - 3_600_000)] },
  })
  await panel.setFault('dropBefore', { method: 'GET', count: 1 })
  const { item } = await app.call('change.apply', edit({ quotaMb: 7 })(serverId))
  expect(item).toMatchObject({ state: 'confirmed' })
})
