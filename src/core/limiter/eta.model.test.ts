import { describe, expect, it } from 'vitest'
import { createModelServer, type ModelServerOptions } from '../../../test/fixtures/model-servers.ts'
import { createVirtualClock } from '../../../test/kit/clock.ts'
import { createLimiter } from './limiter.ts'
import type { LimitedReply } from './types.ts'

const oneWayMs = 40
const startMs = Date.UTC(2026, 0, 1)

interface Foreseen {
  /** The ETA before the run was queued, after one read had shown the state of the budget. */
  readonly planned: number
  /** Whether the window that the read had shown was still running then. */
  readonly known: boolean
  /** The ETA and the time that was really left, every 5 s of the run. */
  readonly onTheWay: readonly { readonly at: number; readonly said: number; readonly left: number }[]
  readonly took: number
}

/** Reads once, waits, then queues `count` bulk calls; ms throughout. */
async function play(server: ModelServerOptions, count: number, pauseMs: number): Promise<Foreseen> {
  const clock = createVirtualClock(startMs)
  const panel = createModelServer(server)
  const limiter = createLimiter({ clock })
  const budget = limiter.budget('token')
  const send = async (): Promise<LimitedReply> => {
    const sentAtMs = clock.now()
    await clock.pass(oneWayMs)
    const reply = panel.handle(clock.now())
    await clock.pass(oneWayMs)
    return { ...reply, sentAtMs, receivedAtMs: clock.now() }
  }
  await clock.runUntil(budget.request({ priority: 'interactive', send }))
  await clock.runUntil(clock.pass(pauseMs))
  const planned = budget.etaMs(count, 'bulk')
  const known = budget.view().resetAtMs !== null
  const begunAt = clock.now()
  const asked: { at: number; said: number }[] = []
  let done = false
  const listen = async () => {
    for (await clock.pass(5000); !done; await clock.pass(5000))
      asked.push({ at: clock.now(), said: budget.etaMs(0, 'bulk') })
  }
  const run = Promise.all(Array.from({ length: count }, () => budget.request({ priority: 'bulk', send }))).then(
    () => (done = true),
  )
  void listen()
  await clock.runUntil(run)
  const endedAt = clock.now()
  limiter.close()
  return {
    planned,
    known,
    took: endedAt - begunAt,
    onTheWay: asked.map(({ at, said }) => ({ at: at - begunAt, said, left: endedAt - at })),
  }
}
/** Returns whether an ETA is right to 10 % and 2 s. */
const isNear = (said: number, truth: number): boolean => Math.abs(said - truth) <= truth * 0.1 + 2000
const counts = [60, 150, 300, 600]
/** The pauses between the read and the queueing of the run. They decide which part of the panel's window has passed. */
const pausesMs = [0, 8000, 20_000, 50_000, 70_000]

describe('the ETA of a run of 60 to 600 calls', () => {
  it.each([
    ...[0, 10_000, 25_000, 40_000, 55_000].map((phaseMs) => ({ kind: 'fixed', phaseMs }) as const),
    { kind: 'first' } as const,
  ])('is right before and during the run if the window is known: $kind $phaseMs', async (server) => {
    for (const count of counts) {
      for (const pauseMs of pausesMs) {
        const { planned, took, onTheWay, known } = await play(server, count, pauseMs)
        if (known) expect(isNear(planned, took), `${count} after ${pauseMs}: ${planned} for ${took}`).toBe(true)
        // The window that seems to begin with the first call may have begun before it.
        else expect(took - planned).toBeLessThan(took * 0.1 + 2000)
        expect(planned - took).toBeLessThan(60_000)
        expect(onTheWay.filter(({ said, left }) => !isNear(said, left))).toEqual([])
      }
    }
  })

  // How such a panel forgets shows a minute after the first burst. Until then it is assumed to have windows.
  it.each(['log', 'bucket'] as const)(
    'is right for a %s once its behaviour is known, and at most one window off before',
    async (kind) => {
      for (const count of counts) {
        for (const pauseMs of pausesMs) {
          const { planned, took, onTheWay } = await play({ kind }, count, pauseMs)
          expect(Math.abs(planned - took)).toBeLessThan(60_000)
          expect(onTheWay.filter(({ at, said, left }) => at >= 70_000 && !isNear(said, left))).toEqual([])
        }
      }
    },
  )
})
