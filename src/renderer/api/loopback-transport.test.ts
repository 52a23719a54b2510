import { afterEach, expect, it, vi } from 'vitest'
import { passHeader } from '../../shared/page-pass.ts'
import { createLoopbackTransport } from './loopback-transport.ts'
import { createPagePass } from './page-pass.ts'
import type { BridgeState } from './transport.ts'

afterEach(() => vi.unstubAllGlobals())

/** A server that gives one pass for one key and refuses requests without it. Its event stream stays open. */
function stubServer() {
  const seen: string[] = []
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const headers = new Headers(init.headers)
    seen.push(`${path} ${headers.get(passHeader) ?? '-'}`)
    if (path === '/session')
      return headers.get('Authorization') === 'Bearer k'
        ? Response.json({ pass: 'p1' })
        : new Response('{}', { status: 401 })
    if (headers.get(passHeader) !== 'p1')
      return Response.json({ ok: false, error: { code: 'call.refused', message: 'no' } }, { status: 401 })
    return path === '/events' ? new Response(new ReadableStream()) : Response.json({ ok: true, value: 7 })
  })
  return seen
}

function tabStorage(): Pick<Window, 'sessionStorage'> {
  const items = new Map<string, string>()
  return {
    sessionStorage: {
      getItem: (name: string) => items.get(name) ?? null,
      setItem: (name: string, value: string) => void items.set(name, value),
    } as Storage,
  }
}

/** Opens the transport and waits for its first state. */
const openTransport = (key: string | null, page: Pick<Window, 'sessionStorage'>) => {
  const transport = createLoopbackTransport({ key, pass: createPagePass(page) })
  const state = new Promise<BridgeState>((resolve) => transport.open({ state: resolve, event: () => {} }))
  return { transport, state }
}

it('exchanges the key for a pass, sends the pass with calls and events, and still has it after a reload', async () => {
  const seen = stubServer()
  const tab = tabStorage()
  const first = openTransport('k', tab)
  expect(await first.state).toBe('ready')
  expect(await first.transport.call('m', {})).toEqual({ ok: true, value: 7 })
  expect(seen).toEqual(['/session -', '/events p1', '/call p1'])
  const again = openTransport(null, tab)
  expect(await again.state).toBe('ready')
})

it('is refused in a tab that never had the key', async () => {
  stubServer()
  expect(await openTransport(null, tabStorage()).state).toBe('denied')
})

it('works until a reload if the browser stores nothing', async () => {
  stubServer()
  const page = {
    get sessionStorage(): Storage {
      throw new DOMException('denied', 'SecurityError')
    },
  }
  const { transport, state } = openTransport('k', page)
  expect(await state).toBe('ready')
  expect(await transport.call('m', {})).toEqual({ ok: true, value: 7 })
  expect(await openTransport(null, page).state).toBe('denied')
})
