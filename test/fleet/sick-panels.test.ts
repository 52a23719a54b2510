import { afterEach, expect, test, vi } from 'vitest'
import type { Health } from '../../src/shared/model/inventory.ts'
import { openFleetApp, type FleetApp } from '../kit/app.ts'
import { createQuickClock, type QuickClock } from '../kit/clock.ts'

let app: FleetApp | null = null
afterEach(() => app?.close())

const healthOfSick: Readonly<Record<number, Health>> = {
  3: 'unreachable',
  11: 'unreachable',
  19: 'unreachable',
  27: 'unreachable',
  35: 'unreachable',
  8: 'unreachable',
  40: 'unreachable',
  22: 'bad-reply',
}

/** Refreshes all servers and resolves when these servers have rows of both kinds. */
async function refreshUntil(fleetApp: FleetApp, ids: readonly string[]): Promise<void> {
  const kindsByServer = new Map(ids.map((id) => [id, new Set<string>()]))
  await new Promise<void>((resolve) => {
    const stop = fleetApp.onEvent(({ event, payload }) => {
      if (event !== 'inventory.sliceChanged') return
      kindsByServer.get(payload.serverId)?.add(payload.kind)
      if (![...kindsByServer.values()].every((kinds) => kinds.size === 2)) return
      stop()
      resolve()
    })
    void fleetApp.call('inventory.refresh', {})
  })
}

/** Moves the clock on until the promise settles. */
async function skipUntil<T>(clock: QuickClock, done: Promise<T>): Promise<T> {
  let settled = false
  void done.finally(() => (settled = true))
  while (!settled) {
    clock.skip(5_000)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return done
}

test('of 50 panels 5 are dead, 2 hang and 1 sends HTML: 42 show their rows before the hanging ones time out, 8 show their error', async () => {
  const clock = createQuickClock(1)
  app = await openFleetApp({ panels: 50, accounts: 20, jobs: 8, seed: 3 }, { ports: { clock } })
  const fleetApp = app
  const servers = await fleetApp.call('demo.start', { panels: 50 })
  await fleetApp.call('inventory.refresh', {})
  const isSick = (index: number) => index in healthOfSick
  const healthy = servers.filter((_, index) => !isSick(index)).map((server) => server.id)

  await fleetApp.call('settings.set', { answerTimeoutSec: 60 })
  await Promise.all(
    fleetApp.fleet.panels.map((panel, index) => {
      if (index === 22) return panel.setFault('html502', true)
      if (index === 8 || index === 40) return panel.setFault('hang', true)
      return isSick(index) ? panel.setFault('dead', true) : null
    }),
  )
  await refreshUntil(fleetApp, healthy)
  // The other sick panels answer or refuse without any help of the clock.
  await vi.waitFor(
    async () => {
      const statuses = await fleetApp.call('inventory.statuses', {})
      expect(statuses.filter(({ refreshing }) => refreshing)).toHaveLength(2)
    },
    { timeout: 30_000 },
  )
  // The hanging panels keep their connections open for a minute. The healthy panels are not affected.
  const hanging = [8, 40].map((index) => servers[index]!.id)
  const waiting = (await fleetApp.call('inventory.statuses', {})).filter(({ refreshing }) => refreshing)
  expect(waiting.map(({ serverId }) => serverId).toSorted()).toEqual(hanging.toSorted())
  // Joins the reads that are still running. They end when the hanging panels have run into the answer timeout. No other
  // server is read: under load its panel could be too slow for a clock that skips.
  await skipUntil(clock, fleetApp.call('inventory.refresh', { serverIds: hanging }))
  const statuses = await fleetApp.call('inventory.statuses', {})
  for (const [index, server] of servers.entries()) {
    const status = statuses.find((each) => each.serverId === server.id)!
    expect(status.health, server.name).toBe(healthOfSick[index] ?? 'ok')
    if (!isSick(index)) continue
    expect(status.kinds.ftp.error?.message, server.name).toBeTruthy()
    expect(status.kinds.ftp.count, 'last known rows stay').toBeGreaterThan(0)
  }
  const codes = servers.map((_, index) => statuses[index]!.kinds.ftp.error?.code)
  expect(codes[3]).toBe('net.refused')
  expect(codes[8]).toBe('net.timeout')
  expect(codes[22]).toBe('panel.html')
})
