import { createModelServer, type ModelServer } from '../../test/fixtures/model-servers.ts'
import type { Contestant } from './contestants.ts'
import { type Call, socketsPerToken, type Transport } from './transport.ts'
import { epochOf, type Phase, playOutside } from './works.ts'

interface Waiting {
  readonly call: Call
  readonly done: (reply: unknown) => void
  readonly failed: (error: unknown) => void
}

/** What the oracle knows about one token: a copy of the panel's own counter. */
interface Insight {
  inFlight: number
  readonly server: ModelServer
  readonly outside: (untilMs: number) => void
  readonly reads: Waiting[]
  readonly writes: Waiting[]
}

/** How often the oracle checks whether the panel would accept another request, in scaled ms. */
const lookEveryMs = 20

/**
 * Creates a limiter that no other can beat. It has a copy of the panel's counter and sends, reads first, as soon as the
 * panel would admit a request. It uses the same sockets as the others, so its makespan includes the same cost of
 * transport.
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
      // The copy counts when a request is sent, the panel when it arrives. So the panel's window may last a little
      // longer than the copy's.
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
