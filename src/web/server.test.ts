import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { passHeader } from '../shared/page-pass.ts'
import { inputLimitBytes } from '../shell/input-limit.ts'
import { createLoopbackServer, type LoopbackServer } from './server.ts'

/** Creates an app that answers every call with its name and input, and that can emit events. */
function createFakeApp() {
  const listeners = new Set<(json: string) => void>()
  const calls: string[] = []
  return {
    calls,
    listeners,
    emit: (json: string) => listeners.forEach((listener) => listener(json)),
    dispatchPieces: async (name: string, json: string) => {
      calls.push(name)
      return JSON.stringify({ ok: true, value: { name, input: JSON.parse(json) as unknown } })
    },
    onEvent(listener: (json: string) => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

interface Reply {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

let folder: string
let app: ReturnType<typeof createFakeApp>
let server: LoopbackServer
let nowMs: number

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wisdeck-web-'))
  const page = join(folder, 'page')
  await mkdir(join(page, 'assets'), { recursive: true })
  await writeFile(join(folder, 'secret.txt'), 'outside the page')
  await writeFile(join(page, 'index.html'), '<!doctype html><title>Wisdeck</title>')
  await writeFile(join(page, 'assets', 'index-1.js'), 'export {}')
  app = createFakeApp()
  nowMs = 1_000_000
  server = await createLoopbackServer({ app, rendererDir: page, port: 0, now: () => nowMs })
})

afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

const portOf = () => Number(new URL(server.url).port)

/** Sends a request with exactly these headers. fetch would forbid Host, Origin and Cookie. */
function send(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string | Buffer,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port: portOf(), method, path, headers, agent: false },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (part: string) => (text += part))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

const json = { 'Content-Type': 'application/json' }
const withKey = () => ({ ...json, Authorization: `Bearer ${server.key}` })
const aCall = JSON.stringify({ method: 'rows.list', input: { kind: 'ftp', serverIds: ['a'] } })

/** Sends bytes as they are, because a client would normalise the path first. Resolves with the whole answer. */
function sendRaw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(portOf(), '127.0.0.1', () => socket.write(text))
    let answer = ''
    socket.setEncoding('utf8')
    socket.on('data', (part: string) => (answer += part))
    socket.on('end', () => resolve(answer))
    socket.on('error', reject)
  })
}

describe('a call', () => {
  it('reaches core with the key and returns an envelope', async () => {
    const reply = await send('POST', '/call', withKey(), aCall)
    expect(reply.status).toBe(200)
    expect(JSON.parse(reply.text)).toEqual({
      ok: true,
      value: { name: 'rows.list', input: { kind: 'ftp', serverIds: ['a'] } },
    })
    expect(reply.headers['cache-control']).toBe('no-store')
    expect(Object.keys(reply.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  it('passes an empty input if none is given', async () => {
    const reply = await send('POST', '/call', withKey(), '{"method":"app.info"}')
    expect(JSON.parse(reply.text)).toMatchObject({ value: { name: 'app.info', input: {} } })
  })

  it.each([
    ['no key', {}],
    ['a wrong key', { Authorization: `Bearer ${'A'.repeat(43)}` }],
    ['an empty key', { Authorization: 'Bearer ' }],
    ['another scheme', { Authorization: 'Basic dTpw' }],
    ['an invented session', { Cookie: `wisdeck_0=${'A'.repeat(43)}` }],
  ])('is refused with %s', async (_name, headers) => {
    const reply = await send('POST', '/call', { ...json, ...headers }, aCall)
    expect(reply.status).toBe(401)
    expect(JSON.parse(reply.text)).toMatchObject({ ok: false })
    expect(app.calls).toEqual([])
  })

  it('is refused under a rebound name, even with the key', async () => {
    for (const host of [
      'evil.example',
      `evil.example:${portOf()}`,
      '127.0.0.1',
      '127.0.0.1:1',
      `127.0.0.1.evil.example:${portOf()}`,
    ]) {
      const reply = await send('POST', '/call', { ...withKey(), Host: host }, aCall)
      expect(reply.status, host).toBe(403)
    }
    expect(app.calls).toEqual([])
    expect((await send('POST', '/call', { ...withKey(), Host: `localhost:${portOf()}` }, aCall)).status).toBe(200)
  })

  it('is refused from a page of another origin', async () => {
    const foreign = [
      'https://evil.example',
      'null',
      `http://localhost:${portOf()}`,
      `http://127.0.0.1:${portOf() + 1}`,
      `https://127.0.0.1:${portOf()}`,
    ]
    for (const Origin of foreign) {
      expect((await send('POST', '/call', { ...withKey(), Origin }, aCall)).status, Origin).toBe(403)
    }
    for (const site of ['cross-site', 'same-site']) {
      expect((await send('POST', '/call', { ...withKey(), 'Sec-Fetch-Site': site }, aCall)).status, site).toBe(403)
    }
    expect(app.calls).toEqual([])
    expect((await send('POST', '/call', { ...withKey(), Origin: server.url }, aCall)).status).toBe(200)
  })

  it('does not allow a preflight', async () => {
    const reply = await send('OPTIONS', '/call', {
      Origin: 'https://evil.example',
      'Access-Control-Request-Method': 'POST',
    })
    expect(reply.status).toBe(405)
    expect(reply.headers).not.toHaveProperty('access-control-allow-origin')
  })

  it.each([
    ['a form', 415, { 'Content-Type': 'application/x-www-form-urlencoded' }, aCall],
    ['plain text', 415, { 'Content-Type': 'text/plain' }, aCall],
    ['a type that only begins like JSON', 415, { 'Content-Type': 'application/jsonp' }, aCall],
    ['no JSON', 400, json, 'method=rows.list'],
    ['no method', 400, json, '{"input":{}}'],
    ['a method that is no text', 400, json, '{"method":1}'],
  ])('is refused as %s', async (_name, status, headers, body) => {
    const reply = await send('POST', '/call', { ...withKey(), ...headers }, body)
    expect(reply.status).toBe(status)
    expect(app.calls).toEqual([])
  })

  it('is refused if its body is announced as too large or turns out to be', async () => {
    const announced = await sendRaw(
      `POST /call HTTP/1.1\r\nHost: 127.0.0.1:${portOf()}\r\nAuthorization: Bearer ${server.key}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${inputLimitBytes + 1}\r\n\r\n`,
    )
    expect(announced).toMatch(/^HTTP\/1\.1 413 /)
    const chunk = `${(65_536).toString(16)}\r\n${'x'.repeat(65_536)}\r\n`
    const streamed = await sendRaw(
      `POST /call HTTP/1.1\r\nHost: 127.0.0.1:${portOf()}\r\nAuthorization: Bearer ${server.key}\r\n` +
        `Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(inputLimitBytes / 65_536 + 1)}`,
    ).catch((reset: NodeJS.ErrnoException) => `${reset.code}`)
    // The server closes the connection without reading on. Whether its answer still arrives depends on the network.
    expect(streamed).toMatch(/^HTTP\/1\.1 413 |^ECONNRESET|^EPIPE/)
    expect(app.calls).toEqual([])
  })
})

describe('a session', () => {
  const cookieOf = (reply: Reply) => reply.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
  const passOf = (reply: Reply) => (JSON.parse(reply.text) as { pass: string }).pass

  it('is opened by the key and then replaces it', async () => {
    const opened = await send('POST', '/session', { Authorization: `Bearer ${server.key}` })
    expect(opened.status).toBe(200)
    expect(opened.headers['cache-control']).toBe('no-store')
    expect(opened.headers['set-cookie']?.[0]).toMatch(/^wisdeck_\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/)
    expect(opened.headers['set-cookie']?.[0]).not.toContain(server.key)
    const reply = await send(
      'POST',
      '/call',
      { ...json, Cookie: `other=1; ${cookieOf(opened)}`, [passHeader]: passOf(opened) },
      aCall,
    )
    expect(reply.status).toBe(200)
  })

  it('does not admit another local page, although browsers send it the cookie', async () => {
    const opened = await send('POST', '/session', { Authorization: `Bearer ${server.key}` })
    const own = { Cookie: cookieOf(opened), [passHeader]: passOf(opened) }
    expect((await send('POST', '/call', { ...json, ...own, Origin: 'http://127.0.0.1:9' }, aCall)).status).toBe(403)
    expect((await send('GET', '/events', { ...own, 'Sec-Fetch-Site': 'same-site' })).status).toBe(403)
  })

  it('opens once with a ticket from the address of a window', async () => {
    const ticket = new URL(server.createWindowUrl()).hash.slice('#key='.length)
    expect(ticket).not.toBe(server.key)
    expect((await send('POST', '/call', { ...json, Authorization: `Bearer ${ticket}` }, aCall)).status).toBe(401)
    expect((await send('POST', '/session', { Authorization: `Bearer ${ticket}` })).status).toBe(200)
    expect((await send('POST', '/session', { Authorization: `Bearer ${ticket}` })).status).toBe(401)
  })

  it('does not open with an expired ticket', async () => {
    const ticket = new URL(server.createWindowUrl()).hash.slice('#key='.length)
    nowMs += 61_000
    expect((await send('POST', '/session', { Authorization: `Bearer ${ticket}` })).status).toBe(401)
  })

  it('is not opened from a page of another origin or under another name', async () => {
    const key = { Authorization: `Bearer ${server.key}` }
    expect((await send('POST', '/session', { ...key, Origin: 'https://evil.example' })).status).toBe(403)
    expect((await send('POST', '/session', { ...key, Host: 'evil.example' })).status).toBe(403)
  })
})

describe('the event stream', () => {
  it('sends each event as one message and ends with the server', async () => {
    const response = await fetch(`${server.url}/events`, { headers: { Authorization: `Bearer ${server.key}` } })
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    app.emit('{"event":"a","payload":1}')
    app.emit('{"event":"b","payload":2}')
    await server.close()
    const text = await response.text()
    const data = text.split('\n\n').filter((message) => message.startsWith('data: '))
    expect(data).toEqual(['data: {"event":"a","payload":1}', 'data: {"event":"b","payload":2}'])
    expect(app.listeners.size).toBe(0)
  })

  it('is refused without a key', async () => {
    expect((await send('GET', '/events')).status).toBe(401)
    expect((await send('POST', '/events', withKey())).status).toBe(405)
  })
})

describe('the page', () => {
  it('is sent with its content policy and the right types', async () => {
    const index = await send('GET', '/')
    expect(index.status).toBe(200)
    expect(index.text).toContain('<title>Wisdeck</title>')
    expect(index.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(index.headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
    expect(index.headers).toMatchObject({
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    const script = await send('GET', '/assets/index-1.js?v=1')
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8')
  })

  it('is not served under a rebound name', async () => {
    expect((await send('GET', '/', { Host: 'evil.example' })).status).toBe(403)
  })

  it('answers HEAD without a body and no other method', async () => {
    expect(await send('HEAD', '/')).toMatchObject({ status: 200, text: '' })
    expect((await send('POST', '/', withKey(), aCall)).status).toBe(405)
  })

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '//../secret.txt',
    '/assets/%00/../index.html',
    '/%',
    '/assets',
    '/assets/',
    '/nowhere.html',
    '/servers',
    '/ready.json',
  ])('is not found at %s', async (path) => {
    const answer = await sendRaw(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${portOf()}\r\nConnection: close\r\n\r\n`)
    expect(answer).toMatch(/^HTTP\/1\.1 404 /)
    expect(answer).toContain('"ok":false')
    expect(answer).not.toContain('outside the page')
  })
})

describe('the server', () => {
  it('listens on the loopback address only, with a new key for each run', async () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(Buffer.from(server.key, 'base64url')).toHaveLength(32)
    const other = await createLoopbackServer({ app, rendererDir: folder, port: 0 })
    expect(other.key).not.toBe(server.key)
    await other.close()
  })

  it('fails if its port is taken', async () => {
    await expect(createLoopbackServer({ app, rendererDir: folder, port: portOf() })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    })
  })
})
