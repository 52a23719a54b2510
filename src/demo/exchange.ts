import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { badGateway, basePath, type PanelAnswer, type PanelRequest, redirected } from './answer.ts'
import type { Faults } from './faults.ts'
import type { RequestLog } from './request-log.ts'

const bodyLimitBytes = 256 * 1024

export interface ExchangePorts {
  readonly faults: Faults
  readonly log: RequestLog
  readonly now: () => number
  readonly answer: (request: PanelRequest) => PanelAnswer
  /** Aborts when the panel closes, so that delayed answers are given up. */
  readonly closing: AbortSignal
}

/** Returns the body's text. A body over the limit is read to its end and dropped, so the client can read the 413. */
async function readBody(message: IncomingMessage): Promise<{ readonly text: string; readonly tooLarge: boolean }> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes <= bodyLimitBytes) chunks.push(chunk)
  }
  return bytes > bodyLimitBytes
    ? { text: '', tooLarge: true }
    : { text: Buffer.concat(chunks).toString('utf8'), tooLarge: false }
}

function parseJson(text: string): unknown {
  try {
    return text === '' ? undefined : (JSON.parse(text) as unknown)
  } catch {
    return undefined
  }
}

const bearer = (message: IncomingMessage) => /^Bearer (\S+)$/.exec(message.headers.authorization ?? '')?.[1] ?? null

function send(response: ServerResponse, answer: PanelAnswer, nowMs: number, faults: Faults): void {
  response.sendDate = false
  const date = faults.get('withoutHeaders')?.includes('date')
    ? {}
    : { Date: new Date(nowMs + (faults.get('clockSkew') ?? 0)).toUTCString() }
  response.writeHead(answer.status, { ...date, ...answer.headers, 'Content-Length': Buffer.byteLength(answer.text) })
  response.end(answer.text)
}

/** Creates the handler of an HTTP exchange: reads the request, applies the connection's faults, sends the answer. */
export function createExchange({ faults, log, now, answer, closing }: ExchangePorts): RequestListener {
  const exchange = async (message: IncomingMessage, response: ServerResponse) => {
    const atMs = now()
    const { text, tooLarge } = await readBody(message)
    const method = message.method ?? 'GET'
    const path = (message.url ?? '/').split('?')[0] ?? '/'
    const apiPath = path.startsWith(basePath) ? path.slice(basePath.length) : path
    const body = parseJson(text)
    const key = message.headers['idempotency-key']
    const note = log.open({
      atMs,
      method,
      path,
      body: body ?? null,
      hadToken: message.headers.authorization !== undefined,
      idempotencyKey: typeof key === 'string' ? key : null,
    })
    const fires = (name: Parameters<Faults['fires']>[0]) => faults.fires(name, method, apiPath)
    const drop = (carriedOut = false) => {
      note('dropped', null, carriedOut)
      message.socket.destroy()
    }
    const sendAnswer = (panelAnswer: PanelAnswer, carriedOut = false) => {
      note('answered', panelAnswer.status, carriedOut)
      send(response, panelAnswer, now(), faults)
    }

    const latencyMs = faults.get('latency') ?? 0
    if (latencyMs > 0) await sleep(latencyMs, undefined, { signal: closing })
    if (fires('hang')) return note('hung', null)
    if (fires('dropBefore')) return drop()
    if (fires('html502')) return sendAnswer(badGateway)
    const redirectTo = faults.get('redirect')
    if (redirectTo !== undefined) return sendAnswer(redirected(redirectTo))
    const panelAnswer = answer({ method, path, token: bearer(message), body, tooLarge })
    const carriedOut = panelAnswer.status < 300
    if (fires('dropAfter')) return drop(carriedOut)
    if (fires('emptyBody')) return sendAnswer({ ...panelAnswer, text: '' }, carriedOut)
    if (fires('truncatedJson'))
      return sendAnswer(
        { ...panelAnswer, text: panelAnswer.text.slice(0, Math.floor(panelAnswer.text.length / 2)) },
        carriedOut,
      )
    sendAnswer(panelAnswer, carriedOut)
  }
  // If the client hangs up during its request, or the panel closes, there is no connection to answer on.
  return (message, response) => void exchange(message, response).catch(() => message.socket.destroy())
}
