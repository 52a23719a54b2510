import { nextMessage, type PageAccess, type PageLap } from './messages.ts'

/**
 * The page's end of the transport, in its own process like a real page. It reads what a page reads at its start,
 * listens to every event and parses it as the real page does. On a message it starts the refresh, and it reports when
 * the first and the last rows arrived.
 */
const { url, key } = await nextMessage<PageAccess>()
const authorization = { Authorization: `Bearer ${key}` }

let bytes = 0
const rowsAt: number[] = []
let onChunk = () => {}

async function listen(body: ReadableStream<Uint8Array>): Promise<void> {
  const decoder = new TextDecoder()
  let incomplete = ''
  for await (const chunk of body) {
    bytes += chunk.byteLength
    const lines = (incomplete + decoder.decode(chunk, { stream: true })).split('\n\n')
    incomplete = lines.pop() ?? ''
    for (const line of lines) {
      if (!line.startsWith('data: ')) continue
      const { event } = JSON.parse(line.slice(6)) as { event: string }
      if (event === 'inventory.sliceChanged') rowsAt.push(performance.now())
    }
    onChunk()
  }
}

async function call<T>(method: string, input: object = {}): Promise<T> {
  const body = JSON.stringify({ method, input })
  const answer = await fetch(`${url}/call`, {
    method: 'POST',
    headers: { ...authorization, 'Content-Type': 'application/json' },
    body,
  })
  const { ok, value } = (await answer.json()) as { ok: boolean; value: T }
  if (!ok) throw new Error(`${method} failed: ${JSON.stringify(value)}`)
  return value
}

async function refresh(): Promise<PageLap> {
  const startedAt = performance.now()
  const value = await call<{ statuses: { health: string }[] }>('inventory.refresh')
  const failedStatus = value.statuses.find((status) => status.health !== 'ok')
  if (failedStatus) throw new Error(`Not all were read: ${JSON.stringify(failedStatus)}`)
  // The answer may overtake the last events, because they come over a separate connection.
  while (rowsAt.length < 2 * value.statuses.length) await new Promise<void>((resolve) => (onChunk = resolve))
  const sinceStart = (at: number) => at - startedAt
  return {
    wallMs: sinceStart(performance.now()),
    firstRowsMs: sinceStart(Math.min(...rowsAt)),
    lastRowsMs: sinceStart(Math.max(...rowsAt)),
    bytes,
  }
}

const stream = await fetch(`${url}/events`, { headers: authorization })
void listen(stream.body as ReadableStream<Uint8Array>)
for (const method of ['servers.list', 'inventory.statuses', 'budget.list']) await call(method)
for (const kind of ['ftp', 'cron']) await call('rows.list', { kind })
process.send?.('listening')
await nextMessage()
const pageLap = await refresh()
process.send?.(pageLap, () => process.exit(0))
