import { expect, test } from 'vitest'
import { createVirtualClock } from '../../test/kit/clock.ts'
import { reportWatchedMs } from '../shared/watching.ts'
import { createWatched } from './watched.ts'

function setUp() {
  const clock = createVirtualClock(0)
  const reported: boolean[] = []
  return { clock, reported, watched: createWatched(clock, (next) => reported.push(next)) }
}

test('a page that goes on telling is taken at its word, and one that falls silent is not', async () => {
  const { clock, reported, watched } = setUp()
  for (let minute = 0; minute < 10; minute += 1) {
    await clock.advance(reportWatchedMs)
    watched.seen()
  }
  expect(reported).toEqual([])
  await clock.advance(2 * reportWatchedMs)
  expect(reported).toEqual([false])
  watched.seen()
  expect(reported).toEqual([false, true])
})

test('a start without a page is waited for, and not for ever', async () => {
  const { clock, reported } = setUp()
  await clock.advance(reportWatchedMs)
  expect(reported).toEqual([])
  await clock.advance(reportWatchedMs)
  expect(reported).toEqual([false])
})

test('no timer is left when it is closed', () => {
  const { clock, watched } = setUp()
  watched.seen()
  watched.close()
  expect(clock.timers()).toBe(0)
})
