import { createModelServer, type ModelServer } from '../../test/fixtures/model-servers.ts'
import type { Contestant } from './contestants.ts'
import { type Call, socketsPerToken, type Transport } from './transport.ts'
import { epochOf, type Phase, playServerEvents } from './works.ts'

interface WaitingRequest {
  readonly call: Call
  readonly done: (reply: unknown) => void
  readonly failed: (error: unknown) => void
}

/** What the oracle knows about one token: a copy of the panel's own counter. */
interface TokenState {
  inFlight: number
  readonly server: ModelServer
  readonly playEvents: (untilMs: number) => void
  readonly reads: WaitingRequest[]
  readonly writes: WaitingRequest[]
}

/** How often the oracle checks whether the panel would accept another request, in scaled ms. */
const checkEveryMs = 20

/**
 * Creates a limiter that no other can beat. It has a copy of the panel's counter and sends, reads first, as soon as the
 * panel would admit a request. It uses the same sockets as the others, so its makespan includes the same cost of
 * transport.
 */
export function createOracle(transport: Transport, tokens: number, phase: Phase): Contestant {
  const epochMs = epochOf(phase)
  const tokenStates = [...Array(tokens)].map((): TokenState => {
    const server = createModelServer(phase.oracle.server)
    return {
      inFlight: 0,
      server,
      playEvents: playServerEvents(server, { foreignAtMs: phase.oracle.foreignAtMs, cut: phase.cut }, epochMs),
      reads: [],
      writes: [],
    }
  })

  function send(tokenState: TokenState, waiting: WaitingRequest): void {
    tokenState.inFlight += 1
    transport.send(waiting.call).then((reply) => {
      tokenState.inFlight -= 1
      // The copy counts when a request is sent, the panel when it arrives. So the panel's window may last a little
      // longer than the copy's.
      if (reply.status === 429) setTimeout(() => send(tokenState, waiting), checkEveryMs)
      else waiting.done(reply)
      sendAdmitted(tokenState)
    }, waiting.failed)
  }

  function sendAdmitted(tokenState: TokenState): void {
    const nowMs = Date.now()
    tokenState.playEvents(nowMs - epochMs)
    const hasWaiting = (): boolean => tokenState.reads.length + tokenState.writes.length > 0
    while (hasWaiting() && tokenState.inFlight < socketsPerToken && tokenState.server.admits(nowMs)) {
      const waiting = tokenState.reads.shift() ?? tokenState.writes.shift()
      tokenState.server.handle(nowMs)
      if (waiting) send(tokenState, waiting)
    }
  }

  const timer = setInterval(() => tokenStates.forEach(sendAdmitted), checkEveryMs)
  return {
    request(call) {
      const tokenState = tokenStates[call.token]
      return new Promise((done, failed) => {
        if (!tokenState) return failed(new Error(`no token ${call.token}`))
        ;(call.kind === 'read' ? tokenState.reads : tokenState.writes).push({ call, done, failed })
        sendAdmitted(tokenState)
      })
    },
    close: () => clearInterval(timer),
  }
}
