import { expect, test } from 'vitest'
import { createVirtualClock } from '../fixtures/virtual-clock.ts'
import { drop, newDir, openDesk } from './rig.ts'

const dayMs = 24 * 60 * 60_000

test('an app that is never closed backs up every day, and one that was closed leaves no timer', async () => {
  const dir = await newDir()
  const clock = createVirtualClock(Date.UTC(2026, 0, 31, 9, 5))
  const desk = await openDesk(dir, clock)
  await desk.call('settings.set', { refreshPaused: true })
  await desk.call('servers.add', { draft: { name: 'one', url: 'https://127.0.0.1:9' } })
  await clock.advance(3 * dayMs)
  expect(await desk.call('data.backups', {})).toHaveLength(3)
  await clock.runUntil(desk.close())
  expect(clock.timers()).toBe(0)
  await drop(dir)
})
