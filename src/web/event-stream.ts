import type { ServerResponse } from 'node:http'

const heartbeatMs = 15_000
/** What one client may leave unread before it is dropped; it comes back and reads everything anew. */
const unreadLimitBytes = 32 * 1024 * 1024

/** Sends every event to every page that listens, as server-sent events (HTML standard, section 9.2). */
export interface EventStream {
  /** Takes over a response and keeps it open until its client leaves. */
  add(response: ServerResponse): void
  /**
   * Sends one event; `json` is one line of JSON. Events of one turn of the event loop leave in one piece, in their
   * order.
   */
  send(json: string): void
  readonly size: number
  close(): void
}

/** Creates an event stream. `unreadBytes` is the most that a slow client may leave in the buffer. */
export function createEventStream(unreadBytes: number = unreadLimitBytes): EventStream {
  const clients = new Set<ServerResponse>()
  const write = (text: string) => {
    // Encoded once however many listen.
    const bytes = Buffer.from(text)
    for (const client of clients) {
      client.write(bytes)
      if (client.writableLength > unreadBytes) client.destroy()
    }
  }
  let gathered: string[] = []
  const flush = () => {
    const text = gathered.join('')
    gathered = []
    if (text !== '') write(text)
  }
  const heartbeat = setInterval(() => write(': still here\n\n'), heartbeatMs)
  heartbeat.unref()
  return {
    add(response) {
      response.writeHead(200, {
        'Content-Type': 'text/event-stream',
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
      })
      response.write(': listening\n\n')
      clients.add(response)
      response.on('close', () => clients.delete(response))
    },
    send(json) {
      if (clients.size === 0) return
      // A refresh of a fleet makes events by the thousand: a write for each would cost more than making them.
      if (gathered.length === 0) setImmediate(flush)
      gathered.push(`data: ${json}\n\n`)
    },
    get size() {
      return clients.size
    },
    close() {
      clearInterval(heartbeat)
      flush()
      for (const client of clients) client.end()
    },
  }
}
