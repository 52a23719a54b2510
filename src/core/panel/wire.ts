import axios, { AxiosHeaders } from 'axios'
import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import https from 'node:https'
import { AppError } from '../../shared/errors.ts'
import type { LimitedReply } from '../limiter/types.ts'
import type { Clock } from '../ports.ts'
import { cancelledError, networkError, timeoutError } from './network-errors.ts'
import { createPanelAgent, endpointOf, type HandshakeLimits } from './trust.ts'
import type { PanelTarget } from './types.ts'

export interface RawReply extends LimitedReply {
  readonly body: string
}

export interface RawRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

export interface Timeouts {
  /** Until the connection stands, TLS included. */
  readonly connectMs: number
  /** From the socket to the last byte of the answer. */
  readonly wholeMs: number
}

export const defaultTimeouts: Timeouts = { connectMs: 10_000, wholeMs: 30_000 }

/** No panel answer comes near this; more is a mistake or an attack on memory. */
const maxReplyBytes = 20 * 1024 * 1024

/**
 * axios' transport by itself: what goes before it merges settings and runs interceptors, of which there are none here,
 * at twice its cost.
 */
const sendByAxios = axios.getAdapter('http')

/** What no request differs in. */
const alike = {
  maxRedirects: 0,
  proxy: false,
  decompress: true,
  maxContentLength: maxReplyBytes,
  maxBodyLength: maxReplyBytes,
  responseType: 'text',
  validateStatus: () => true,
} as const

/** Sends single requests over the sockets of one panel. */
export interface Wire {
  /**
   * Sends once, follows nothing, and resolves with any reply whatever its status.
   * @throws AppError net.* | tls.* | panel.bad-reply | cancelled; `details.sent` tells whether the panel may have seen
   * it.
   */
  send(request: RawRequest, signal: AbortSignal): Promise<RawReply>
  close(): void
}

/** What became of one request so far. */
interface Progress {
  sent: boolean
  sentAtMs: number
  receivedAtMs: number
  stoppedBy: 'connect' | 'answer' | null
}

const handshakeRuns = (socket: object) => 'secureConnecting' in socket && socket.secureConnecting === true

export function createWire(deps: {
  readonly target: PanelTarget
  readonly clock: Clock
  readonly timeouts: () => Timeouts
}): Wire {
  const { target, clock } = deps
  const isTls = new URL(target.url).protocol === 'https:'
  const agent = isTls
    ? createPanelAgent({ pin: target.pin })
    : new http.Agent({ keepAlive: true, maxSockets: 6, maxFreeSockets: 2 })

  /**
   * Notes when the request leaves, and stops one that takes too long. The clocks start with the socket: waiting for a
   * free one is no fault of the panel.
   */
  const watch = (
    request: ClientRequest,
    timeouts: Timeouts,
    progress: Progress,
    stop: AbortController,
    timers: (() => void)[],
  ) => {
    const limit = (phase: 'connect' | 'answer', afterMs: number) => {
      const cancel = clock.after(afterMs, () => {
        progress.stoppedBy ??= phase
        stop.abort()
      })
      timers.push(cancel)
      return cancel
    }
    request.once('socket', (socket) => {
      const connected = limit('connect', timeouts.connectMs)
      limit('answer', timeouts.wholeMs)
      const leaves = () => {
        connected()
        progress.sent = true
        progress.sentAtMs = clock.now()
      }
      const stands = request.reusedSocket || !(socket.connecting || handshakeRuns(socket))
      if (stands) leaves()
      else socket.once(isTls ? 'secureConnect' : 'connect', leaves)
    })
  }

  const transportFor = (timeouts: Timeouts, progress: Progress, stop: AbortController, timers: (() => void)[]) => ({
    request(options: RequestOptions, onReply: (reply: IncomingMessage) => void): ClientRequest {
      const handshake: HandshakeLimits = { timeoutMs: timeouts.connectMs, signal: stop.signal }
      const request = (isTls ? https : http).request({ ...options, handshake } as RequestOptions, (reply) => {
        progress.receivedAtMs = clock.now()
        onReply(reply)
      })
      watch(request, timeouts, progress, stop, timers)
      return request
    },
  })

  const failure = (thrown: unknown, timeouts: Timeouts, progress: Progress): unknown => {
    const where = { ...endpointOf(target.url), sent: progress.sent }
    if (progress.stoppedBy)
      return timeoutError(
        where,
        progress.stoppedBy,
        progress.stoppedBy === 'connect' ? timeouts.connectMs : timeouts.wholeMs,
      )
    if (axios.isCancel(thrown)) return cancelledError(progress.sent)
    if (thrown instanceof AppError) return thrown
    // What kept the agent from a connection has its code already; axios puts an error of its own around it.
    if (thrown instanceof Error && thrown.cause instanceof AppError) return thrown.cause
    const found = networkError(thrown, where)
    if (found) return found
    // An axios error holds the request with its token: only its name may go on.
    return axios.isAxiosError(thrown)
      ? new AppError('net.lost', 'The request failed', { ...where, system: thrown.code ?? 'unknown' })
      : thrown
  }

  return {
    async send(request, signal) {
      if (signal.aborted) throw cancelledError(false)
      const timeouts = deps.timeouts()
      const progress: Progress = { sent: false, sentAtMs: clock.now(), receivedAtMs: 0, stoppedBy: null }
      const stop = new AbortController()
      const timers: (() => void)[] = []
      // A signal joined out of two costs more than the listener that joins them.
      const passOn = () => stop.abort()
      signal.addEventListener('abort', passOn)
      try {
        const reply = await sendByAxios({
          ...alike,
          method: request.method,
          url: request.url,
          headers: new AxiosHeaders({ Accept: 'application/json', 'User-Agent': 'Wisdeck', ...request.headers }),
          data: request.body ?? undefined,
          httpsAgent: agent,
          httpAgent: agent,
          signal: stop.signal,
          transport: transportFor(timeouts, progress, stop, timers),
        })
        return {
          status: reply.status,
          headers: plainHeaders(reply.headers),
          body: typeof reply.data === 'string' ? reply.data : '',
          sentAtMs: progress.sentAtMs,
          receivedAtMs: progress.receivedAtMs,
        }
      } catch (thrown) {
        throw failure(thrown, timeouts, progress)
      } finally {
        signal.removeEventListener('abort', passOn)
        for (const cancel of timers) cancel()
      }
    },
    close() {
      agent.destroy()
    },
  }
}

function plainHeaders(headers: object): Record<string, string> {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    value == null ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : String(value)]],
  )
  return Object.fromEntries(entries)
}
