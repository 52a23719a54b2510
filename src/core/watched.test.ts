import { expect, test } from 'vitest'
import { createVirtualClock } from '../../test/kit/clock.ts'
import { tellWatchedMs } from '../shared/watching.ts'
import { createWatched } from './watched.ts'

function setUp() {
  const clock = createVirtualClock(0)
  const told: boolean[] = []
  return { clock, told, watched: createWatched(clock, (next) => told.push(next)) }
}

test('a page that goes on telling is taken at its word, and one that falls silent is not', async () => {
  const { clock, told, watched } = setUp()
  for (let minute = 0; minute < 10; minute += 1) {
    await clock.advance(tellWatchedMs)
    watched.seen()
  }
  expect(told).toEqual([])
  await clock.advance(2 * tellWatchedMs)
  expect(told).toEqual([false])
  watched.seen()
  expect(told).toEqual([false, true])
})

test('a start without a page is waited for, and not for ever', async () => {
  const { clock, told } = setUp()
  await clock.advance(tellWatchedMs)
  expect(told).toEqual([])
  await clock.advance(tellWatchedMs)
  expect(told).toEqual([false])
})

test('no timer is left when it is closed', () => {
  const { clock, watched } = setUp()
  watched.seen()
  watched.close()
  expect(clock.timers()).toBe(0)
})
