import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { App } from '../core/app.ts'
import type { Answer } from '../core/json-text.ts'
import type { ErrorCode, Envelope } from '../shared/errors.ts'
import { pageHeaders, readPageFile } from '../shell/page-files.ts'
import { createEventStream, type EventStream } from './event-stream.ts'
import { createGuard, type Guard, type Refusal } from './guard.ts'
import { readCall, type BodyFault } from './request-body.ts'

export interface LoopbackServer {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string
  /** The key that gives access to /call, /events and /session as long as this server runs. */
  readonly key: string
  /**
   * Returns a URL that opens the page once, within a minute. Its secret is in the fragment, which no server, log or
   * Referer sees.
   */
  createWindowUrl(): string
  close(): Promise<void>
}

interface LoopbackOptions {
  readonly app: Pick<App, 'dispatchPieces' | 'onEvent'>
  /** Folder of the built page. */
  readonly rendererDir: string
  /** 0 takes any free port. */
  readonly port: number
  readonly now?: () => number
}

interface ServerContext {
  readonly app: LoopbackOptions['app']
  readonly rendererDir: string
  readonly guard: Guard
  readonly stream: EventStream
}

const jsonHeaders = {
  'Content-Type': 'application/json; charset=utf-8',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/** Writes the pieces to the socket one by one and never joins them, not even while the socket cannot take them. */
function replyJson(response: ServerResponse, status: number, json: Answer): void {
  const pieces = typeof json === 'string' ? [Buffer.from(json)] : json
  response.writeHead(status, {
    ...jsonHeaders,
    'Content-Length': pieces.reduce((sum, piece) => sum + piece.byteLength, 0),
  })
  for (const piece of pieces) response.write(piece)
  response.end()
}

function replyError(response: ServerResponse, status: number, code: ErrorCode, message: string): void {
  const envelope: Envelope<never> = { ok: false, error: { code, message } }
  replyJson(response, status, JSON.stringify(envelope))
}

const refusals: Readonly<Record<Refusal, readonly [status: number, message: string]>> = {
  host: [403, 'This server answers under its own address only'],
  origin: [403, 'Another page may not call this server'],
  key: [401, 'The key is missing or wrong'],
}

function refuse(response: ServerResponse, refusal: Refusal): void {
  const [status, message] = refusals[refusal]
  replyError(response, status, 'call.refused', message)
}

const bodyFaults: Readonly<Record<BodyFault, readonly [status: number, message: string]>> = {
  'not-json': [415, 'The content type must be application/json'],
  'too-large': [413, 'The body is too large'],
  malformed: [400, 'The body must be {"method":"…","input":{…}}'],
}

async function serveCall(
  { app, guard }: ServerContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refused = guard.checkCaller(request.headers)
  if (refused) return refuse(response, refused)
  const call = await readCall(request)
  if (typeof call !== 'string')
    return replyJson(response, 200, await app.dispatchPieces(call.method, JSON.stringify(call.input)))
  const [status, message] = bodyFaults[call]
  // A part of the body may not have been read, so the connection cannot be used again.
  response.setHeader('Connection', 'close')
  replyError(response, status, 'input.invalid', message)
}

async function serveEvents(
  { guard, stream }: ServerContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refused = guard.checkCaller(request.headers)
  if (refused) return refuse(response, refused)
  stream.add(response)
}

async function serveSession(
  { guard }: ServerContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const opened = guard.openSession(request.headers)
  if ('refused' in opened) return refuse(response, opened.refused)
  response.setHeader('Set-Cookie', opened.cookie)
  replyJson(response, 200, JSON.stringify({ pass: opened.pass }))
}

async function servePage(
  { rendererDir }: ServerContext,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const file = await readPageFile(rendererDir, path)
  if (file === null) return replyError(response, 404, 'method.unknown', 'There is nothing under this address')
  response.writeHead(200, {
    ...pageHeaders("'self'"),
    'Content-Type': file.contentType,
    'Content-Length': file.body.length,
  })
  response.end(request.method === 'HEAD' ? undefined : file.body)
}

const routes: Readonly<Record<string, typeof serveCall>> = {
  'POST /call': serveCall,
  'GET /events': serveEvents,
  'POST /session': serveSession,
}
const routePaths: ReadonlySet<string> = new Set(Object.keys(routes).map((route) => route.slice(route.indexOf(' ') + 1)))

async function answer(context: ServerContext, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const refused = context.guard.checkHost(request.headers)
  if (refused) return refuse(response, refused)
  const path = (request.url ?? '').split('?', 1)[0] ?? ''
  const route = routes[`${request.method} ${path}`]
  if (route) return route(context, request, response)
  const readable = request.method === 'GET' || request.method === 'HEAD'
  if (!readable || routePaths.has(path))
    return replyError(response, 405, 'method.unknown', 'This address does not take that method')
  return servePage(context, request, response, path)
}

/** Binds to the loopback address. Rejects with Node's own error if the port is taken. */
function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') reject(new Error('The server has no port'))
      else resolve(address.port)
    })
  })
}

/**
 * Serves on 127.0.0.1: the files of the page to everyone, core's transport to clients that have the key or a session.
 * Rejects if the port cannot be used. `close` ends open calls and event streams.
 */
export async function createLoopbackServer(options: LoopbackOptions): Promise<LoopbackServer> {
  const { app, rendererDir, port, now = Date.now } = options
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000, maxHeaderSize: 16 * 1024 })
  const actualPort = await listen(server, port)
  const stream = createEventStream()
  const guard = createGuard(actualPort, now)
  const context: ServerContext = { app, rendererDir, guard, stream }
  server.on('request', (request, response) => {
    answer(context, request, response).catch(() => {
      // The sender disconnected, or a file of the page could not be read. The caller is not told the reason.
      if (response.headersSent) response.destroy()
      else replyError(response, 500, 'internal', 'The server could not answer')
    })
  })
  const unsubscribe = app.onEvent(stream.send)
  const url = `http://127.0.0.1:${actualPort}`
  return {
    url,
    key: guard.key,
    createWindowUrl: () => `${url}/#key=${guard.createTicket()}`,
    async close() {
      unsubscribe()
      stream.close()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}
