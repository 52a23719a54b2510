import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type ModelResult,
  type ModelRun,
  oracleMakespan,
  percentile,
  playRun,
} from '../../../test/fixtures/model-run.ts'
import type { ModelServerOptions } from '../../../test/fixtures/model-servers.ts'

const writes = 300
const minuteMs = 60_000
/** Fixed, so that a failure can be reproduced. Change it to explore. */
const seed = 20_260_518

const rounding = fc.constantFrom('floor' as const, 'round' as const, 'ceil' as const)
const startMs = fc.integer({ min: 0, max: minuteMs }).map((ms) => Date.UTC(2026, 0, 1) + ms)
const latencyMs = fc.integer({ min: 2, max: 150 })
const skewMs = fc.constantFrom(0, 37_000, -37_000)

/** Windows of a minute: at any phase, at the wall-clock minute, or from the first request on. */
const windowServer: fc.Arbitrary<ModelServerOptions> = fc.record({
  kind: fc.constantFrom('fixed' as const, 'first' as const),
  phaseMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: minuteMs - 1 })),
  rounding,
  countsRejected: fc.boolean(),
  sendsRetryAfter: fc.boolean(),
  skewMs,
})

const rollingServer: fc.Arbitrary<ModelServerOptions> = fc.record({
  kind: fc.constantFrom('log' as const, 'bucket' as const),
  resetMeans: fc.constantFrom('soonest' as const, 'latest' as const),
  rounding,
  countsRejected: fc.boolean(),
  skewMs,
})

/** The requests of another client: ten in each minute, one in each six seconds, at random times. */
const foreignAtMs = fc
  .array(fc.noBias(fc.integer({ min: 0, max: 5999 })), { minLength: 80, maxLength: 80 })
  .map((times) => times.map((at, n) => n * 6000 + at))

function expectWhole(result: ModelResult): void {
  expect(result.admitted.filter((times) => times !== 1)).toEqual([])
  expect(result.timersLeft).toBe(0)
}

async function holds(
  runs: fc.Arbitrary<ModelRun>,
  most: { ratio: number; rejected: number },
  numRuns: number,
  oracle: (run: ModelRun) => number = oracleMakespan,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(runs, async (run) => {
      const result = await playRun(run)
      expectWhole(result)
      expect(result.rejected).toBeLessThanOrEqual(most.rejected)
      expect(result.makespanMs / oracle(run)).toBeLessThanOrEqual(most.ratio)
    }),
    { seed, numRuns },
  )
}

describe('300 bulk requests against a model panel', () => {
  it('take at most 2 % longer than an oracle in windows of any phase, rounding and clock', async () => {
    await holds(
      fc.record({ server: windowServer, writes: fc.constant(writes), startMs, latencyMs }),
      { ratio: 1.02, rejected: 0 },
      60,
    )
  })

  it('also do so beside another client of the same token, if the oracle grants it its ten requests a window', async () => {
    const runs = fc.record({ server: windowServer, writes: fc.constant(writes), startMs, latencyMs, foreignAtMs })
    await holds(runs, { ratio: 1.02, rejected: 2 }, 40, (run) =>
      oracleMakespan({ ...run, foreignAtMs: [], server: { ...run.server, limit: 50 } }),
    )
  })

  it('take at most 3 % longer if requests expire one by one or evenly', async () => {
    await holds(
      fc.record({ server: rollingServer, writes: fc.constant(writes), startMs, latencyMs }),
      { ratio: 1.03, rejected: 2 },
      40,
    )
  })

  it('adapt to a limit that is halved between two bursts', async () => {
    const changes = [{ atMs: 100_000, apply: (server: { setLimit(limit: number): void }) => server.setLimit(30) }]
    const runs = fc.record({
      server: fc
        .oneof(windowServer, fc.constant<ModelServerOptions>({ kind: 'log' }))
        .map((server) => ({ ...server, phaseMs: 50_000 })),
      writes: fc.constant(writes),
      startMs: fc.constant(Date.UTC(2026, 0, 1)),
      latencyMs: fc.integer({ min: 2, max: 50 }),
      changes: fc.constant(changes),
    })
    await holds(runs, { ratio: 1.03, rejected: 2 }, 15)
  })

  it('adapt to a limit that is halved at any moment: at most the requests in flight are rejected', async () => {
    const half = (atMs: number) => [{ atMs, apply: (server: { setLimit(limit: number): void }) => server.setLimit(30) }]
    const runs = fc.record({
      server: fc.oneof(windowServer, rollingServer),
      writes: fc.constant(writes),
      startMs,
      // Up to this latency two slots are enough for a window.
      latencyMs: fc.integer({ min: 2, max: 60 }),
      changes: fc.integer({ min: 20_000, max: 200_000 }).map(half),
    })
    // Our burst comes a second after the oracle's, because the headers have whole seconds. A cut between the two
    // costs a window.
    await holds(runs, { ratio: 1.25, rejected: 3 }, 25)
  })

  it('adapt to a bucket whose limit is halved', async () => {
    const cut = (atMs: number) => [{ atMs, apply: (server: { setLimit(limit: number): void }) => server.setLimit(30) }]
    const runs = fc.record({
      server: fc.record({
        kind: fc.constant('bucket' as const),
        resetMeans: fc.constantFrom('soonest' as const, 'latest' as const),
        rounding,
        skewMs,
      }),
      writes: fc.constant(writes),
      startMs,
      latencyMs: fc.integer({ min: 2, max: 60 }),
      changes: fc.integer({ min: 70_000, max: 160_000 }).map(cut),
    })
    await holds(runs, { ratio: 1.03, rejected: 2 }, 20)
  })

  it('have at most two requests rejected if another client makes ten calls at one instant of each window', async () => {
    const clusters = fc
      .array(fc.integer({ min: 0, max: 50_000 }), { minLength: 8, maxLength: 8 })
      .map((starts) => starts.flatMap((at, window) => [...Array(10).keys()].map((n) => window * minuteMs + at + n)))
    const runs = fc.record({
      server: windowServer,
      writes: fc.constant(writes),
      startMs,
      latencyMs: fc.integer({ min: 2, max: 100 }),
      foreignAtMs: clusters,
    })
    await fc.assert(
      fc.asyncProperty(runs, async (run) => {
        const result = await playRun(run)
        expectWhole(result)
        expect(result.rejected).toBeLessThanOrEqual(2)
      }),
      { seed, numRuns: 25 },
    )
  })

  it('adapt to a clock that is set forwards and back during the run', async () => {
    const runs = fc.record({
      server: windowServer,
      writes: fc.constant(writes),
      startMs,
      latencyMs,
      changes: fc.integer({ min: 1000, max: 150_000 }).map((atMs) => [
        { atMs, apply: (server: { stepClock(byMs: number): void }) => server.stepClock(37_000) },
        { atMs: atMs + 61_000, apply: (server: { stepClock(byMs: number): void }) => server.stepClock(-74_000) },
      ]),
    })
    await holds(runs, { ratio: 1.02, rejected: 2 }, 25)
  })

  it.each([
    ['no budget headers', { sendsBudget: false }, 1.15],
    ['no budget headers but Retry-After', { sendsBudget: false, sendsRetryAfter: true }, 1.15],
    ['neither budget headers nor Date', { sendsBudget: false, sendsDate: false }, 1.15],
    ['no Date header', { sendsDate: false }, 1.02],
    ['no Date header, its clock 37 s behind', { sendsDate: false, skewMs: -37_000 }, 1.15],
    // In the first third of phases its Reset looks like that of a correct clock.
    ['no Date header, its clock 37 s ahead', { sendsDate: false, skewMs: 37_000 }, 1.25],
  ])('with %s: at most two rejections in any phase', async (_, odd, ratio) => {
    const server = fc.record({
      kind: fc.constantFrom('fixed' as const, 'first' as const),
      phaseMs: fc.integer({ min: 0, max: minuteMs - 1 }),
    })
    const runs = fc.record({
      server: server.map((one) => ({ ...one, ...odd })),
      writes: fc.constant(writes),
      startMs: fc.constant(Date.UTC(2026, 0, 1)),
      latencyMs: fc.integer({ min: 2, max: 60 }),
    })
    await holds(runs, { ratio, rejected: 2 }, 15)
  })

  it.each(['log', 'bucket'] as const)('with no budget headers, a %s costs at most two rejections', async (kind) => {
    const runs = fc.record({
      server: fc.constant<ModelServerOptions>({ kind, sendsBudget: false }),
      writes: fc.constant(writes),
      latencyMs: fc.integer({ min: 2, max: 40 }),
    })
    await holds(runs, { ratio: 1.03, rejected: 2 }, 8)
  })

  it('keep their order', async () => {
    const { order } = await playRun({ server: { kind: 'fixed' }, writes, latencyMs: 20 })
    // Requests overtake each other only in transit, by no more than are in flight at once.
    expect(Math.max(...order.map((n, index) => Math.abs(n - index)))).toBeLessThanOrEqual(6)
  })
})

describe('a person beside 300 bulk requests', () => {
  /** Calls at random times, on average one in `everyMs`, while the bulk run lasts. */
  const callsAtMs = (everyMs: number): fc.Arbitrary<number[]> =>
    fc.infiniteStream(fc.double({ min: 1e-6, max: 1, noNaN: true })).map((stream) => {
      const times: number[] = []
      for (let atMs = 1000; atMs < 290_000; atMs += -Math.log(stream.next().value as number) * everyMs) times.push(atMs)
      return times
    })

  it.each([5000, 8000, 10_000, 20_000])(
    'waits at most two seconds in 95 of 100 calls, with one call in %d ms',
    async (everyMs) => {
      const waits: number[] = []
      const ratios: number[] = []
      const runs = fc.record({
        server: windowServer,
        writes: fc.constant(writes),
        startMs,
        latencyMs,
        callsAtMs: callsAtMs(everyMs),
      })
      await fc.assert(
        fc.asyncProperty(runs, async (run) => {
          const result = await playRun(run)
          expectWhole(result)
          expect(result.rejected).toBeLessThanOrEqual(2)
          waits.push(...result.callWaitsMs)
          ratios.push(result.makespanMs / oracleMakespan(run))
        }),
        { seed, numRuns: 12 },
      )
      expect(percentile(waits, 0.95)).toBeLessThanOrEqual(2000)
      // The oracle lets calls wait for the next window. Serving them at once can cost one more window, 60 s in 240.
      expect(percentile(ratios, 0.5)).toBeLessThanOrEqual(1.2)
      expect(Math.max(...ratios)).toBeLessThanOrEqual(1.3)
    },
  )

  it('never starves bulk work', async () => {
    const everySecond = [...Array(600).keys()].map((n) => n * 1000)
    const result = await playRun({ server: { kind: 'fixed' }, writes: 30, callsAtMs: everySecond })
    expectWhole(result)
    expect(result.callWaitsMs).toHaveLength(600)
  })
})
