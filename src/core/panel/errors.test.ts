import { describe, expect, it } from 'vitest'
import { panelSentence, replyError, unreadable, type FailedReply } from './errors.ts'

const request = { url: 'https://203.0.113.9:2083/api/v1/ftp/admin_a', method: 'GET', scope: 'ftp', row: true }
const list = { ...request, url: 'https://203.0.113.9:2083/api/v1/ftp/', row: false }
const reply = (status: number, body: unknown = '', headers: FailedReply['headers'] = {}): FailedReply => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  receivedAtMs: 1_000_000_000_000,
})
const flat = (status: number, error: string, code = 'X') =>
  reply(status, { success: false, code, error, message: error, status })

describe('the panel’s own sentence', () => {
  it.each([
    [
      { success: false, code: 'VALIDATION_ERROR', error: 'Command is required', message: 'x y', status: 400 },
      'Command is required',
      'VALIDATION_ERROR',
    ],
    [
      { error: { code: 'NOT_FOUND', message: 'FTP account not found', details: null } },
      'FTP account not found',
      'NOT_FOUND',
    ],
    [{ error: 'Bad Request', message: 'Name is required' }, 'Name is required', 'Bad Request'],
    [{ error: 'INVALID_NAME', message: 'Name is bad' }, 'Name is bad', 'INVALID_NAME'],
    [{ message: 'Only this' }, 'Only this', null],
    [{ detail: 'Or this' }, 'Or this', null],
    [{}, null, null],
  ])('is found in %j', (body, message, code) => {
    expect(panelSentence(reply(400, body))).toEqual({ message, code })
  })

  it('is a short plain text, but neither a web page nor a part of an object', () => {
    expect(panelSentence(reply(404, '404 page not found\n')).message).toBe('404 page not found')
    expect(panelSentence(reply(400, '<html><body>x')).message).toBeNull()
    expect(panelSentence(reply(400, '{"error":"Us')).message).toBeNull()
    expect(panelSentence(reply(400, '')).message).toBeNull()
  })
})

describe('what a status means', () => {
  it.each([
    [reply(301, '', { location: '/api/v1/ftp/' }), 'panel.redirect'],
    [flat(401, 'Invalid or expired API token'), 'panel.token-rejected'],
    [flat(403, "API key is not scoped for 'ftp'"), 'panel.scope'],
    [flat(403, 'API key is read-only'), 'panel.scope'],
    [flat(403, 'Insufficient permissions'), 'panel.scope'],
    [flat(403, 'Forbidden', 'INSUFFICIENT_SCOPE'), 'panel.scope'],
    [flat(403, 'IP address 192.0.2.1 is not allowed for this API key'), 'panel.address-refused'],
    [flat(403, 'Forbidden', 'IP_NOT_ALLOWED'), 'panel.address-refused'],
    [flat(403, 'Your account is suspended'), 'panel.forbidden'],
    [flat(404, 'FTP account not found'), 'panel.not-found'],
    [flat(404, 'Route not found'), 'panel.wrong-path'],
    [reply(404, '<html>'), 'panel.wrong-path'],
    [flat(405, 'Method not allowed'), 'panel.wrong-path'],
    [flat(408, 'Timeout'), 'net.timeout'],
    [flat(409, 'exists already'), 'panel.conflict'],
    [flat(422, 'no'), 'panel.invalid'],
    [flat(429, 'Rate limit exceeded'), 'panel.throttled'],
    [reply(502, '<html>Bad Gateway'), 'panel.html'],
    [reply(400, 'x', { 'content-type': 'text/html' }), 'panel.html'],
    [reply(503, ''), 'panel.server-error'],
  ])('%j is %s', (given, code) => {
    expect(replyError(given, request).code).toBe(code)
  })

  it('has another meaning if the path names no row', () => {
    expect(replyError(flat(404, 'Not found'), list).code).toBe('panel.wrong-path')
  })

  it('names the missing scope', () => {
    expect(replyError(flat(403, "API key is not scoped for 'cron'"), request).details?.scope).toBe('cron')
    expect(replyError(flat(403, 'Missing scope'), request).details?.scope).toBe('ftp')
    expect(replyError(flat(403, 'API key is read-only'), request).details?.scope).toBe('write')
  })

  it('names the target of a redirect without its query', () => {
    expect(
      replyError(reply(302, '', { location: 'https://user:pw@evil.example/x?token=1#y' }), request).details?.location,
    ).toBe('https://evil.example/x')
    expect(replyError(reply(301, '', { location: '/api/v1/ftp/' }), request).details?.location).toBe(
      'https://203.0.113.9:2083/api/v1/ftp/',
    )
    expect(replyError(reply(302), request).details?.location).toBeNull()
  })

  it('says until when a 429 lasts, on this machine’s clock', () => {
    const until = (headers: FailedReply['headers']) => replyError(reply(429, '', headers), request).details?.untilMs
    expect(until({ 'retry-after': '12' })).toBe(1_000_000_012_000)
    // The panel's clock is 37 s ahead.
    expect(until({ 'x-ratelimit-reset': '1000000057', date: new Date(1_000_000_037_000).toUTCString() })).toBe(
      1_000_000_020_000,
    )
    expect(until({ 'x-ratelimit-reset': '999999990' })).toBe(1_000_000_000_000)
    expect(until({})).toBeNull()
  })

  it('keeps 200 characters of a body, without secrets that the body repeats', () => {
    expect(String(replyError(reply(500, 'x'.repeat(500)), request).details?.firstCharacters)).toHaveLength(200)
    const failed = replyError(reply(400, { error: 'Password hunter22 is weak' }), request, ['hunter22'])
    expect(JSON.stringify(failed.toValue())).not.toContain('hunter22')
    expect(failed.details?.panelMessage).toBe('Password [hidden] is weak')
    const straddling = unreadable(reply(200, `${'x'.repeat(195)}hunter22`), request, 'not-json', ['hunter22'])
    expect(JSON.stringify(straddling.toValue())).not.toContain('hunte')
  })
})

describe('a password that the panel quotes', () => {
  const passwords = ['S3cure•pass', 'a<b>&"c\\d', 'héé-é', 'plain-enough']
  const ways: readonly (readonly [string, (password: string) => string])[] = [
    ['as JSON', (password) => JSON.stringify({ password })],
    [
      'as Go writes it',
      (password) => JSON.stringify({ password }).replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`),
    ],
    [
      'in ASCII alone',
      (password) =>
        JSON.stringify({ password }).replace(
          /[^\x20-\x7e]/g,
          (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
        ),
    ],
    ['as a form', (password) => `password=${encodeURIComponent(password)}`],
    [
      'at the edge of what is kept',
      (password) => JSON.stringify({ error: `${'x'.repeat(1000 - password.length + 1)}${password}` }),
    ],
    ['in a plain text', (password) => `${'x'.repeat(300 - password.length + 1)}${password}`],
  ]
  it.each(ways)('is not kept %s', (_, write) => {
    for (const password of passwords) {
      const said = write(password)
      const kept = JSON.stringify([
        replyError(reply(400, said), request, [password]).toValue(),
        unreadable(reply(200, said), request, 'not-json', [password]).toValue(),
      ])
      const spelled = said.slice(said.indexOf(':"') + 2, -2)
      expect(kept).not.toContain(JSON.stringify(password).slice(1, -1))
      expect(kept).not.toContain(password.slice(0, -1))
      if (said.startsWith('{"password"')) expect(kept).not.toContain(JSON.stringify(spelled).slice(1, -1))
    }
  })
})
