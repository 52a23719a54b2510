import { expect, test } from 'vitest'
import { openApp, removeFolder } from '../kit/app.ts'
import { createVirtualClock } from '../kit/clock.ts'

const dayMs = 24 * 60 * 60_000

test('an app that stays open makes a backup every day, and a closed app leaves no timer', async () => {
  const clock = createVirtualClock(Date.UTC(2026, 0, 31, 9, 5))
  const app = await openApp({ ports: { clock } })
  await app.call('settings.set', { refreshPaused: true })
  await app.call('servers.add', { draft: { name: 'one', url: 'https://127.0.0.1:9' } })
  await clock.advance(3 * dayMs)
  expect(await app.call('data.backups', {})).toHaveLength(3)
  await clock.runUntil(app.core.close())
  expect(clock.timers()).toBe(0)
  await removeFolder(app.dataDir)
})
