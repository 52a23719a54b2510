import { eachListedKind } from '../../shared/kinds/index.ts'
import { expect, test, vi } from 'vitest'
import type { ServerStatus } from '../../shared/model/inventory.ts'
import { defaultSettings, type Settings } from '../../shared/model/settings.ts'
import type { Clock } from '../ports.ts'
import { recordingLog } from '../storage/fixtures.ts'
import { createAutoRefresh, dueServers } from './auto-refresh.ts'
import type { Inventory } from './inventory.ts'

const minuteMs = 60_000
const status = (serverId: string, triedAtMs: number | null, refreshing = false): ServerStatus => {
  const kind = { readAtMs: null, triedAtMs, count: 0, error: null }
  return {
    serverId,
    health: 'ok',
    refreshing,
    kinds: eachListedKind(() => kind),
    panel: null,
    utcOffsetMin: null,
    clockAheadMs: null,
    listHasAllowedIps: null,
  }
}
const every15: Settings = { ...defaultSettings, refreshEveryMin: 15 }

test('servers are due if they were never tried or tried longer ago than the interval, and are not being read', () => {
  const inventory = {
    statuses: () => [status('new', null), status('old', 0), status('busy', 0, true), status('fresh', 14 * minuteMs)],
  }
  expect(dueServers(inventory, every15, 20 * minuteMs)).toEqual(['new', 'old'])
  expect(dueServers(inventory, { ...every15, refreshPaused: true }, 20 * minuteMs)).toEqual([])
  expect(dueServers(inventory, { ...every15, refreshEveryMin: 0 }, 20 * minuteMs)).toEqual([])
})

test('a clock that was set back by a day does not delay the refresh by a day', () => {
  const dayMs = 24 * 60 * minuteMs
  expect(dueServers({ statuses: () => [status('a', dayMs)] }, every15, 0)).toEqual(['a'])
})

test('a disk that fails when the timer fires stops neither the process nor the timer', async () => {
  let run = () => {}
  const clock = { now: () => 0, monotonic: () => 0, after: (_: number, next: () => void) => ((run = next), () => {}) }
  const log = recordingLog()
  const settings = vi.fn((): Settings => {
    throw new Error('disk')
  })
  createAutoRefresh({ inventory: { statuses: () => [] } as unknown as Inventory, settings, clock, log })
  run()
  await Promise.resolve()
  expect(settings).toHaveBeenCalledTimes(2)
  expect(log.events).toEqual(['inventory.auto-refresh-failed', 'inventory.auto-refresh-failed'])
})

function setUp(settings: Settings = every15) {
  let nowMs = 0
  let timer: (() => void) | null = null
  const clock: Clock = {
    now: () => nowMs,
    monotonic: () => nowMs,
    after: (_, run) => {
      timer = run
      return () => (timer = null)
    },
  }
  const refresh = vi.fn(() => Promise.resolve([]))
  const inventory = { statuses: () => [status('a', null)], refresh } as unknown as Inventory
  const auto = createAutoRefresh({ inventory, settings: () => settings, clock, log: recordingLog() })
  const pass = (ms: number) => {
    nowMs += ms
    const due = timer
    timer = null
    due?.()
  }
  return { auto, refresh, pass, waiting: () => timer !== null }
}

test('it reads at the start, then each minute while something is due, and never while no page is visible', () => {
  const { auto, refresh, pass, waiting } = setUp()
  expect(refresh).toHaveBeenCalledTimes(1)
  pass(minuteMs)
  expect(refresh).toHaveBeenCalledTimes(2)
  auto.setWatched(false)
  expect(waiting()).toBe(false)
  pass(10 * minuteMs)
  expect(refresh).toHaveBeenCalledTimes(2)
  auto.setWatched(true)
  expect(refresh).toHaveBeenCalledTimes(3)
  auto.close()
  expect(waiting()).toBe(false)
})

test('it sleeps with the machine, and reads what fell due shortly after waking up', () => {
  const { auto, refresh, pass, waiting } = setUp()
  auto.setAwake(false)
  expect(waiting()).toBe(false)
  pass(60 * minuteMs)
  auto.setAwake(true)
  expect(refresh).toHaveBeenCalledTimes(1)
  pass(10_000)
  expect(refresh).toHaveBeenCalledTimes(2)
})

test('a tray keeps it reading while no page is visible', () => {
  const { auto, refresh, pass } = setUp({ ...every15, tray: true })
  auto.setWatched(false)
  pass(minuteMs)
  expect(refresh).toHaveBeenCalledTimes(3)
})
