import axios, { type AxiosInstance, type AxiosRequestConfig, type AxiosResponse } from 'axios'
import { Agent } from 'node:http'
import type { LimitedReply } from '../../src/core/limiter/types.ts'

/** One request of a work. */
export interface Call {
  readonly token: number
  readonly kind: 'write' | 'read'
}

/** The same HTTP for every limiter: axios, with one keep-alive agent for each token. */
export interface Transport {
  /** Returns a separate client for libraries that attach to axios. It rejects on 429, as axios does by default. */
  client(): AxiosInstance
  config(call: Call): AxiosRequestConfig
  /** Sends once. A 429 is a reply like any other. */
  send(call: Call): Promise<LimitedReply>
  close(): void
}

/** As many sockets as the app itself opens to a panel. */
export const socketsPerToken = 6

/** Creates a transport to one loopback panel. */
export function createTransport(port: number, tokens: number): Transport {
  const agents = [...Array(tokens)].map(() => new Agent({ keepAlive: true, maxSockets: socketsPerToken }))
  const client = (): AxiosInstance =>
    axios.create({ baseURL: `http://127.0.0.1:${port}/api/v1`, proxy: false, maxRedirects: 0 })
  const plain = client()
  const config = (call: Call): AxiosRequestConfig => ({
    method: call.kind === 'write' ? 'POST' : 'GET',
    url: '/ftp/',
    headers: { Authorization: `Bearer ${call.token}` },
    httpAgent: agents[call.token],
    ...(call.kind === 'write' ? { data: { quota_mb: 100 } } : {}),
  })
  return {
    client,
    config,
    async send(call) {
      const sentAtMs = Date.now()
      const reply = await plain.request<unknown>({ ...config(call), validateStatus: () => true })
      return asLimitedReply(reply, sentAtMs)
    },
    close() {
      for (const agent of agents) agent.destroy()
    },
  }
}

/** Returns what a budget needs from an axios reply that has just arrived. */
export function asLimitedReply(reply: AxiosResponse<unknown>, sentAtMs: number): LimitedReply {
  const headers: Record<string, string | undefined> = {}
  for (const [name, value] of Object.entries(reply.headers)) if (typeof value === 'string') headers[name] = value
  return { status: reply.status, headers, sentAtMs, receivedAtMs: Date.now() }
}
