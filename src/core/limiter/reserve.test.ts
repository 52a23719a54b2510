import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  callsPerSecond,
  reserved,
  type ReserveInput,
  leftWhenReserved,
  noteCall,
  passTime,
  poissonQuantile,
  quietDemand,
} from './reserve.ts'

const input: ReserveInput = {
  limit: 60,
  shareForOthers: 0,
  foreign: 0,
  viewOpen: true,
  lastWindow: false,
  demand: quietDemand,
  windowMs: 60_000,
}

describe('poissonQuantile', () => {
  it.each([
    [0, 0.99, 0],
    [1, 0.36, 0],
    [1, 0.5, 1],
    [1, 0.95, 3],
    [10, 0.5, 10],
    [10, 0.99, 18],
  ])('of mean %d at %d is %d', (mean, probability, expected) => {
    expect(poissonQuantile(mean, probability)).toBe(expected)
  })

  it('ends for any mean', () => {
    expect(poissonQuantile(1e6, 0.999)).toBeGreaterThan(1e6)
    expect(poissonQuantile(Number.NaN, 0.9)).toBe(0)
  })
})

describe('reserved', () => {
  it('keeps a reserve only while a view is open', () => {
    expect(reserved({ ...input, viewOpen: false }, 60_000)).toBe(0)
    expect(reserved(input, 60_000)).toBeGreaterThan(5)
  })

  it('shrinks to zero towards the reset', () => {
    const holds = [60_000, 30_000, 10_000, 1000, 0].map((left) => reserved({ ...input, shareForOthers: 0.2 }, left))
    expect(holds).toEqual([...holds].sort((a, b) => b - a))
    expect(holds.at(-1)).toBe(0)
  })

  it('leaves others their share, minus what they have used', () => {
    const shared = { ...input, viewOpen: false, shareForOthers: 0.1 }
    expect(reserved(shared, 60_000)).toBe(6)
    expect(reserved(shared, 30_000)).toBe(3)
    expect(reserved({ ...shared, foreign: 4 }, 60_000)).toBe(2)
    expect(reserved({ ...shared, foreign: 40 }, 60_000)).toBe(0)
  })

  it('never keeps more than half a window for people', () => {
    expect(reserved({ ...input, limit: 4 }, 60_000)).toBe(2)
  })

  it('is loosened exactly when leftWhenReserved says', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 1, max: 60_000 }),
        fc.double({ min: 0, max: 0.9, noNaN: true }),
        (allowed, left, shareForOthers) => {
          const some = { ...input, shareForOthers }
          const at = leftWhenReserved(some, allowed, left)
          expect(reserved(some, at)).toBeLessThanOrEqual(allowed)
          if (at < left - 20) expect(reserved(some, at + 20)).toBeGreaterThan(allowed)
        },
      ),
    )
  })
})

describe('demand', () => {
  it('rises with calls and fades while an open view makes none', () => {
    let demand = passTime(quietDemand, 0, true)
    const before = callsPerSecond(demand)
    for (let n = 0; n < 60; n += 1) demand = noteCall(demand, n * 2000)
    const busy = callsPerSecond(demand)
    const idle = callsPerSecond(passTime(demand, 600_000, true))
    expect(busy).toBeGreaterThan(0.3)
    expect(busy).toBeGreaterThan(before)
    expect(idle).toBeLessThan(before)
  })

  it('does not fade while no view is open', () => {
    const demand = noteCall(passTime(quietDemand, 0, true), 1000)
    expect(callsPerSecond(passTime(demand, 900_000, false))).toBe(callsPerSecond(demand))
  })
})
