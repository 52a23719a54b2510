import { createModelServer, type ModelServer } from '../../test/fixtures/model-servers.ts'
import type { Contestant } from './contestants.ts'
import { type Call, socketsPerToken, type Transport } from './transport.ts'
import { epochOf, type Phase, playOutside } from './works.ts'

interface Waiting {
  readonly call: Call
  readonly done: (reply: unknown) => void
  readonly failed: (error: unknown) => void
}

/** What the oracle knows of one token: a copy of the panel's own counter. */
interface Insight {
  inFlight: number
  readonly server: ModelServer
  readonly outside: (untilMs: number) => void
  readonly reads: Waiting[]
  readonly writes: Waiting[]
}

/** How often it looks whether the panel would take another request, in scaled ms. */
const lookEveryMs = 20

/**
 * Nobody can do better: it holds a copy of the panel's counter and sends, reads first, the moment the panel would admit
 * a request. It uses the sockets the others use, so its makespan has the same cost of transport in it.
 */
export function createOracle(transport: Transport, tokens: number, phase: Phase): Contestant {
  const epochMs = epochOf(phase)
  const insights = [...Array(tokens)].map((): Insight => {
    const server = createModelServer(phase.oracle.server)
    return {
      inFlight: 0,
      server,
      outside: playOutside(server, { foreignAtMs: phase.oracle.foreignAtMs, cut: phase.cut }, epochMs),
      reads: [],
      writes: [],
    }
  })

  function fly(insight: Insight, one: Waiting): void {
    insight.inFlight += 1
    transport.send(one.call).then((reply) => {
      insight.inFlight -= 1
      // The copy counts at sending, the panel at arrival: a window may have part of a trip to go.
      if (reply.status === 429) setTimeout(() => fly(insight, one), lookEveryMs)
      else one.done(reply)
      pump(insight)
    }, one.failed)
  }

  function pump(insight: Insight): void {
    const nowMs = Date.now()
    insight.outside(nowMs - epochMs)
    const waits = (): boolean => insight.reads.length + insight.writes.length > 0
    while (waits() && insight.inFlight < socketsPerToken && insight.server.admits(nowMs)) {
      const one = insight.reads.shift() ?? insight.writes.shift()
      insight.server.handle(nowMs)
      if (one) fly(insight, one)
    }
  }

  const timer = setInterval(() => insights.forEach(pump), lookEveryMs)
  return {
    request(call) {
      const insight = insights[call.token]
      return new Promise((done, failed) => {
        if (!insight) return failed(new Error(`no token ${call.token}`))
        ;(call.kind === 'read' ? insight.reads : insight.writes).push({ call, done, failed })
        pump(insight)
      })
    },
    close: () => clearInterval(timer),
  }
}
