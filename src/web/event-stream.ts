import type { ServerResponse } from 'node:http'

const heartbeatMs = 15_000
/** What one client may leave unread before it is dropped; it comes back and reads everything anew. */
const unreadLimitBytes = 32 * 1024 * 1024

/** Sends every event to every page that listens, as server-sent events (HTML standard, section 9.2). */
export interface EventStream {
  /** Takes over a response and keeps it open until its client leaves. */
  add(response: ServerResponse): void
  /** Sends one event; `json` is one line of JSON. */
  send(json: string): void
  readonly size: number
  close(): void
}

/** Creates an event stream. `unreadBytes` is the most that a slow client may leave in the buffer. */
export function createEventStream(unreadBytes: number = unreadLimitBytes): EventStream {
  const clients = new Set<ServerResponse>()
  const write = (text: string) => {
    for (const client of clients) {
      client.write(text)
      if (client.writableLength > unreadBytes) client.destroy()
    }
  }
  const heartbeat = setInterval(() => write(': still here\n\n'), heartbeatMs)
  heartbeat.unref()
  return {
    add(response) {
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' })
      response.write(': listening\n\n')
      clients.add(response)
      response.on('close', () => clients.delete(response))
    },
    send: (json) => write(`data: ${json}\n\n`),
    get size() {
      return clients.size
    },
    close() {
      clearInterval(heartbeat)
      for (const client of clients) client.end()
    },
  }
}
