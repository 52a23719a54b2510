import type { Contestant, MakeContestant } from './contestants.ts'
import { realPause, realTime, type TimeScale } from '../../test/fixtures/scaled-time.ts'
import { createTransport, type Transport } from './transport.ts'
import type { Phase, Work } from './works.ts'

/** The result of one phase. Times are in scaled ms, processor time is in real ms. */
export interface Play {
  readonly makespanMs: number
  /** The time from the request to the reply, for each read of the person. */
  readonly readWaitsMs: readonly number[]
  readonly cpuMs: number
}

const warmUpRequests = 300

/** Warms up sockets, axios and the compiler, so that the first phase is not slower than the others. */
export async function warmUp(port: number): Promise<void> {
  const transport = createTransport(port, 1)
  for (let n = 0; n < warmUpRequests; n += 6) {
    await Promise.all([...Array(6)].map(() => transport.send({ token: 0, kind: 'write' })))
  }
  transport.close()
}

/** Plays one phase of a work. The scaled clock must be installed. Resolves when every write is done. */
export async function play(
  work: Work,
  phase: Phase,
  make: MakeContestant,
  port: number,
  scale: TimeScale,
): Promise<Play> {
  const transport = createTransport(port, work.tokens)
  await realPause(Math.max(0, scale.startRealMs - realTime()))
  const usedBefore = process.cpuUsage()
  const startedMs = performance.now()
  const contestant = make(transport, work.tokens, phase)
  const writes = sendAllWrites(work, contestant)
  const reading = work.readEveryMs === null ? null : readAtRandomTimes(contestant, work.readEveryMs)
  await writes
  const makespanMs = performance.now() - startedMs
  const readWaitsMs = reading === null ? [] : await reading.stop()
  const used = process.cpuUsage(usedBefore)
  closeAll(contestant, transport)
  return { makespanMs, readWaitsMs, cpuMs: (used.user + used.system) / 1000 }
}

function sendAllWrites(work: Work, contestant: Contestant): Promise<unknown> {
  const requests: Promise<unknown>[] = []
  for (let n = 0; n < work.writesPerToken; n += 1) {
    for (let token = 0; token < work.tokens; token += 1) requests.push(contestant.request({ token, kind: 'write' }))
  }
  return Promise.all(requests)
}

/** Plays a person who reads at random times, the same times for every limiter. */
function readAtRandomTimes(contestant: Contestant, meanMs: number): { stop(): Promise<number[]> } {
  const waits: Promise<number>[] = []
  const random = seeded(20_260_518)
  const read = async (): Promise<number> => {
    const askedMs = performance.now()
    await contestant.request({ token: 0, kind: 'read' })
    return performance.now() - askedMs
  }
  const scheduleRead = (): NodeJS.Timeout =>
    setTimeout(
      () => {
        waits.push(read())
        timer = scheduleRead()
      },
      -Math.log(1 - random()) * meanMs,
    )
  contestant.openView?.()
  let timer = scheduleRead()
  return {
    stop() {
      clearTimeout(timer)
      return Promise.all(waits)
    },
  }
}

/** Returns a source of numbers from 0 up to 1 that are the same in every run (Marsaglia's xorshift). */
function seeded(seed: number): () => number {
  let x = seed
  return () => {
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    return (x >>> 0) / 2 ** 32
  }
}

function closeAll(contestant: Contestant, transport: Transport): void {
  contestant.close()
  transport.close()
}
