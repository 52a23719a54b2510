import type { ServerResponse } from 'node:http'

const heartbeatMs = 15_000
/** How much one client may leave unread before it is dropped. It then connects again and reads everything again. */
const unreadLimitBytes = 32 * 1024 * 1024

/** Sends every event to every connected page as server-sent events (HTML standard, section 9.2). */
export interface EventStream {
  /** Takes over a response and keeps it open until its client disconnects, is dropped, or the stream closes. */
  add(response: ServerResponse): void
  /** Sends one event, one line of JSON. Events of one turn of the event loop are sent in one piece, in their order. */
  send(json: string): void
  readonly size: number
  close(): void
}

/** Creates an event stream. A client that leaves more than `unreadBytes` in the buffer is dropped. */
export function createEventStream(unreadBytes: number = unreadLimitBytes): EventStream {
  const clients = new Set<ServerResponse>()
  const write = (text: string) => {
    // Encode the text once, however many clients there are.
    const bytes = Buffer.from(text)
    for (const client of clients) {
      client.write(bytes)
      if (client.writableLength > unreadBytes) client.destroy()
    }
  }
  let pending: string[] = []
  const flush = () => {
    const text = pending.join('')
    pending = []
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
      // A refresh of a fleet makes thousands of events, and a write for each would cost more than making them.
      if (pending.length === 0) setImmediate(flush)
      pending.push(`data: ${json}\n\n`)
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
