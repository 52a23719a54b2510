import { get, type ClientRequest } from 'node:http'
import { tmpdir } from 'node:os'
import type { App } from '../../src/core/app.ts'
import type { Random } from '../../src/demo/random.ts'
import { createLoopbackServer } from '../../src/web/server.ts'

/** Pages that connect and disconnect: some on the loopback server's event stream, some directly on core's events. */
export interface Pages {
  /** Connects or disconnects one page. */
  step(): void
  /** The number of events that pages have received, by either way. */
  received(): number
  /** The number of connections that ended although the page did not disconnect. */
  broken(): number
  /** Closes the server and all pages that are still connected. */
  close(): Promise<void>
}

const maxPages = 6

export async function openPages(app: Pick<App, 'dispatchPieces' | 'onEvent'>, random: Random): Promise<Pages> {
  const server = await createLoopbackServer({ app, rendererDir: tmpdir(), port: 0 })
  const streams: ClientRequest[] = []
  const subscriptions: (() => void)[] = []
  let received = 0
  let broken = 0
  let closing = false

  const connect = () => {
    const headers = { Authorization: `Bearer ${server.key}` }
    const request = get(`${server.url}/events`, { headers, agent: false }, (response) => {
      response.setEncoding('utf8')
      response.on('data', (text: string) => (received += text.split('\n\n').length - 1))
      response.on('error', () => undefined)
    })
    request.on('error', () => {
      if (!closing && streams.includes(request)) broken += 1
    })
    streams.push(request)
  }

  const takeFrom = <T>(list: T[]): T | undefined => list.splice(random.int(0, list.length - 1), 1)[0]

  return {
    step() {
      const connects = random.chance(0.5)
      if (random.chance(0.6)) {
        if (connects && streams.length < maxPages) connect()
        else takeFrom(streams)?.destroy()
        return
      }
      if (connects && subscriptions.length < maxPages) subscriptions.push(app.onEvent(() => (received += 1)))
      else takeFrom(subscriptions)?.()
    },
    received: () => received,
    broken: () => broken,
    async close() {
      closing = true
      for (const unsubscribe of subscriptions.splice(0)) unsubscribe()
      await server.close()
      for (const stream of streams.splice(0)) stream.destroy()
    },
  }
}
