import { expect, test } from 'vitest'
import { openApp, removeFolder } from '../kit/app.ts'
import { createVirtualClock } from '../kit/clock.ts'

const minuteMs = 60_000

test('servers are read automatically as long as a page is visible, and no longer', async () => {
  const clock = createVirtualClock(Date.UTC(2026, 0, 31, 9, 5))
  const app = await openApp({ ports: { clock } })
  let reads = 0
  app.onEvent(({ event, payload }) => void (event === 'inventory.statusChanged' && !payload.refreshing && (reads += 1)))
  await app.call('settings.set', { refreshEveryMin: 1 })
  await app.call('servers.add', { draft: { name: 'one', url: 'https://127.0.0.1:9' } })
  /** Counts how often the server was tried in ten minutes. */
  const countReads = async (isVisible: boolean) => {
    reads = 0
    for (let minute = 0; minute < 10; minute += 1) {
      if (isVisible) await app.call('app.watched', {})
      await clock.advance(minuteMs)
    }
    return reads
  }
  const [whileVisible, afterwards, visibleAgain] = [
    await countReads(true),
    await countReads(false),
    await countReads(true),
  ]
  expect(whileVisible).toBeGreaterThanOrEqual(9)
  expect(afterwards).toBeLessThanOrEqual(2)
  expect(visibleAgain).toBeGreaterThanOrEqual(9)
  await clock.runUntil(app.core.close())
  await removeFolder(app.dataDir)
})
