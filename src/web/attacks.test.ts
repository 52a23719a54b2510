import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { passHeader } from '../shared/page-pass.ts'
import { createLoopbackServer, type LoopbackServer } from './server.ts'

/** These tests send what a page elsewhere on this machine or in the same browser may try, as its browser would. */
let server: LoopbackServer
let calls: string[]
let port: number
let nowMs: number

beforeEach(async () => {
  calls = []
  nowMs = 0
  const app = {
    dispatchPieces: async (name: string) => {
      calls.push(name)
      return '{"ok":true,"value":{}}'
    },
    onEvent: () => () => {},
  }
  server = await createLoopbackServer({ app, rendererDir: tmpdir(), port: 0, now: () => nowMs })
  port = Number(new URL(server.url).port)
})
afterEach(() => server.close())

function send(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body = '',
): Promise<{ status: number; cookie: string; text: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      const reported = {
        status: response.statusCode ?? 0,
        cookie: response.headers['set-cookie']?.[0]?.split(';')[0] ?? '',
      }
      // An open event stream does not end, so resolve now.
      if (response.headers['content-type'] === 'text/event-stream') return resolve({ ...reported, text: '' })
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.on('end', () => resolve({ ...reported, text }))
    })
    request.on('error', reject)
    request.end(body)
  })
}
const json = { 'Content-Type': 'application/json' }
const call = '{"method":"servers.remove","input":{"id":"a"}}'
const ticketOf = () => new URL(server.createWindowUrl()).hash.slice('#key='.length)
const openSession = async () => {
  const { cookie, text } = await send('POST', '/session', { Authorization: `Bearer ${server.key}` })
  return { Cookie: cookie, [passHeader]: (JSON.parse(text) as { pass: string }).pass }
}

it('DNS rebinding: a name that was pointed at 127.0.0.1 gets neither page nor call, with any secret', async () => {
  const session = await openSession()
  const Host = `evil.example:${port}`
  for (const [method, path] of [
    ['GET', '/'],
    ['POST', '/call'],
    ['GET', '/events'],
    ['POST', '/session'],
  ] as const) {
    const own = {
      ...json,
      Host,
      Origin: `http://${Host}`,
      ...session,
      Authorization: `Bearer ${server.key}`,
      'Sec-Fetch-Site': 'same-origin',
    }
    expect((await send(method, path, own, method === 'POST' ? call : '')).status, path).toBe(403)
  }
  expect(calls).toEqual([])
})

describe('cross-site POST: the cookie is sent, but the call is refused', () => {
  it.each([
    ['a form', { 'Content-Type': 'text/plain', Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }],
    [
      'fetch without CORS',
      { 'Content-Type': 'text/plain', Origin: 'null', 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' },
    ],
    [
      'a page on another port of this machine',
      { ...json, Origin: 'http://127.0.0.1:9', 'Sec-Fetch-Site': 'same-site' },
    ],
    ['a browser that sends no Sec-Fetch', { ...json, Origin: 'https://evil.example' }],
    ['a browser that sends no Origin', { ...json, 'Sec-Fetch-Site': 'cross-site' }],
  ])('%s', async (_name, headers) => {
    expect((await send('POST', '/call', { ...headers, ...(await openSession()) }, call)).status).toBe(403)
    expect(calls).toEqual([])
  })
})

describe('another server on this machine, to which browsers send the app’s cookie', () => {
  it.each([
    ['nothing else', {}],
    ['an empty pass', { [passHeader]: '' }],
    ['an invented pass', { [passHeader]: 'A'.repeat(43) }],
  ])('gets no access with the cookie and %s', async (_name, more) => {
    const { Cookie } = await openSession()
    expect((await send('POST', '/call', { ...json, Cookie, ...more }, call)).status).toBe(401)
    expect((await send('GET', '/events', { Cookie, ...more })).status).toBe(401)
    expect((await send('POST', '/session', { Cookie, ...more })).status).toBe(401)
    expect(calls).toEqual([])
  })

  it('gets no access with the pass as cookie, nor with the pass alone', async () => {
    const session = await openSession()
    const pass = { [passHeader]: session[passHeader] ?? '' }
    expect((await send('POST', '/call', { ...json, ...pass }, call)).status).toBe(401)
    expect(
      (await send('POST', '/call', { ...json, ...pass, Cookie: `wisdeck_${port}=${session[passHeader]}` }, call))
        .status,
    ).toBe(401)
    expect(calls).toEqual([])
    expect((await send('POST', '/call', { ...json, ...session }, call)).status).toBe(200)
    expect((await send('GET', '/events', session)).status).toBe(200)
  })
})

describe('a stolen address', () => {
  it('gives no access once its window is open', async () => {
    const ticket = ticketOf()
    expect((await send('POST', '/session', { Authorization: `Bearer ${ticket}` })).status).toBe(200)
    expect((await send('POST', '/session', { Authorization: `Bearer ${ticket}` })).status).toBe(401)
  })

  it('gives no access after a minute, and never to a call', async () => {
    const ticket = ticketOf()
    expect((await send('POST', '/call', { ...json, Authorization: `Bearer ${ticket}` }, call)).status).toBe(401)
    expect((await send('POST', `/call?key=${server.key}`, json, call)).status).toBe(401)
    nowMs = 60_001
    expect((await send('POST', '/session', { Authorization: `Bearer ${ticket}` })).status).toBe(401)
    expect(calls).toEqual([])
  })

  it('has its secret after the #, where no log and no Referer shows it', () => {
    const { pathname, search, hash } = new URL(server.createWindowUrl())
    expect([pathname, search]).toEqual(['/', ''])
    expect(hash).not.toContain(server.key)
  })
})
