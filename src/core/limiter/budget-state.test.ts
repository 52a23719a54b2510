import { describe, expect, it } from 'vitest'
import { type BudgetEvent, type BudgetOptions, type BudgetState, freshBudget, type Reduced } from './budget-model.ts'
import { reduceBudget } from './budget-state.ts'
import { etaMs, viewOf } from './eta.ts'
import type { RateHeaders } from './rate-headers.ts'
import type { Priority } from './types.ts'

const none: RateHeaders = { limit: null, remaining: null, reset: null, dateMs: null, retryAfterMs: null }

/** Drives the reducer by hand. The clocks agree. With long trips every slot is used. */
function budget(options: Partial<BudgetOptions> = {}, tripMs = 2000) {
  let reduced: Reduced = {
    state: freshBudget({ maxInFlight: 6, shareForOthers: 0, ...options }),
    sends: [],
    wakeAtMs: null,
  }
  const on = (event: BudgetEvent, nowMs: number): readonly Priority[] => {
    reduced = reduceBudget(reduced.state, event, nowMs)
    return reduced.sends.map((send) => send.priority)
  }
  const reported = (remaining: number, resetS: number, nowMs: number, limit = 60): RateHeaders => ({
    ...none,
    limit,
    remaining,
    reset: { kind: 'instant', atMs: resetS * 1000 },
    dateMs: Math.floor((nowMs - 50) / 1000) * 1000,
  })
  return {
    state: (): BudgetState => reduced.state,
    wakeAtMs: (): number | null => reduced.wakeAtMs,
    on,
    reported,
    arrive: (count: number, priority: Priority, nowMs: number): number => {
      let sent = 0
      for (let n = 0; n < count; n += 1) sent += on({ type: 'arrived', priority }, nowMs).length
      return sent
    },
    reply: (sequence: number, rate: RateHeaders, nowMs: number, rejected = false): readonly Priority[] =>
      on(
        {
          type: 'replied',
          sequence,
          rejected,
          rate,
          sentAtMs: nowMs - tripMs,
          receivedAtMs: nowMs,
          again: rejected ? 'bulk' : null,
        },
        nowMs,
      ),
  }
}

const startMs = 1_000_000_000_000

describe('reduceBudget', () => {
  it('starts with a few requests for an unknown token, and sends as many as allowed once it knows the limit', () => {
    const { arrive, reply, reported, wakeAtMs } = budget()
    expect(arrive(20, 'bulk', startMs)).toBe(4)
    expect(wakeAtMs()).toBeNull()
    expect(reply(0, reported(59, 1_000_000_060, startMs + 100), startMs + 100)).toHaveLength(3)
  })

  it('sends as many requests as are left minus those in flight, then waits for the reset', () => {
    const { arrive, reply, reported, wakeAtMs } = budget()
    arrive(20, 'bulk', startMs)
    expect(reply(0, reported(4, 1_000_000_030, startMs + 1100), startMs + 1100)).toHaveLength(1)
    expect(reply(1, reported(3, 1_000_000_030, startMs + 1110), startMs + 1110)).toHaveLength(0)
    // Reset plus a second, corrected by at most the 100 ms trip and the second that Date cuts off.
    expect(wakeAtMs()).toBeGreaterThanOrEqual(startMs + 31_000)
    expect(wakeAtMs()).toBeLessThanOrEqual(startMs + 32_110)
  })

  it('uses the lower of two overlapping replies', () => {
    const { arrive, reply, reported, state } = budget()
    arrive(20, 'bulk', startMs)
    reply(1, reported(8, 1_000_000_030, startMs + 100), startMs + 100)
    reply(0, reported(9, 1_000_000_030, startMs + 110), startMs + 110)
    expect(state().remaining).toBe(8)
  })

  it('sends one probe after the reset, then continues by its reply', () => {
    const { arrive, reply, reported, on, wakeAtMs } = budget()
    arrive(20, 'bulk', startMs)
    for (const sequence of [0, 1, 2, 3]) reply(sequence, reported(0, 1_000_000_030, startMs + 100), startMs + 100)
    const overMs = wakeAtMs() ?? 0
    expect(on({ type: 'woken' }, overMs)).toHaveLength(1)
    expect(on({ type: 'woken' }, overMs + 50)).toHaveLength(0)
    expect(reply(4, reported(59, 1_000_000_090, overMs + 100), overMs + 100)).toHaveLength(6)
  })

  it('does not let a slow probe delay the token: another one is sent after two seconds, or four round trips', () => {
    const { arrive, on, reply, reported, state, wakeAtMs } = budget({}, 100)
    arrive(1, 'bulk', startMs)
    reply(0, reported(0, 1_000_000_030, startMs + 100), startMs + 100)
    arrive(1, 'bulk', startMs + 200)
    const overAtMs = wakeAtMs() ?? NaN
    expect(on({ type: 'woken' }, overAtMs)).toEqual(['bulk'])
    // The probe is a long write. Meanwhile a person makes calls.
    expect(arrive(2, 'interactive', overAtMs + 500)).toBe(0)
    expect(wakeAtMs()).toBe(overAtMs + 2000)
    expect(on({ type: 'woken' }, overAtMs + 2000)).toEqual(['interactive'])
    expect(reply(2, reported(58, 1_000_000_090, overAtMs + 2100), overAtMs + 2100)).toEqual(['interactive'])
    // The late reply to the first probe is treated like any other reply.
    reply(1, reported(57, 1_000_000_090, overAtMs + 9000), overAtMs + 9000)
    expect(state()).toMatchObject({ remaining: 57, probeSequence: null, inFlight: 1 })
  })

  it('waits no longer than a minute from the first success, whatever Reset says', () => {
    const { arrive, reply, reported, wakeAtMs } = budget()
    arrive(20, 'bulk', startMs)
    for (const sequence of [0, 1, 2, 3]) reply(sequence, reported(0, 1_000_009_999, startMs + 100), startMs + 100)
    expect(wakeAtMs()).toBe(startMs + 60_100)
  })

  it('counts a request without an answer as spent', () => {
    const { arrive, reply, reported, on, state } = budget()
    arrive(20, 'bulk', startMs)
    reply(0, reported(5, 1_000_000_030, startMs + 100), startMs + 100)
    expect(state()).toMatchObject({ remaining: 5, inFlight: 5 })
    expect(on({ type: 'failed', sequence: 1, sentAtMs: startMs }, startMs + 200)).toHaveLength(0)
    expect(state()).toMatchObject({ remaining: 4, inFlight: 4 })
  })

  it('treats a token that was idle for long like a new one', () => {
    const { arrive, reply, reported } = budget()
    arrive(1, 'bulk', startMs)
    reply(0, reported(0, 1_000_000_030, startMs + 100), startMs + 100)
    expect(arrive(10, 'bulk', startMs + 200_000)).toBe(4)
  })

  it('serves priorities in order', () => {
    const { arrive, reply, reported } = budget()
    arrive(8, 'background', startMs)
    arrive(1, 'bulk', startMs)
    arrive(1, 'interactive', startMs)
    expect(reply(0, reported(59, 1_000_000_060, startMs + 100), startMs + 100)).toEqual([
      'interactive',
      'bulk',
      'background',
    ])
  })

  it('keeps one slot in flight free for people while a view is open', () => {
    const { arrive, reply, reported, on, state } = budget()
    on({ type: 'view-opened' }, startMs)
    arrive(20, 'bulk', startMs)
    reply(0, reported(59, 1_000_000_060, startMs + 100), startMs + 100)
    expect(state().inFlight).toBe(5)
    expect(arrive(1, 'interactive', startMs + 110)).toBe(1)
  })

  it('leaves others their share, though not against a person, and releases it towards the reset', () => {
    const { arrive, reply, reported, wakeAtMs, on, state } = budget({ shareForOthers: 0.5 }, 3000)
    arrive(10, 'bulk', startMs)
    for (const sequence of [0, 1, 2, 3, 4])
      reply(sequence, reported(9 - sequence, 1_000_000_060, startMs + 100, 10), startMs + 100)
    expect(state()).toMatchObject({ remaining: 5, inFlight: 0, waiting: { bulk: 5 } })
    expect(wakeAtMs()).toBeGreaterThan(startMs + 1000)
    expect(wakeAtMs()).toBeLessThan(startMs + 15_000)
    expect(arrive(1, 'interactive', startMs + 200)).toBe(1)
    expect(on({ type: 'share-set', share: 0 }, startMs + 300)).toHaveLength(4)
  })
})

describe('rejections', () => {
  const exhausted = (rate: Partial<RateHeaders>) => {
    const at = budget()
    at.arrive(20, 'bulk', startMs)
    for (const sequence of [0, 1, 2, 3]) at.reply(sequence, { ...none, ...rate }, startMs + 100 + sequence, true)
    return at
  }

  it('counts rejections of one burst once and waits for Retry-After', () => {
    const { state, wakeAtMs } = exhausted({ retryAfterMs: 7000 })
    expect(state()).toMatchObject({ rejections: 1, inFlight: 0, waiting: { bulk: 20 } })
    expect(wakeAtMs()).toBe(startMs + 7100)
  })

  it('doubles its back-off while Reset lies in the past', () => {
    const past: RateHeaders = {
      ...none,
      limit: 60,
      remaining: 0,
      reset: { kind: 'instant', atMs: startMs - 60_000 },
      dateMs: startMs,
    }
    const { on, reply, wakeAtMs } = exhausted(past)
    const waits: number[] = []
    let nowMs = startMs + 100
    for (let sequence = 4; sequence < 13; sequence += 1) {
      const wake = wakeAtMs() ?? 0
      waits.push(Math.round((wake - nowMs) / 1000))
      expect(on({ type: 'woken' }, wake)).toHaveLength(1)
      nowMs = wake + 100
      reply(sequence, { ...past, dateMs: Math.floor(nowMs / 1000) * 1000 }, nowMs, true)
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 64, 64])
  })

  it('does not stall on a Retry-After far in the future', () => {
    expect(exhausted({ retryAfterMs: 86_400_000 }).wakeAtMs()).toBeLessThanOrEqual(startMs + 62_000)
  })

  it('continues with one probe, and an older success does not end the wait', () => {
    const at = budget()
    at.arrive(20, 'bulk', startMs)
    at.reply(0, { ...none, retryAfterMs: 5000 }, startMs + 100, true)
    expect(at.reply(1, at.reported(20, 1_000_000_060, startMs + 120), startMs + 120)).toHaveLength(0)
    expect(at.state().rejections).toBe(1)
    expect(at.on({ type: 'woken' }, startMs + 5100)).toHaveLength(1)
    expect(at.reply(4, at.reported(59, 1_000_000_060, startMs + 5200), startMs + 5200).length).toBeGreaterThan(1)
    expect(at.state().rejections).toBe(0)
  })

  it('learns a limit if the panel reports none', () => {
    const at = budget()
    at.arrive(40, 'bulk', startMs)
    for (let sequence = 0; sequence < 25; sequence += 1) at.reply(sequence, none, startMs + 100 + sequence)
    at.reply(25, none, startMs + 200, true)
    expect(at.state().assumedLimit).toBe(25)
    expect(at.wakeAtMs()).toBe(startMs + 1200)
  })
})

describe('a panel without budget headers', () => {
  /** A budget of which sixty requests have succeeded at once, while twenty wait. */
  const spent = () => {
    const at = budget({}, 100)
    at.arrive(80, 'bulk', startMs)
    for (let sequence = 0; sequence < 60; sequence += 1) at.reply(sequence, none, startMs + 100)
    expect(at.state()).toMatchObject({ inFlight: 0, waiting: { bulk: 20 } })
    return at
  }

  it('gets 60 requests in a minute, and two probes that look for the start of its next window', () => {
    const { on, reply, wakeAtMs, state } = spent()
    const probes: number[] = []
    for (let sequence = 60; sequence < 62; sequence += 1) {
      const atMs = wakeAtMs() ?? 0
      probes.push(Math.round((atMs - startMs) / 1000))
      expect(on({ type: 'woken' }, atMs)).toHaveLength(1)
      expect(reply(sequence, none, atMs + 100, true)).toHaveLength(0)
    }
    expect(probes).toEqual([27, 42])
    // Neither lost probe counts as a rejection or lowers the assumed limit of 60.
    expect(state()).toMatchObject({ rejections: 0, assumedLimit: 60, lostProbes: 2 })
    expect(wakeAtMs()).toBe(startMs + 60_100)
    expect(on({ type: 'woken' }, startMs + 60_100).length).toBeGreaterThan(0)
  })

  it('gets the next sixty when a probe finds that a new window has started', () => {
    const { on, reply, wakeAtMs, state } = spent()
    const atMs = wakeAtMs() ?? 0
    on({ type: 'woken' }, atMs)
    expect(reply(60, none, atMs + 100).length).toBeGreaterThan(0)
    expect(state().reset).toMatchObject({ loMs: startMs + 60_000, hiMs: atMs + 100 + 60_000, seen: true })
  })

  it('takes the Retry-After of a lost probe for the start of the next window', () => {
    const { on, reply, wakeAtMs } = spent()
    const atMs = wakeAtMs() ?? 0
    on({ type: 'woken' }, atMs)
    reply(60, { ...none, retryAfterMs: 9000 }, atMs + 100, true)
    expect(wakeAtMs()).toBe(atMs + 9100)
  })

  it('is not assumed because of one reply of a proxy', () => {
    const { arrive, reply, reported, state } = budget()
    arrive(6, 'bulk', startMs)
    reply(0, reported(30, 1_000_000_060, startMs + 100), startMs + 100)
    reply(1, none, startMs + 110)
    expect(state().remaining).toBe(29)
  })
})

describe('the number of requests in flight', () => {
  /** Returns how many of `count` bulk requests are in flight once the panel has reported that 59 are left. */
  const under = (count: number, tripMs: number, resetS = 60): number => {
    const at = budget({}, tripMs)
    at.arrive(count, 'bulk', startMs)
    for (const sequence of [0, 1, 2, 3])
      at.reply(sequence, at.reported(59 - sequence, 1_000_000_000 + resetS, startMs + 100), startMs + 100)
    return at.state().inFlight
  }

  it('is small while more windows follow, and as large as the round trips need', () => {
    expect(under(300, 50)).toBe(1)
    expect(under(300, 150)).toBe(2)
    expect(under(300, 600)).toBe(6)
  })

  it('is larger if the work ends in this window, or if the window ends soon', () => {
    expect(under(40, 150)).toBe(3)
    expect(under(300, 150, 2)).toBeGreaterThan(4)
  })
})

describe('ETA', () => {
  it('counts whole windows ahead', () => {
    const { arrive, reply, reported, state } = budget({}, 100)
    arrive(1, 'bulk', startMs)
    reply(0, reported(59, 1_000_000_060, startMs + 100), startMs + 100)
    const nowMs = startMs + 100
    expect(etaMs(state(), 0, 'bulk', nowMs)).toBe(0)
    expect(etaMs(state(), 59, 'bulk', nowMs)).toBeLessThan(5000)
    expect(etaMs(state(), 60, 'bulk', nowMs)).toBeGreaterThan(58_000)
    const long = etaMs(state(), 59 + 240, 'bulk', nowMs)
    expect(long).toBeGreaterThan(238_000)
    expect(long).toBeLessThan(246_000)
  })

  it('shows unknown figures as null, then the reported ones, and why it waits', () => {
    const { arrive, reply, reported, state } = budget()
    const toWall = (ms: number): number => ms
    expect(viewOf(state(), startMs, toWall)).toEqual({
      limit: null,
      remaining: null,
      resetAtMs: null,
      waiting: 0,
      doneAtMs: null,
      inFlight: 0,
      reason: 'ready',
    })
    arrive(9, 'bulk', startMs)
    expect(viewOf(state(), startMs, toWall)).toMatchObject({ waiting: 5, inFlight: 4, reason: 'scouting' })
    for (const sequence of [0, 1, 2, 3]) reply(sequence, reported(0, 1_000_000_030, startMs + 100), startMs + 100)
    // Other clients took 56 of this window and are expected to continue. So four of the five requests fit into the
    // next window, and one into the window after that.
    expect(viewOf(state(), startMs + 100, toWall)).toMatchObject({
      limit: 60,
      remaining: 0,
      waiting: 5,
      doneAtMs: 1_000_000_094_000,
      reason: 'waiting-reset',
    })
  })
})
