import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import { createRedactor, isSecretKey } from './redact.ts'

const text = (value: unknown): string => JSON.stringify(value)

describe('isSecretKey', () => {
  it.each([
    'token',
    'apiToken',
    'PASSWORD',
    'new_password',
    'passphrase',
    'Authorization',
    'set-cookie',
    'clientSecret',
    'key',
    'API-Key',
  ])('blanks %s', (key) => expect(isSecretKey(key)).toBe(true))
  it.each(['name', 'rowKey', 'Idempotency-Key', 'keyFingerprint256', 'keys', 'monkeys', 'path'])('leaves %s', (key) =>
    expect(isSecretKey(key)).toBe(false),
  )
})

describe('by key name', () => {
  it('blanks texts, numbers and whole objects at any depth', () => {
    const clean = createRedactor().value({ a: [{ Password: 'hunter2' }], b: { token: { inner: 'x1' } }, pwd: 1234 })
    expect(clean).toEqual({ a: [{ Password: '•••' }], b: { token: '•••' }, pwd: '•••' })
  })
  it('keeps true, false and null', () => {
    expect(createRedactor().value({ hasToken: true, token: null })).toEqual({ hasToken: true, token: null })
  })
})

describe('by shape', () => {
  const { text: clean } = createRedactor()
  it.each([
    ['the key wsp_0123abcdef was refused', '0123abcdef'],
    ['Authorization: Bearer abc.def-ghi', 'abc.def-ghi'],
    ['header Basic dXNlcjpwYXNz', 'dXNlcjpwYXNz'],
    ['https://root:hunter2@example.com/x', 'hunter2'],
    ['GET /x?token=qwerty&y=1', 'qwerty'],
    ['{"password": "hunter 2"}', 'hunter 2'],
    ['-----BEGIN PRIVATE KEY-----\nMIIabc\n-----END PRIVATE KEY-----', 'MIIabc'],
  ])('cleans %j', (line, secret) => expect(clean(line)).not.toContain(secret))
  it('leaves ordinary words', () =>
    expect(clean('read 12 accounts of panel.example.com:2083')).toBe('read 12 accounts of panel.example.com:2083'))
})

describe('by value', () => {
  const secret = 'p@ss/wörd "x" +1'
  const redactor = createRedactor()
  redactor.guard(secret)
  it.each([
    ['as it is', secret],
    ['URL-encoded', encodeURIComponent(secret)],
    ['URL-encoded in lower case', encodeURIComponent(secret).toLowerCase()],
    ['as a form field', new URLSearchParams([['q', secret]]).toString().slice(2)],
    ['in base64', Buffer.from(secret).toString('base64').replace(/=*$/, '').slice(0, -1)],
    ['in base64url', Buffer.from(secret).toString('base64url').slice(0, -1)],
    ['in hex', Buffer.from(secret).toString('hex')],
    ['as JSON inside a text', JSON.stringify({ q: secret })],
  ])('%s', (_, written) => {
    const clean = redactor.text(`before ${written} after`)
    expect(clean).not.toContain(written)
    expect(clean).toContain('•••')
  })
  it.each(['', 'a:', 'me:', 'you:', 'admin:'])('in base64 after %j and before more', (name) => {
    const written = Buffer.from(`${name}${secret} and more`).toString('base64')
    const clean = redactor.text(`{${written}}`)
    // Up to six bits of the secret may remain at either end, where a base64 character is shared with the neighbouring
    // text.
    const left = Buffer.from(clean.replace(/^.*•••|}$/g, ''), 'base64').toString('latin1') + clean
    expect(clean).toContain('•••')
    expect(left).not.toMatch(/p@ss|ss\/w|rdb|"x"/)
  })
  it('blanks keys, map keys, set members, error messages, details and causes', () => {
    const error = new AppError('internal', `no ${secret}`, { seen: secret }, { cause: new Error(secret) })
    const clean = text(redactor.value({ [secret]: 1, m: new Map([[secret, 1]]), s: new Set([secret]), error }))
    expect(clean).not.toContain('wörd')
    expect(clean).toContain('"code":"internal"')
  })
  it('searches before it truncates: no half of a secret is left at the end', () => {
    const clean = redactor.text(`${'x'.repeat(1995)}${secret}`)
    expect(clean).not.toContain('p@ss')
  })
  it('leaves no half of a secret at the end of a text too long to be searched whole', () => {
    const own = createRedactor()
    own.guard('correct-horse-battery-staple-1')
    expect(own.text('correct-horse-battery-staple-1'.repeat(600))).not.toContain('corr')
  })
  it('finds a number that is a secret', () => {
    const own = createRedactor()
    own.guard('123456789')
    expect(own.value({ id: 123456789 })).toEqual({ id: '•••' })
  })
  it('does not blank short values, which are parts of ordinary words', () => {
    const own = createRedactor()
    own.guard('err')
    expect(own.text('error')).toBe('error')
  })
})

describe('odd values', () => {
  const { value } = createRedactor()
  it('ends circles, depth, length and width', () => {
    const circle: Record<string, unknown> = { name: 'a' }
    circle['self'] = circle
    expect(value(circle)).toEqual({ name: 'a', self: '[circular]' })
    let deep: unknown = 'bottom'
    for (let i = 0; i < 50; i += 1) deep = { deep }
    expect(text(value(deep))).toContain('too deep')
    expect(text(value('x'.repeat(5_000_000))).length).toBeLessThan(2100)
    expect(text(value(Array.from({ length: 100_000 }, (_, i) => i))).length).toBeLessThan(1000)
    const wide = Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => ({ a: 1 })))
    expect(text(value(wide)).length).toBeLessThan(100_000)
  })
  it('shows an object twice if that is not a circle', () => {
    const same = { a: 1 }
    expect(value([same, same])).toEqual([{ a: 1 }, { a: 1 }])
  })
  it('survives hostile objects', () => {
    const throwing = { get a(): never { throw new Error('no') }, b: 2 } // prettier-ignore
    const proxy = new Proxy({}, { ownKeys: () => { throw new Error('no') } }) // prettier-ignore
    expect(value({ throwing, proxy })).toEqual({ throwing: { a: '[unreadable]', b: 2 }, proxy: '[unreadable]' })
    const { proxy: revoked, revoke } = Proxy.revocable({}, {})
    revoke()
    expect(value({ revoked })).toEqual({ revoked: '[unreadable]' })
  })
  it('names values that have no JSON', () => {
    const clean = value({
      f: () => 1,
      n: NaN,
      b: 10n,
      d: new Date(0),
      bad: new Date(NaN),
      bytes: Buffer.from('secret'),
      s: Symbol('x'),
    })
    expect(clean).toEqual({
      f: '[function]',
      n: 'NaN',
      b: '10',
      d: '1970-01-01T00:00:00.000Z',
      bad: 'invalid date',
      bytes: '[6 bytes]',
      s: '[symbol]',
    })
  })
})

describe('any secret in any position', () => {
  it('is never shown', () => {
    const secrets = fc.string({ minLength: 8, maxLength: 60, unit: 'grapheme-ascii' })
    const coats = fc.constantFrom<(s: string) => unknown>(
      (s) => s,
      (s) => `x${s}y${s}`,
      (s) => ({ a: s }),
      (s) => ({ [s]: s }),
      (s) => [s, [s]],
      (s) => new Error(`failed: ${s}`, { cause: s }),
      (s) => new Map([[s, s]]),
      (s) => JSON.stringify({ a: { b: s } }),
      (s) => `/x?q=${encodeURIComponent(s)}`,
      (s) => `Basic ${Buffer.from(`u:${s}`).toString('base64')}`,
      (s) => ({ big: 'z'.repeat(1998) + s }),
    )
    fc.assert(
      fc.property(secrets, coats, coats, fc.anything(), (secret, inner, outer, noise) => {
        const redactor = createRedactor()
        redactor.guard(secret)
        const clean = redactor.value({ noise, facts: [outer(secret), { inner: inner(secret) }] })
        const leaves = collect(clean)
        expect(leaves.some((leaf) => leaf.includes(secret))).toBe(false)
        expect(leaves.some((leaf) => leaf.includes(encodeURIComponent(secret)))).toBe(false)
        expect(leaves.some((leaf) => leaf.includes(Buffer.from(secret).toString('base64').slice(0, -3)))).toBe(false)
      }),
      { numRuns: 500 },
    )
  })
})

/** Returns every key and every text of a JSON value. Only brackets are in between, where no secret can be. */
function collect(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (value === null || typeof value !== 'object') return [String(value)]
  return Object.entries(value).flatMap(([key, item]) => [key, ...collect(item)])
}
