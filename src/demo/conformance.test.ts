import { describe, expect, it } from 'vitest'
import { documentMs, errorBody, useExamplePanel } from './example-panel.fixture.ts'

const example = useExamplePanel()
const { call } = example

describe('conventions', () => {
  it('returns the owner and the version', async () => {
    expect((await call('GET', '/auth/me')).json).toEqual({
      username: 'admin',
      email: 'admin@panel.example',
      role: 'admin',
      status: 'active',
    })
    expect((await call('GET', '/version/info')).json).toEqual({ version: '1.8.2' })
  })

  it.each(['/ftp', '/cronjobs'])('redirects %s to the path with a slash, before it checks a token', async (path) => {
    const reply = await call('POST', path, { token: null })
    expect([reply.status, reply.headers.location]).toEqual([301, `/api/v1${path}/`])
  })

  it('checks the token first', async () => {
    for (const token of [null, 'wsp_wrong']) {
      const reply = await call('GET', '/ftp/', { token })
      expect([reply.status, reply.json]).toEqual([401, errorBody(401, 'UNAUTHORIZED', 'Invalid or expired API token')])
      expect(reply.headers['x-ratelimit-limit']).toBeUndefined()
    }
  })

  it('answers unknown paths and methods in its own envelope', async () => {
    expect((await call('GET', '/mail/')).json).toEqual(errorBody(404, 'NOT_FOUND', 'Not found'))
    expect((await call('GET', '//elsewhere')).json).toEqual(errorBody(404, 'NOT_FOUND', 'Not found'))
    expect((await call('PATCH', '/ftp/')).status).toBe(405)
    expect((await call('GET', '/ftp/admin_x/more/parts')).status).toBe(404)
  })

  it('refuses a body that is not JSON, and one that is too large', async () => {
    expect((await call('POST', '/ftp/', { bodyText: '{"username":' })).status).toBe(400)
    const large = await call('POST', '/ftp/', { body: { username: 'x'.repeat(300_000), password: 'x' } })
    expect([large.status, large.json]).toEqual([413, errorBody(413, 'PAYLOAD_TOO_LARGE', 'Request body too large')])
  })

  it('logs requests without their secrets', async () => {
    await call('POST', '/ftp/', {
      body: { username: 'deploy', password: 'S3cure•pass' },
      headers: { 'idempotency-key': 'k-1' },
    })
    expect(example.panel.requests).toEqual([
      {
        atMs: documentMs,
        method: 'POST',
        path: '/api/v1/ftp/',
        body: { username: 'deploy', password: '[secret]' },
        hadToken: true,
        idempotencyKey: 'k-1',
        status: 201,
        outcome: 'answered',
        carriedOut: true,
      },
    ])
    expect(JSON.stringify([example.panel.requests, example.panel.snapshot()])).not.toContain('S3cure')
    expect(example.panel.counters).toMatchObject({ connections: 1, requests: 1, byStatus: { 201: 1 } })
  })
})
