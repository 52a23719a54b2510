import { expect, onTestFinished, test } from 'vitest'
import type { Input } from '../../src/shared/contract.ts'
import { openFleetApp } from '../kit/app.ts'
import { createQuickClock } from '../kit/clock.ts'

const answerTimeoutSec = 10

/** Three panels whose rows are too old for a plan, of which the first hangs. Time passes five times as fast. */
async function openWithHungPanel() {
  const clock = createQuickClock(5)
  const app = await openFleetApp({ panels: 3, accounts: 4, jobs: 2, seed: 3 }, { ports: { clock } })
  onTestFinished(() => app.close())
  const servers = await app.call('demo.start', { panels: 3 })
  await app.call('inventory.refresh', {})
  await app.call('settings.set', { answerTimeoutSec })
  const accounts = await app.call('rows.list', { kind: 'ftp' })
  const keys = servers.map(({ id }) => `${id}/ftp/${accounts.find((one) => one.serverId === id)!.rows[0]!.username}`)
  const action = { type: 'ftp.edit', patch: { quotaMb: 77 } } as const
  clock.skip(130_000)
  await app.fleet.panels[0]!.setFault('hang', true)
  let planningId = 0
  /** Makes a plan, and returns what it says and how long it took on the clock, in answer timeouts. */
  const plan = async (more: Partial<Input<'bulk.plan'>> = {}) => {
    const startedMs = clock.now()
    const head = await app.call('bulk.plan', { planningId: `p${++planningId}`, intent: { action, keys }, ...more })
    const took = (clock.now() - startedMs) / (answerTimeoutSec * 1000)
    const { rows } = await app.call('bulk.planImpossible', { planId: head.id, offset: 0, limit: 10 })
    return { took, changes: head.changes, rows }
  }
  return { app, clock, servers, plan }
}

test('a plan waits for a panel that hangs for one answer timeout, and the next plan does not wait again', async () => {
  const { app, clock, servers, plan } = await openWithHungPanel()
  const first = await plan()
  expect([first.changes, first.rows.map(({ reason, detail }) => [reason, detail])]).toEqual([
    2,
    [['unread', 'net.timeout']],
  ])
  expect(first.took).toBeLessThan(1.6)
  const foundMs = (await app.call('inventory.statuses', {})).find(({ serverId }) => serverId === servers[0]!.id)!.kinds
    .ftp.triedAtMs
  const second = await plan()
  expect(second.took).toBeLessThan(0.5)
  expect([second.changes, second.rows]).toEqual([
    2,
    [
      expect.objectContaining({
        serverId: servers[0]!.id,
        reason: 'unread',
        detail: 'net.timeout',
        triedAtMs: foundMs,
      }),
    ],
  ])
  // Whoever asks for it has the panel tried again at once; anyone else after a few seconds.
  await app.fleet.panels[0]!.clearFaults()
  expect((await plan()).changes).toBe(2)
  expect(await plan({ tryHung: true })).toMatchObject({ changes: 3, rows: [] })
  await app.fleet.panels[0]!.setFault('hang', true)
  clock.skip(130_000)
  expect((await plan()).changes).toBe(2)
  await app.fleet.panels[0]!.clearFaults()
  clock.skip(20_000)
  expect((await plan()).changes).toBe(3)
}, 30_000)
