import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../../../test/kit/clock.ts'
import type { BudgetView } from '../../shared/model/budget.ts'
import { mostAttempts } from './budget.ts'
import { createLimiter, type LimiterOptions } from './limiter.ts'
import type { Priority, LimitedReply } from './types.ts'

const startMs = 1_000_000_000_000

interface Trip {
  readonly name: string
  readonly signal: AbortSignal
  answer(status?: number, remaining?: number): void
  fail(error: Error): void
}

/** A limiter on virtual time. The test answers its requests by hand. */
function bench(options: Partial<LimiterOptions> = {}) {
  const clock = createVirtualClock(startMs)
  const limiter = createLimiter({ clock, shareForOthers: 0, ...options })
  const budget = limiter.budget('one')
  const trips: Trip[] = []
  const ask = (
    name: string,
    more: { priority?: Priority; shareKey?: string; signal?: AbortSignal } = {},
  ): Promise<LimitedReply> =>
    budget.request({ priority: 'bulk', ...more, send: (signal) => trip(clock, trips, name, signal) })
  return { clock, limiter, budget, trips, ask, names: () => trips.map((one) => one.name) }
}

function trip(clock: VirtualClock, trips: Trip[], name: string, signal: AbortSignal): Promise<LimitedReply> {
  const sentAtMs = clock.now()
  return new Promise((resolve, reject) => {
    trips.push({
      name,
      signal,
      fail: reject,
      answer(status = 200, remaining = 50) {
        const reset = String(Math.ceil(startMs / 1000) + 60)
        const headers = {
          'x-ratelimit-limit': '60',
          'x-ratelimit-remaining': String(remaining),
          'x-ratelimit-reset': reset,
        }
        resolve({ status, headers, sentAtMs, receivedAtMs: clock.now() })
      },
    })
  })
}

const isCancelled = { code: 'cancelled' }
const quiet = (promise: Promise<unknown>): void => void promise.catch(() => undefined)

describe('request', () => {
  it('is sent at once and resolves with the reply', async () => {
    const { ask, trips } = bench()
    const reply = ask('a')
    expect(trips).toHaveLength(1)
    trips[0]?.answer(404)
    expect((await reply).status).toBe(404)
  })

  it('passes on what `send` throws, and frees its slot', async () => {
    const { ask, trips, clock, budget } = bench({ maxInFlight: 1 })
    const failed = ask('a')
    const next = ask('b')
    trips[0]?.fail(new Error('lost'))
    await expect(failed).rejects.toThrow('lost')
    await clock.advance(0)
    trips[1]?.answer()
    expect((await next).status).toBe(200)
    const broken = budget.request({
      priority: 'bulk',
      send: () => {
        throw new Error('no socket')
      },
    })
    await expect(broken).rejects.toThrow('no socket')
    expect(budget.view().inFlight).toBe(0)
  })

  it('waits after a 429 and is sent again, in the old order', async () => {
    const { ask, trips, clock, names } = bench({ maxInFlight: 1 })
    const first = ask('a')
    quiet(ask('b'))
    trips[0]?.answer(429, 0)
    await clock.advance(62_000)
    expect(names()).toEqual(['a', 'a'])
    trips[1]?.answer()
    expect((await first).status).toBe(200)
  })

  it('returns the last 429 to its caller after twenty attempts', async () => {
    const { budget, clock } = bench()
    let sends = 0
    const send = async (): Promise<LimitedReply> => {
      sends += 1
      return { status: 429, headers: {}, sentAtMs: clock.now(), receivedAtMs: clock.now() }
    }
    const reply = await clock.runUntil(budget.request({ priority: 'bulk', send }))
    expect(reply.status).toBe(429)
    expect(sends).toBe(mostAttempts)
    expect(clock.timers()).toBe(0)
  })

  it('ignores times of a reply that its own clock contradicts', async () => {
    const { budget, clock } = bench()
    const headers = {
      'x-ratelimit-limit': '60',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(startMs / 1000 + 30),
      date: new Date(startMs).toUTCString(),
    }
    await budget.request({
      priority: 'bulk',
      send: async () => ({ status: 200, headers, sentAtMs: Number.NaN, receivedAtMs: 5 }),
    })
    expect(budget.view().resetAtMs).toBe(startMs + 31_000)
    clock.stepWall(3_600_000)
    expect(budget.view().resetAtMs).toBe(startMs + 31_000 + 3_600_000)
  })
})

describe('shared request', () => {
  it('is sent once for equal keys, queued or in flight', async () => {
    const { ask, trips } = bench()
    const both = [ask('a', { shareKey: 'list' }), ask('b', { shareKey: 'list' })]
    expect(trips).toHaveLength(1)
    trips[0]?.answer()
    const [first, second] = await Promise.all(both)
    expect(first).toBe(second)
    quiet(ask('c', { shareKey: 'list' }))
    expect(trips).toHaveLength(2)
  })

  it('lets one caller cancel without the others', async () => {
    const { ask, trips } = bench()
    const leaving = new AbortController()
    const left = ask('a', { shareKey: 'list', signal: leaving.signal })
    const uncancellable = ask('b', { shareKey: 'list' })
    leaving.abort()
    await expect(left).rejects.toMatchObject(isCancelled)
    expect(trips[0]?.signal.aborted).toBe(false)
    trips[0]?.answer()
    expect((await uncancellable).status).toBe(200)
  })

  it('is removed from the queue with its last caller', async () => {
    const { ask, trips, budget, clock, names } = bench({ maxInFlight: 1 })
    quiet(ask('blocking'))
    const leaving = new AbortController()
    const gone = [
      ask('x', { shareKey: 'k', signal: leaving.signal }),
      ask('y', { shareKey: 'k', signal: leaving.signal }),
    ]
    quiet(ask('after'))
    expect(budget.view().waiting).toBe(2)
    leaving.abort()
    for (const one of gone) await expect(one).rejects.toMatchObject(isCancelled)
    expect(budget.view().waiting).toBe(1)
    trips[0]?.answer()
    await clock.advance(0)
    expect(names()).toEqual(['blocking', 'after'])
  })

  it('is aborted in flight with its last caller, and never sent again', async () => {
    const { ask, trips, clock } = bench()
    const leaving = new AbortController()
    const gone = ask('a', { shareKey: 'k', signal: leaving.signal })
    leaving.abort()
    await expect(gone).rejects.toMatchObject(isCancelled)
    expect(trips[0]?.signal.aborted).toBe(true)
    quiet(ask('b', { shareKey: 'k' }))
    expect(trips).toHaveLength(2)
    trips[0]?.answer(429, 0)
    await clock.advance(100)
    expect(trips).toHaveLength(2)
  })

  it('moves up if a caller has a higher priority', async () => {
    const { ask, trips, clock, names } = bench({ maxInFlight: 1 })
    quiet(ask('first'))
    for (const name of ['a', 'b', 'c']) quiet(ask(name, { priority: 'background', shareKey: name }))
    quiet(ask('c', { priority: 'interactive', shareKey: 'c' }))
    quiet(ask('b', { priority: 'bulk', shareKey: 'b' }))
    for (let n = 0; n < 4; n += 1) {
      trips[n]?.answer()
      await clock.advance(0)
    }
    expect(names()).toEqual(['first', 'c', 'b', 'a'])
  })
})

describe('budgets', () => {
  it('are shared by one key and separate for other keys', () => {
    const { limiter, budget, ask } = bench({ maxInFlight: 1 })
    quiet(ask('a'))
    expect(limiter.budget('one')).toBe(budget)
    expect(limiter.budget('two').view().inFlight).toBe(0)
    expect(budget.view().inFlight).toBe(1)
  })

  it('leave nothing behind when they are closed', async () => {
    const { ask, trips, limiter, clock, budget } = bench()
    const asked = [...Array(9).keys()].map((n) => ask(String(n)))
    for (const one of [...trips]) one.answer(200, 0)
    await clock.advance(10)
    expect(clock.timers()).toBe(1)
    const waiting = asked.slice(4)
    limiter.close()
    for (const one of waiting) await expect(one).rejects.toMatchObject(isCancelled)
    expect(clock.timers()).toBe(0)
    await expect(ask('late')).rejects.toMatchObject(isCancelled)
    await expect(
      limiter.budget('new').request({ priority: 'bulk', send: () => Promise.reject(new Error('sent')) }),
    ).rejects.toMatchObject(isCancelled)
    expect(budget.view().inFlight).toBeLessThanOrEqual(4)
  })

  it('have no timer while nothing waits', async () => {
    const { ask, trips, clock } = bench()
    const reply = ask('a')
    expect(clock.timers()).toBe(0)
    trips[0]?.answer(200, 0)
    await reply
    expect(clock.timers()).toBe(0)
    const aborted = new AbortController()
    quiet(ask('b', { signal: aborted.signal }))
    expect(clock.timers()).toBe(1)
    aborted.abort()
    expect(clock.timers()).toBe(0)
  })

  it('end a view once, however often its end is called', () => {
    const { budget } = bench()
    const end = budget.openView()
    const other = budget.openView()
    end()
    end()
    other()
    expect(budget.view().reason).toBe('ready')
  })

  it(
    'take 100,000 requests, cancel a quarter, move another quarter up, and leave nothing behind',
    // A search for each request would take far longer.
    { timeout: 60_000 },
    async () => {
      const { ask, budget, clock, limiter, trips } = bench()
      const uncancellable = new AbortController()
      const asked: Promise<unknown>[] = []
      for (let n = 0; n < 100_000; n += 1) {
        const goes = new AbortController()
        const one = ask(String(n), {
          priority: 'background',
          shareKey: String(n),
          signal: n % 4 === 1 ? goes.signal : uncancellable.signal,
        })
        asked.push(one.catch((error: { code: string }) => error.code))
        if (n % 4 === 1) goes.abort()
      }
      for (let n = 0; n < 100_000; n += 4) quiet(ask(String(n), { priority: 'bulk', shareKey: String(n) }))
      // Four requests left before the first reply. The second of them was cancelled in flight.
      expect(budget.view().waiting).toBe(75_000 - 3)
      for (const one of [...trips]) one.answer()
      await clock.advance(0)
      // The requests that were moved up are served first, in their old order.
      expect(trips.slice(4, 7).map((one) => Number(one.name))).toEqual([4, 8, 12].slice(0, trips.length - 4))
      limiter.close()
      expect(new Set(await Promise.all(asked.slice(10)))).toEqual(new Set(['cancelled']))
      expect(clock.timers()).toBe(0)
      expect(getEventListeners(uncancellable.signal, 'abort')).toHaveLength(0)
    },
  )
})

describe('onChange', () => {
  it('is called at most ten times a second for a key, and always with the last state', async () => {
    const seen: { atMs: number; view: BudgetView }[] = []
    const { clock, budget, limiter } = bench({ onChange: (_key, view) => void seen.push({ atMs: clock.now(), view }) })
    const headers = { 'x-ratelimit-limit': '600', 'x-ratelimit-remaining': '500', 'x-ratelimit-reset': '60' }
    const send = async (): Promise<LimitedReply> => {
      const sentAtMs = clock.now()
      await clock.pass(7)
      return { status: 200, headers, sentAtMs, receivedAtMs: clock.now() }
    }
    await clock.runUntil(Promise.all([...Array(600)].map(() => budget.request({ priority: 'bulk', send }))))
    await clock.advance(200)
    const gaps = seen.slice(1).map((one, n) => one.atMs - (seen[n]?.atMs ?? 0))
    expect(seen.length).toBeGreaterThan(3)
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(100)
    expect(seen.at(-1)?.view).toEqual(budget.view())
    expect(clock.timers()).toBe(0)
    limiter.close()
  })
})

it('reports how far the panel’s clock is ahead of this computer’s, also after this clock is set', async () => {
  const clock = createVirtualClock(startMs)
  const budget = createLimiter({ clock }).budget('one')
  expect([budget.clockAheadMs(), budget.clockOffset()]).toEqual([null, null])
  const send = async (): Promise<LimitedReply> => ({
    status: 200,
    headers: { date: new Date(startMs + 3_599_000).toUTCString() },
    sentAtMs: clock.now(),
    receivedAtMs: clock.now(),
  })
  await budget.request({ priority: 'bulk', send })
  expect(budget.clockAheadMs()).toBe(3_600_000)
  clock.stepWall(3_600_000)
  expect(budget.clockAheadMs()).toBe(0)
  expect(budget.clockOffset()).toEqual({ loMs: -1000, hiMs: 0 })
})
