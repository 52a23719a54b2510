import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { type Answerer, basePath, type PanelRequest } from './answer.ts'
import type { Faults, Treatment } from './faults.ts'
import { answerOf, isOwn, type PanelAnswer, redirected } from './replies.ts'
import type { RequestLog } from './request-log.ts'

const bodyLimitBytes = 256 * 1024
const asUsual: Treatment = { work: 'done', reply: 'own' }

interface ExchangePorts {
  readonly faults: Faults
  readonly log: RequestLog
  readonly answerer: Answerer
  readonly now: () => number
  /** Calls `run` once after `delayMs` of the panel's clock, unless the panel closes before. */
  readonly after: (delayMs: number, run: () => void) => void
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

async function readRequest(message: IncomingMessage): Promise<PanelRequest> {
  const { text, tooLarge } = await readBody(message)
  return {
    method: message.method ?? 'GET',
    path: (message.url ?? '/').split('?')[0] ?? '/',
    token: bearer(message),
    body: parseJson(text),
    tooLarge,
  }
}

function send(response: ServerResponse, answer: PanelAnswer, nowMs: number, faults: Faults): void {
  response.sendDate = false
  const date = faults.get('withoutHeaders')?.includes('date')
    ? {}
    : { Date: new Date(nowMs + (faults.get('clockSkew') ?? 0)).toUTCString() }
  response.writeHead(answer.status, { ...date, ...answer.headers, 'Content-Length': Buffer.byteLength(answer.text) })
  response.end(answer.text)
}

/** Creates the handler of an HTTP exchange: reads the request, applies the connection's faults, sends the answer. */
export function createExchange({ faults, log, answerer, now, after }: ExchangePorts): RequestListener {
  const exchange = async (message: IncomingMessage, response: ServerResponse) => {
    const atMs = now()
    const request = await readRequest(message)
    const { method, path } = request
    const apiPath = path.startsWith(basePath) ? path.slice(basePath.length) : path
    const key = message.headers['idempotency-key']
    const entry = log.open(apiPath, {
      atMs,
      method,
      path,
      body: request.body ?? null,
      hadToken: message.headers.authorization !== undefined,
      idempotencyKey: typeof key === 'string' ? key : null,
    })
    response.on('close', () => entry.end('abandoned', null))
    const sendAnswer = (answer: PanelAnswer) => {
      entry.end('answered', answer.status)
      send(response, answer, now(), faults)
    }

    const latencyMs = faults.get('latency') ?? 0
    if (latencyMs > 0) await new Promise<void>((resolve) => after(latencyMs, resolve))
    const redirectTo = faults.get('redirect')
    if (redirectTo !== undefined) return sendAnswer(redirected(redirectTo))
    const { work, reply } = faults.treatmentOf(method, apiPath) ?? asUsual
    const isDone = work !== 'undone'
    const run = isDone || isOwn(reply) ? answerer.admit(request) : null
    const doWork = (): PanelAnswer | null => {
      const answered = run?.(isDone)
      if (answered && isDone) entry.work(now(), answered)
      return answered?.answer ?? null
    }
    const respond = (own: PanelAnswer | null) => {
      const answer = answerOf(reply, own, answerer.serverError)
      if (answer) return sendAnswer(answer)
      entry.end(reply === 'drop' ? 'dropped' : 'hung', null)
      if (reply === 'drop') message.socket.destroy()
    }
    if (typeof work !== 'object') return respond(doWork())
    if (!isOwn(reply)) respond(null)
    after(atMs + work.afterMs - now(), () => {
      const own = doWork()
      if (isOwn(reply)) respond(own)
    })
  }
  // If the client hangs up during its request, there is no connection to answer on.
  return (message, response) => void exchange(message, response).catch(() => message.socket.destroy())
}
