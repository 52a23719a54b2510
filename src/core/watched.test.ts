import { expect, test } from 'vitest'
import { createVirtualClock } from '../../test/kit/clock.ts'
import { reportWatchedMs } from '../shared/watching.ts'
import { createWatched } from './watched.ts'

function setUp() {
  const clock = createVirtualClock(0)
  const reported: boolean[] = []
  return { clock, reported, watched: createWatched(clock, (next) => reported.push(next)) }
}

test('a page counts as visible while it keeps reporting, and no longer once it stops', async () => {
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

test('after a start it waits for a page, but not for ever', async () => {
  const { clock, reported } = setUp()
  await clock.advance(reportWatchedMs)
  expect(reported).toEqual([])
  await clock.advance(reportWatchedMs)
  expect(reported).toEqual([false])
})

test('leaves no timer when it is closed', () => {
  const { clock, watched } = setUp()
  watched.seen()
  watched.close()
  expect(clock.timers()).toBe(0)
})
