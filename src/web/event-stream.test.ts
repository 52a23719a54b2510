import { createServer, get, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it, vi } from 'vitest'
import { createEventStream } from './event-stream.ts'

let server: Server | null = null

afterEach(async () => {
  vi.useRealTimers()
  const open = server
  server = null
  open?.closeAllConnections()
  await new Promise((resolve) => (open ? open.close(resolve) : resolve(null)))
})

/** Connects one client over a real socket. It reads nothing until it is told to. */
async function connectClient(stream: ReturnType<typeof createEventStream>): Promise<IncomingMessage> {
  const listening = createServer((_request, response) => stream.add(response))
  server = listening
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  const { port } = listening.address() as AddressInfo
  return new Promise((resolve, reject) => get({ port, host: '127.0.0.1' }, resolve).on('error', reject))
}

it('drops a client that leaves too much unread, and only then', async () => {
  const stream = createEventStream(1_000_000)
  const client = await connectClient(stream)
  const gone = new Promise((resolve) => client.once('error', resolve))
  stream.send('x')
  expect(stream.size).toBe(1)
  // More than any socket buffer holds, so that the server's own buffer fills too.
  const large = 'y'.repeat(4_000_000)
  for (let sent = 0; sent < 20 && stream.size > 0; sent += 1) {
    stream.send(large)
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(stream.size).toBe(0)
  client.resume()
  await gone
  stream.close()
})

it('sends a sign of life while nothing happens', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const stream = createEventStream()
  const client = await connectClient(stream)
  let text = ''
  client.setEncoding('utf8')
  client.on('data', (part: string) => (text += part))
  vi.advanceTimersByTime(15_000)
  stream.close()
  await new Promise((resolve) => client.once('end', resolve))
  expect(text).toBe(': listening\n\n: still here\n\n')
})

it('forgets a client that disconnects', async () => {
  const stream = createEventStream()
  const client = await connectClient(stream)
  expect(stream.size).toBe(1)
  client.destroy()
  await vi.waitFor(() => expect(stream.size).toBe(0))
  stream.close()
})
