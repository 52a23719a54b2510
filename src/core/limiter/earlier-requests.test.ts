import { expect, test } from 'vitest'
import { createVirtualClock } from '../../../test/kit/clock.ts'
import { createLimiter } from './limiter.ts'

/** A limiter after `ages`, on a panel that answers at once, with or without its budget. */
function restarted(ages: readonly number[], reports: boolean) {
  const clock = createVirtualClock(1_000_000_000_000)
  const noted: string[] = []
  const requestLog = { agesMs: () => ages, note: (key: string) => void noted.push(key) }
  const budget = createLimiter({ clock, shareForOthers: 0, requestLog }).budget('one')
  let sent = 0
  const headers = () =>
    reports ? { 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': String(60 - ages.length - sent) } : {}
  const send = async () => {
    sent += 1
    return { status: 200, headers: headers(), sentAtMs: clock.now(), receivedAtMs: clock.now() }
  }
  const ask = (count: number) => {
    for (let at = 0; at < count; at += 1) void budget.request({ priority: 'interactive', send })
  }
  return { clock, ask, noted, sent: () => sent }
}

test('requests before a restart count in their minute, and no longer', async () => {
  const { clock, ask, sent, noted } = restarted(
    [...Array<number>(50).fill(20_000), ...Array<number>(5).fill(10_000)],
    false,
  )
  ask(40)
  await clock.advance(3000)
  expect([sent(), noted.length]).toEqual([5, 5])
  await clock.advance(40_000)
  expect(sent()).toBe(40)
})

test('a panel that reports its budget is believed, and its requests are not noted any more', async () => {
  const { clock, ask, sent, noted } = restarted(Array<number>(4).fill(20_000), true)
  ask(40)
  await clock.advance(100)
  expect([sent(), noted.length]).toEqual([40, 4])
})
