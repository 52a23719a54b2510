import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createModelServer, type ModelServer } from '../../test/fixtures/model-servers.ts'
import { scaledTime, type TimeScale } from '../../test/fixtures/scaled-time.ts'
import { epochOf, type Phase, playServerEvents } from './works.ts'

/** A panel on a loopback port that answers every request as its rate limit decides. */
export interface PanelHost {
  readonly port: number
  /** Requests answered with 429 so far. */
  rejected(): number
  close(): Promise<void>
}

interface TokenCounter {
  readonly server: ModelServer
  readonly playEvents: (untilMs: number) => void
}

/** Starts a panel for one phase. Each token gets its own counter. Rejects if no port is available. */
export async function openPanel(phase: Phase, scale: TimeScale): Promise<PanelHost> {
  const counters = new Map<string, TokenCounter>()
  let rejected = 0
  const counterOf = (token: string): TokenCounter => {
    const known = counters.get(token)
    if (known) return known
    const server = createModelServer(phase.server)
    const counter = { server, playEvents: playServerEvents(server, phase, epochOf(phase)) }
    counters.set(token, counter)
    return counter
  }

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const nowMs = scaledTime(scale)
    const { server, playEvents } = counterOf(request.headers.authorization ?? '')
    playEvents(nowMs - epochOf(phase))
    const reply = server.handle(nowMs)
    if (reply.status === 429) rejected += 1
    const body = reply.status === 200 ? '{"success":true}' : '{"success":false,"status":429}'
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      'content-length': String(body.length),
    }
    for (const [name, value] of Object.entries(reply.headers)) if (value !== undefined) headers[name] = value
    request.resume()
    response.sendDate = false
    response.writeHead(reply.status, headers)
    response.end(body)
  }

  const server = createServer(answer)
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return { port: (server.address() as AddressInfo).port, rejected: () => rejected, close: () => closeServer(server) }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
