import http from 'node:http'
import type { Agent } from 'node:https'
import type { AppError } from '../../shared/errors.ts'
import { createPanelAgent } from './trust.ts'
import type { PanelTarget } from './types.ts'

/** The sockets that were opened under one finding about the server's certificate. */
export interface SocketPool {
  readonly agent: http.Agent | Agent
  /** Why no further request may leave over these sockets; null if they may be used. */
  retiredBy: AppError | null
}

/** The sockets to one panel. */
interface Sockets {
  /** Returns the pool for the next request. */
  current(): SocketPool
  /** Retires the current pool: its requests in flight are answered, and the next request opens a new socket. */
  renew(reason: AppError): void
  close(): void
}

const socketsOf = (lists: NodeJS.ReadOnlyDict<readonly { destroy(): void }[]>) =>
  Object.values(lists).flatMap((list) => list ?? [])

export function createSockets({ url, pin }: PanelTarget): Sockets {
  const open = (): SocketPool => ({
    agent:
      new URL(url).protocol === 'https:'
        ? createPanelAgent({ pin })
        : new http.Agent({ keepAlive: true, maxSockets: 6, maxFreeSockets: 2 }),
    retiredBy: null,
  })
  let current = open()
  const retired = new Set<SocketPool>()

  const endIdle = ({ agent }: SocketPool) => {
    for (const socket of socketsOf(agent.freeSockets)) socket.destroy()
  }
  return {
    current: () => current,
    renew(reason) {
      const pool = current
      if (socketsOf(pool.agent.sockets).length + socketsOf(pool.agent.freeSockets).length === 0) return
      pool.retiredBy = reason
      current = open()
      for (const one of retired) if (socketsOf(one.agent.sockets).length === 0) retired.delete(one)
      retired.add(pool)
      // A socket whose request has been answered becomes idle after this event.
      pool.agent.on('free', () => queueMicrotask(() => endIdle(pool)))
      endIdle(pool)
    },
    close() {
      for (const { agent } of [current, ...retired]) agent.destroy()
    },
  }
}
