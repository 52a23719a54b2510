import type { Envelope } from '../../shared/errors.ts'
import { passHeader } from '../../shared/page-pass.ts'
import type { PagePass } from './page-pass.ts'
import type { BridgeEvent, BridgeState, Transport } from './transport.ts'
import { createSseParser } from './sse.ts'

const firstRetryMs = 500
const longestRetryMs = 10_000

/**
 * Returns the key, or the window ticket, from `#key=…` and removes it from the address at once, so that no history and
 * no bookmark keeps it. Returns null on a reload: then the cookie and the pass that it was traded for admit the page.
 */
export function takeKey(location: Location, history: History): string | null {
  const key = new URLSearchParams(location.hash.slice(1)).get('key')
  if (key !== null) history.replaceState(null, '', `${location.pathname}${location.search}`)
  return key
}

type Report = Parameters<Transport['open']>[0]

/** Sends a request. Rejects if the server cannot be reached, and returns the answer otherwise. */
const request = (path: string, init: RequestInit): Promise<Response> =>
  fetch(path, { credentials: 'same-origin', cache: 'no-store', redirect: 'error', ...init })

/**
 * The pauses between attempts: each is twice as long as the last, up to `longestRetryMs`. `wake` ends a pause at once.
 * After it, as after `reset`, the pauses are short again.
 */
function createRetries() {
  let waitMs = firstRetryMs
  let wake: (() => void) | null = null
  const reset = () => void (waitMs = firstRetryMs)
  return {
    reset,
    pause: () =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, waitMs)
        wake = () => {
          clearTimeout(timer)
          reset()
          resolve()
        }
        waitMs = Math.min(waitMs * 2, longestRetryMs)
      }),
    wake: () => wake?.(),
  }
}

async function readEvents(body: ReadableStream<BufferSource>, report: (event: BridgeEvent) => void): Promise<void> {
  const parser = createSseParser()
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    for (const data of parser.push(piece.value)) report(JSON.parse(data) as BridgeEvent)
  }
}

/**
 * The transport to core through the loopback server. `POST /session` trades the key once for an HttpOnly cookie and a
 * pass. The page cannot read the cookie. The pass is sent as a header, and pages of other ports do not have it.
 * Neither is enough alone. Events arrive in one streamed answer, which is requested again when it breaks.
 */
export function createLoopbackTransport(options: { readonly key: string | null; readonly pass: PagePass }): Transport {
  const { pass } = options
  let key = options.key
  let report: Report | null = null
  let state: BridgeState = 'connecting'
  let wasReady = false
  const retries = createRetries()

  const setState = (next: BridgeState) => {
    if (next === state) return
    state = next
    report?.state(next)
  }

  const noteRefusal = (answer: Response): Response => {
    if (answer.status === 401 || answer.status === 403) setState('denied')
    return answer
  }

  const passHeaders = () => ({ [passHeader]: pass.get() ?? '' })

  /** Uses up the key whatever the answer is. If the key is refused, an older session may still admit the page. */
  const exchangeKey = async () => {
    if (key === null) return
    const answer = await request('/session', { method: 'POST', headers: { Authorization: `Bearer ${key}` } })
    key = null
    if (answer.ok) pass.set(((await answer.json()) as { readonly pass: string }).pass)
  }

  const listen = async () => {
    const answer = noteRefusal(await request('/events', { headers: { Accept: 'text/event-stream', ...passHeaders() } }))
    if (!answer.ok || answer.body === null) return
    retries.reset()
    if (wasReady) report?.event({ event: 'bridge.reconnected', payload: null })
    wasReady = true
    setState('ready')
    await readEvents(answer.body, (event) => report?.event(event))
  }

  const run = async () => {
    for (;;) {
      try {
        await exchangeKey()
        await listen()
        if (state === 'ready') setState('lost')
      } catch {
        setState('lost')
      }
      await retries.pause()
    }
  }

  return {
    open(to) {
      report = to
      void run()
    },
    async call(method, input) {
      const answer = await request('/call', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...passHeaders() },
        body: JSON.stringify({ method, input }),
      })
      return (await noteRefusal(answer).json()) as Envelope<unknown>
    },
    retry: retries.wake,
  }
}
