import { expect, test } from 'vitest'
import { drop, newDir, openDesk } from '../data/rig.ts'
import { createVirtualClock } from '../fixtures/virtual-clock.ts'

const minuteMs = 60_000

test('servers are read by themselves as long as a page is visible, and no longer', async () => {
  const dir = await newDir()
  const clock = createVirtualClock(Date.UTC(2026, 0, 31, 9, 5))
  const desk = await openDesk(dir, clock)
  await desk.call('settings.set', { refreshEveryMin: 1 })
  await desk.call('servers.add', { draft: { name: 'one', url: 'https://127.0.0.1:9' } })
  /** How often the server was tried in ten minutes. */
  const tried = async (isSeen: boolean) => {
    desk.events.splice(0)
    for (let minute = 0; minute < 10; minute += 1) {
      if (isSeen) await desk.call('app.watched', {})
      await clock.advance(minuteMs)
    }
    return desk.events.filter(
      (json) => json.includes('"inventory.statusChanged"') && json.includes('"refreshing":false'),
    ).length
  }
  const [whileSeen, afterwards, seenAgain] = [await tried(true), await tried(false), await tried(true)]
  expect(whileSeen).toBeGreaterThanOrEqual(9)
  expect(afterwards).toBeLessThanOrEqual(2)
  expect(seenAgain).toBeGreaterThanOrEqual(9)
  await clock.runUntil(desk.close())
  await drop(dir)
})
