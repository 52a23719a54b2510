import { afterEach, expect, test } from 'vitest'
import type { Health } from '../../src/shared/model/inventory.ts'
import { openFleetApp, type FleetApp } from '../kit/app.ts'

let app: FleetApp | null = null
afterEach(() => app?.close())

const sick: Readonly<Record<number, Health>> = {
  3: 'unreachable',
  11: 'unreachable',
  19: 'unreachable',
  27: 'unreachable',
  35: 'unreachable',
  8: 'unreachable',
  40: 'unreachable',
  22: 'bad-reply',
}

/** When each of these servers had both kinds of rows, in milliseconds after the refresh began. */
async function timeRefresh(open: FleetApp, ids: readonly string[], done: (ids: ReadonlySet<string>) => boolean) {
  const seen = new Map<string, Set<string>>()
  const complete = new Set<string>()
  const startedAt = performance.now()
  return new Promise<number>((resolve) => {
    const stop = open.onEvent(({ event, payload }) => {
      if (event !== 'inventory.sliceChanged' || !ids.includes(payload.serverId)) return
      const kinds = seen.get(payload.serverId) ?? new Set()
      seen.set(payload.serverId, kinds.add(payload.kind))
      if (kinds.size === 2) complete.add(payload.serverId)
      if (!done(complete)) return
      stop()
      resolve(performance.now() - startedAt)
    })
    void open.call('inventory.refresh', { serverIds: [...ids] })
  })
}

test('of 50 panels 5 are dead, 2 hang and 1 sends HTML: 42 show their rows as soon as they would alone, 8 say what is wrong', async () => {
  app = await openFleetApp({ panels: 50, accounts: 20, jobs: 8, seed: 3 })
  const open = app
  const servers = await open.call('demo.start', { panels: 50 })
  await open.call('inventory.refresh', {})
  const isSick = (index: number) => index in sick
  const healthy = servers.filter((_, index) => !isSick(index)).map((server) => server.id)
  const all = (ids: ReadonlySet<string>) => ids.size === healthy.length

  await open.call('settings.set', { answerTimeoutSec: 5 })
  const alone = await timeRefresh(open, healthy, all)
  await Promise.all(
    open.fleet.panels.map((panel, index) => {
      if (index === 22) return panel.setFault('html502', true)
      if (index === 8 || index === 40) return panel.setFault('hang', true)
      return isSick(index) ? panel.setFault('dead', true) : null
    }),
  )
  const among = await timeRefresh(
    open,
    servers.map((server) => server.id),
    (ids) => healthy.every((id) => ids.has(id)),
  )

  // The hanging panels hold their connections for seconds; the healthy ones must not feel any of it.
  expect(among).toBeLessThan(alone * 3 + 1500)
  // Joins the reading that is still under way, and ends when the hanging ones have run into their time limit.
  const { statuses } = await open.call('inventory.refresh', {})
  for (const [index, server] of servers.entries()) {
    const status = statuses.find((each) => each.serverId === server.id)!
    expect(status.health, server.name).toBe(sick[index] ?? 'ok')
    if (!isSick(index)) continue
    expect(status.ftp.error?.message, server.name).toBeTruthy()
    expect(status.ftp.count, 'last known rows stay').toBeGreaterThan(0)
  }
  const codes = servers.map((_, index) => statuses[index]!.ftp.error?.code)
  expect(codes[3]).toBe('net.refused')
  expect(codes[8]).toBe('net.timeout')
  expect(codes[22]).toBe('panel.html')
}, 180_000)
