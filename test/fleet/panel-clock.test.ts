import { expect, onTestFinished, test } from 'vitest'
import type { ServerStatus } from '../../src/shared/model/inventory.ts'
import { openFleetApp } from '../kit/app.ts'

test('the offset of a panel’s wrong clock is known, and is unknown if the panel sends no Date', async () => {
  const app = await openFleetApp({ panels: 3 })
  onTestFinished(() => app.close())
  const [slow, right, silent] = app.fleet.panels
  if (!slow || !right || !silent) throw new Error('The fleet has three panels')
  await slow.setFault('clockSkew', -300_000)
  await silent.setFault('withoutHeaders', ['rate', 'date'])
  await app.call('demo.start', { panels: 3 })
  const { statuses } = await app.call('inventory.refresh', {})
  const servers = await app.call('servers.list', {})
  const clockAheadMsOf = ({ url }: { readonly url: string }, among: readonly ServerStatus[]) =>
    among.find(({ serverId }) => serverId === servers.find((server) => server.url.startsWith(url))?.id)?.clockAheadMs
  // The reply may have taken a while on a busy machine.
  expect(Math.abs((clockAheadMsOf(slow, statuses) ?? 0) + 300_000)).toBeLessThan(15_000)
  expect([clockAheadMsOf(right, statuses), clockAheadMsOf(silent, statuses)]).toEqual([0, null])

  await slow.setFault('clockSkew', 0)
  const refreshed = await app.call('inventory.refresh', {})
  expect(clockAheadMsOf(slow, refreshed.statuses)).toBe(0)
})
