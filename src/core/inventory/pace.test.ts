import { expect, test } from 'vitest'
import { systemClock } from '../clock.ts'
import type { Clock } from '../ports.ts'
import { eachPaced } from './pace.ts'

const tick = () => new Promise<void>((resolve) => setImmediate(resolve))

function setUp(slots: number, count: number) {
  const timers = new Set<() => void>()
  const clock: Clock = {
    ...systemClock(),
    after: (_, run) => {
      timers.add(run)
      return () => timers.delete(run)
    },
  }
  const begun: number[] = []
  const ends = new Map<number, () => void>()
  const work = (item: number) => {
    begun.push(item)
    return new Promise<void>((resolve) => ends.set(item, resolve))
  }
  let over = false
  const items = Array.from({ length: count }, (_, at) => at)
  const done = eachPaced(items, work, { slots, patienceMs: 150 }, clock).then(() => (over = true))
  const patienceEnds = () => {
    for (const run of [...timers]) {
      timers.delete(run)
      run()
    }
  }
  return { begun, ends, done, timers, patienceEnds, over: () => over }
}

test('only a limited number starts at a time, and the next one starts when one is done', async () => {
  const { begun, ends } = setUp(2, 4)
  expect(begun).toEqual([0, 1])
  ends.get(1)?.()
  await tick()
  expect(begun).toEqual([0, 1, 2])
})

test('slow tasks continue by themselves and delay no others, and the whole ends with the last of them', async () => {
  const { begun, ends, done, patienceEnds, over, timers } = setUp(2, 4)
  patienceEnds()
  await tick()
  expect(begun).toEqual([0, 1, 2, 3])
  for (const item of [1, 2, 3]) ends.get(item)?.()
  await tick()
  expect(over()).toBe(false)
  ends.get(0)?.()
  await done
  expect(timers.size).toBe(0)
})

test('no tasks end at once, and what a task throws is thrown on', async () => {
  await eachPaced([], async () => {}, { slots: 3, patienceMs: 1 }, systemClock())
  const fail = async () => {
    throw new RangeError('no')
  }
  await expect(eachPaced([1], fail, { slots: 3, patienceMs: 1 }, systemClock())).rejects.toThrow(RangeError)
})
