import axios, { AxiosHeaders } from 'axios'
import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import https from 'node:https'
import { AppError } from '../../shared/errors.ts'
import type { LimitedReply } from '../limiter/types.ts'
import type { Clock } from '../ports.ts'
import { cancelledError, isDistrust, networkError, timeoutError } from './network-errors.ts'
import { createSockets, type SocketPool } from './sockets.ts'
import { endpointOf, type HandshakeLimits } from './trust.ts'
import type { PanelTarget } from './types.ts'

export interface RawReply extends LimitedReply {
  readonly body: string
}

interface RawRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

export interface Timeouts {
  /** The time limit for the connection, TLS included. */
  readonly connectMs: number
  /** The time limit from getting a socket to the last byte of the answer. */
  readonly wholeMs: number
}

export const defaultTimeouts: Timeouts = { connectMs: 10_000, wholeMs: 30_000 }

/** No panel answer comes near this size. A larger one is a mistake or an attack on memory. */
const maxReplyBytes = 20 * 1024 * 1024

/**
 * The adapter of axios alone. What axios does before it (merging settings and running interceptors, of which there
 * are none here) costs twice as much as the adapter.
 */
const sendByAxios = axios.getAdapter('http')

const commonSettings = {
  maxRedirects: 0,
  proxy: false,
  decompress: true,
  maxContentLength: maxReplyBytes,
  maxBodyLength: maxReplyBytes,
  responseType: 'text',
  validateStatus: () => true,
} as const

/** Sends single requests over the sockets of one panel. */
export interface HttpTransport {
  /**
   * Sends once, follows no redirect, and resolves with any reply whatever its status.
   * @throws AppError net.* | tls.* | panel.bad-reply | cancelled; `details.sent` tells whether the panel may have
   * seen the request.
   */
  send(request: RawRequest, signal: AbortSignal): Promise<RawReply>
  /** Sends nothing more over the sockets that are open now, except that requests in flight are answered. */
  renewSockets(): void
  close(): void
}

/** One request in progress, and what has happened to it so far. */
interface RequestState {
  readonly url: string
  readonly pool: SocketPool
  readonly clock: Clock
  readonly timeouts: Timeouts
  readonly controller: AbortController
  /** Functions that cancel the timers of this request. */
  readonly timers: (() => void)[]
  sent: boolean
  sentAtMs: number
  receivedAtMs: number
  stoppedBy: 'connect' | 'answer' | null
}

const newRequestState = (url: string, pool: SocketPool, clock: Clock, timeouts: Timeouts): RequestState => ({
  url,
  pool,
  clock,
  timeouts,
  controller: new AbortController(),
  timers: [],
  sent: false,
  sentAtMs: clock.now(),
  receivedAtMs: 0,
  stoppedBy: null,
})

const isHandshaking = (socket: object) => 'secureConnecting' in socket && socket.secureConnecting === true

/**
 * Records when the request leaves, and aborts a request that takes too long. The time limits start with the socket,
 * because waiting for a free socket is not the panel's fault.
 */
function watchRequest(state: RequestState, request: ClientRequest, connectEvent: 'secureConnect' | 'connect'): void {
  const { clock, timeouts, controller, timers } = state
  const startLimit = (phase: 'connect' | 'answer', afterMs: number) => {
    const cancel = clock.after(afterMs, () => {
      state.stoppedBy ??= phase
      controller.abort()
    })
    timers.push(cancel)
    return cancel
  }
  request.once('socket', (socket) => {
    // While the request waited for a socket, the server has shown another certificate. Nothing has been written yet.
    if (state.pool.retiredBy) return void request.destroy(state.pool.retiredBy)
    const endConnectLimit = startLimit('connect', timeouts.connectMs)
    startLimit('answer', timeouts.wholeMs)
    const markSent = () => {
      endConnectLimit()
      state.sent = true
      state.sentAtMs = clock.now()
    }
    const isConnected = request.reusedSocket || !(socket.connecting || isHandshaking(socket))
    if (isConnected) markSent()
    else socket.once(connectEvent, markSent)
  })
}

/** Returns the transport through which axios sends this request. */
function transportFor(state: RequestState, overTls: boolean) {
  return {
    request(options: RequestOptions, onReply: (reply: IncomingMessage) => void): ClientRequest {
      const handshake: HandshakeLimits = { timeoutMs: state.timeouts.connectMs, signal: state.controller.signal }
      const request = (overTls ? https : http).request({ ...options, handshake } as RequestOptions, (reply) => {
        state.receivedAtMs = state.clock.now()
        onReply(reply)
      })
      watchRequest(state, request, overTls ? 'secureConnect' : 'connect')
      return request
    },
  }
}

/** Converts what was thrown into an error that names the reason and holds no token. */
function toTransportError({ url, timeouts, sent, stoppedBy }: RequestState, thrown: unknown): unknown {
  const destination = { ...endpointOf(url), sent }
  if (stoppedBy)
    return timeoutError(destination, stoppedBy, stoppedBy === 'connect' ? timeouts.connectMs : timeouts.wholeMs)
  if (axios.isCancel(thrown)) return cancelledError(sent)
  if (thrown instanceof AppError) return thrown
  // If the agent could not connect, its error has a code already. axios wraps it in an error of its own.
  if (thrown instanceof Error && thrown.cause instanceof AppError) return thrown.cause
  const found = networkError(thrown, destination)
  if (found) return found
  // An axios error holds the request with its token, so keep only its code.
  return axios.isAxiosError(thrown)
    ? new AppError('net.lost', 'The request failed', { ...destination, system: thrown.code ?? 'unknown' })
    : thrown
}

/** The error of a request that was about to leave over a socket on which nothing may be sent any more. */
const renewedError = (url: string) =>
  new AppError('tls.untrusted', 'The server has just shown another certificate', { ...endpointOf(url), sent: false })

export function createHttpTransport(deps: {
  readonly target: PanelTarget
  readonly clock: Clock
  readonly timeouts: () => Timeouts
  /** Called each time the server has shown a certificate that is not trusted. */
  readonly onDistrust: () => void
}): HttpTransport {
  const { clock } = deps
  const { url } = deps.target
  const overTls = new URL(url).protocol === 'https:'
  const sockets = createSockets(deps.target)

  const checkTrust = (failure: unknown) => {
    if (!(failure instanceof AppError) || !isDistrust(failure)) return
    sockets.renew(failure)
    deps.onDistrust()
  }

  return {
    async send(request, signal) {
      if (signal.aborted) throw cancelledError(false)
      const pool = sockets.current()
      const state = newRequestState(url, pool, clock, deps.timeouts())
      // Combining two signals into one costs more than this listener.
      const forwardAbort = () => state.controller.abort()
      signal.addEventListener('abort', forwardAbort)
      try {
        const reply = await sendByAxios({
          ...commonSettings,
          method: request.method,
          url: request.url,
          headers: new AxiosHeaders({ Accept: 'application/json', 'User-Agent': 'Wisdeck', ...request.headers }),
          data: request.body ?? undefined,
          httpsAgent: pool.agent,
          httpAgent: pool.agent,
          signal: state.controller.signal,
          transport: transportFor(state, overTls),
        })
        const { sentAtMs, receivedAtMs } = state
        const body = typeof reply.data === 'string' ? reply.data : ''
        return { status: reply.status, headers: plainHeaders(reply.headers), body, sentAtMs, receivedAtMs }
      } catch (thrown) {
        const failure = toTransportError(state, thrown)
        if (!pool.retiredBy) checkTrust(failure)
        throw failure
      } finally {
        signal.removeEventListener('abort', forwardAbort)
        for (const cancel of state.timers) cancel()
      }
    },
    renewSockets: () => sockets.renew(renewedError(url)),
    close: sockets.close,
  }
}

function plainHeaders(headers: object): Record<string, string> {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    value == null ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : String(value)]],
  )
  return Object.fromEntries(entries)
}
