import axiosRateLimit from 'axios-rate-limit'
import axiosRetry from 'axios-retry'
import Bottleneck from 'bottleneck'
import PQueue from 'p-queue'
import pThrottle from 'p-throttle'
import { RateLimiterMemory, RateLimiterQueue } from 'rate-limiter-flexible'
import type { LimitedReply } from '../../src/core/limiter/types.ts'
import type { Contestant, MakeContestant } from './contestants.ts'
import { isTooManyRequests, retryDelayMs, tooManyRequests, untilAccepted } from './retry.ts'
import type { Call, Transport } from './transport.ts'

/** 60 requests a minute (API document), written as the documentation of each library writes such a limit. */
const limit = 60
const minuteMs = 60_000

type Schedule = (call: Call, send: () => Promise<LimitedReply>) => Promise<LimitedReply>

/** Makes one limiter for each token. All treat a 429 alike: wait as long as the panel says, then queue again. */
function perToken(make: (token: number) => Schedule, end: () => void = () => undefined): MakeContestant {
  return (transport, tokens) => {
    const schedules = [...Array(tokens).keys()].map(make)
    return {
      request: (call) => untilAccepted(() => scheduleCall(schedules, call, () => transport.send(call))),
      close: end,
    }
  }
}

function scheduleCall(
  schedules: readonly Schedule[],
  call: Call,
  send: () => Promise<LimitedReply>,
): Promise<LimitedReply> {
  const schedule = schedules[call.token]
  return schedule ? schedule(call, send) : Promise.reject(new Error(`no token ${call.token}`))
}

/**
 * Uses Bottleneck as its README describes: priorities from 0 (first) to 9, 5 by default; a `failed` listener that
 * returns a delay retries the job.
 */
function bottleneck(options: Bottleneck.ConstructorOptions): MakeContestant {
  return (transport: Transport, tokens: number): Contestant => {
    const limiters = [...Array(tokens)].map(() => {
      const limiter = new Bottleneck(options)
      limiter.on('failed', (error: unknown, job) =>
        isTooManyRequests(error) ? retryDelayMs(error.rejection.headers, job.retryCount + 1) : undefined,
      )
      return limiter
    })
    const sendOrThrow = async (call: Call): Promise<LimitedReply> => {
      const reply = await transport.send(call)
      if (reply.status === 429) throw tooManyRequests(reply)
      return reply
    }
    return {
      async request(call) {
        return limiters[call.token]?.schedule({ priority: call.kind === 'read' ? 1 : 5 }, () => sendOrThrow(call))
      },
      close: () => limiters.forEach((limiter) => void limiter.disconnect()),
    }
  }
}

const throttle = perToken(() => {
  const throttled = pThrottle({ limit, interval: minuteMs })((send: () => Promise<LimitedReply>) => send())
  return (_, send) => throttled(send)
})

const queue = perToken(() => {
  const pQueue = new PQueue({ intervalCap: limit, interval: minuteMs })
  return (call, send) => pQueue.add(send, { priority: call.kind === 'read' ? 1 : 0 })
})

/** As its wiki describes: a queue over a memory limiter. `removeTokens` resolves when the request may be sent. */
const flexible = perToken(() => {
  const limiterQueue = new RateLimiterQueue(new RateLimiterMemory({ points: limit, duration: 60 }))
  return async (_, send) => {
    await limiterQueue.removeTokens(1)
    return send()
  }
})

/** Attaches to a separate axios client for each token. By default the client rejects on 429. */
const rateLimit: MakeContestant = (transport, tokens) => {
  const clients = [...Array(tokens)].map(() =>
    axiosRateLimit(transport.client(), { limits: [{ maxRequests: limit, duration: '1m' }] }),
  )
  const send = async (call: Call): Promise<LimitedReply> => {
    const reply = await clients[call.token]?.request<unknown>({ ...transport.config(call), validateStatus: () => true })
    return {
      status: reply?.status ?? 0,
      headers: { ...reply?.headers } as LimitedReply['headers'],
      sentAtMs: 0,
      receivedAtMs: 0,
    }
  }
  return { request: (call) => untilAccepted(() => send(call)), close: () => undefined }
}

/** Uses no limiter: sends everything at once, and sends requests answered 429 again when the panel says so. */
const retry: MakeContestant = (transport) => {
  const client = transport.client()
  axiosRetry(client, {
    retries: 1000,
    retryCondition: (error) => error.response?.status === 429,
    retryDelay: (count, error) => retryDelayMs({ ...error.response?.headers }, count),
  })
  return { request: (call) => client.request(transport.config(call)), close: () => undefined }
}

/** The peers by their names in the table. */
export const peers: Readonly<Record<string, MakeContestant>> = {
  'bottleneck-reservoir': bottleneck({
    reservoir: limit,
    reservoirRefreshAmount: limit,
    reservoirRefreshInterval: minuteMs,
  }),
  'bottleneck-min-time': bottleneck({ minTime: minuteMs / limit }),
  'p-throttle': throttle,
  'p-queue': queue,
  'axios-rate-limit': rateLimit,
  'rate-limiter-flexible': flexible,
  'axios-retry': retry,
}
