import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { jobOf } from './cron-state.ts'
import { accountOf, passwordDigest } from './ftp-state.ts'
import { createDemoPanel, type DemoPanelServer } from './panel.ts'
import { createRawClient, type RawClient } from './raw-client.ts'
import { emptyState } from './state.ts'

/** The time in the examples of the API document. */
const documentMs = Date.parse('2026-05-18T17:44:36+07:00')
const stamp = '2026-05-18T17:44:36+07:00'

let nowMs = documentMs
let panel: DemoPanelServer
let call: RawClient

beforeAll(async () => {
  panel = await createDemoPanel({ now: () => nowMs, rateLimit: { limit: 1000 } })
  call = createRawClient(panel)
})
afterAll(() => panel.close())
beforeEach(() => {
  nowMs = documentMs
  panel.edit(() => emptyState('admin', 420))
  panel.clearRequests()
})

const errorBody = (status: number, code: string, sentence: string) => ({
  success: false,
  code,
  error: sentence,
  message: sentence,
  status,
})

describe('FTP, example by example', () => {
  const deploy = {
    username: 'admin_deploy',
    owner: 'admin',
    home_dir: '/home/admin',
    quota_mb: 0,
    read_only: false,
    enabled: true,
    created_at: stamp,
    updated_at: stamp,
  }

  it('lists nothing on a new panel', async () => {
    const reply = await call('GET', '/ftp/')
    expect(reply.status).toBe(200)
    expect(reply.text).toBe('{"accounts":[],"total":0}')
    expect(reply.headers['content-type']).toBe('application/json; charset=utf-8')
  })

  it('reports its status', async () => {
    expect((await call('GET', '/ftp/status')).json).toEqual({ installed: true, running: true, total_accounts: 0 })
  })

  it('creates an account under its owner, with the keys of the document', async () => {
    const reply = await call('POST', '/ftp/', { body: { username: 'deploy', password: 'S3cure•pass' } })
    expect(reply.status).toBe(201)
    expect(reply.text).toBe(JSON.stringify(deploy))
    expect(panel.accounts[0]?.passwordSha256).toBe(passwordDigest('S3cure•pass'))
    expect((await call('GET', '/ftp/')).json).toEqual({ accounts: [{ ...deploy, allowed_ips: [] }], total: 1 })
  })

  it('accepts an optional domain', async () => {
    const reply = await call('POST', '/ftp/', { body: { username: 'shop', password: 'x', domain: 'shop.example' } })
    expect(reply.json).toMatchObject({ username: 'admin_shop', domain: 'shop.example' })
  })

  it.each([
    [{ username: 'd', password: 'x' }, 400, 'Username must be at least 2 characters'],
    [{ password: 'x' }, 400, 'Username must be at least 2 characters'],
    [{ username: 'deploy' }, 400, 'Password is required'],
    [{ username: 'a/b', password: 'x' }, 400, 'Username contains invalid characters'],
    [{ username: 7, password: 'x' }, 400, 'Invalid request body'],
    [[], 400, 'Invalid request body'],
  ])('refuses %j', async (body, status, sentence) => {
    const reply = await call('POST', '/ftp/', { body })
    expect(reply.status).toBe(status)
    expect(reply.json).toEqual(errorBody(400, 'VALIDATION_ERROR', sentence))
    expect(panel.accounts).toEqual([])
  })

  it('answers 409 if the name is taken', async () => {
    const body = { username: 'deploy', password: 'x' }
    await call('POST', '/ftp/', { body })
    const again = await call('POST', '/ftp/', { body })
    expect(again.status).toBe(409)
    expect(again.json).toEqual(errorBody(409, 'CONFLICT', 'FTP account admin_deploy already exists'))
  })

  it('deletes by the full username with the documented sentence, and does not know the account afterwards', async () => {
    await call('POST', '/ftp/', { body: { username: 'deploy', password: 'x' } })
    const gone = await call('DELETE', '/ftp/admin_deploy')
    expect([gone.status, gone.json]).toEqual([200, { message: 'FTP account deleted successfully' }])
    const again = await call('DELETE', '/ftp/admin_deploy')
    expect([again.status, again.json]).toEqual([404, errorBody(404, 'NOT_FOUND', 'FTP account not found')])
  })

  it('reads one account with its allow list, even if its name needs encoding', async () => {
    panel.edit((state) => ({
      ...state,
      accounts: [accountOf({ username: 'admin_a@b.c%1', allowedIps: ['203.0.113.0/24'] }, documentMs)],
    }))
    const reply = await call('GET', `/ftp/${encodeURIComponent('admin_a@b.c%1')}`)
    expect(reply.json).toMatchObject({ username: 'admin_a@b.c%1', allowed_ips: ['203.0.113.0/24'] })
    expect((await call('GET', '/ftp/admin_a%')).status).toBe(400)
  })
})

describe('changes to an FTP account', () => {
  beforeEach(() => {
    panel.edit((state) => ({ ...state, accounts: [accountOf({ username: 'admin_deploy' }, documentMs - 1000)] }))
  })

  it('sets only the fields that a partial PUT names', async () => {
    const reply = await call('PUT', '/ftp/admin_deploy', { body: { quota_mb: 500, unknown: 1 } })
    expect(reply.json).toMatchObject({
      quota_mb: 500,
      read_only: false,
      enabled: true,
      updated_at: stamp,
      created_at: '2026-05-18T17:44:35+07:00',
    })
    await call('PUT', '/ftp/admin_deploy', { body: { password: 'next', read_only: true, enabled: false } })
    expect(panel.accounts[0]).toMatchObject({
      passwordSha256: passwordDigest('next'),
      readOnly: true,
      enabled: false,
      quotaMb: 500,
    })
    expect((await call('PUT', '/ftp/admin_deploy', { body: { quota_mb: -1 } })).status).toBe(400)
    expect((await call('PUT', '/ftp/admin_none', { body: { quota_mb: 1 } })).status).toBe(404)
  })

  it('replaces the allow list', async () => {
    const allowed_ips = ['203.0.113.0/24', '2001:db8::/32', '198.51.100.7']
    const reply = await call('PUT', '/ftp/admin_deploy/ip-restrictions', { body: { allowed_ips } })
    expect(reply.status).toBe(200)
    expect(reply.json).toMatchObject({ username: 'admin_deploy', allowed_ips })
    expect((await call('PUT', '/ftp/admin_deploy/ip-restrictions', { body: { allowed_ips: [] } })).json).toMatchObject({
      allowed_ips: [],
    })
  })

  it.each(['203.0.113.0/33', '203.0.113', '2001:db8::/129', 'office', '203.0.113.0/', '203.0.113.0/24/8', '::1%lo'])(
    'refuses %s in an allow list',
    async (bad) => {
      const reply = await call('PUT', '/ftp/admin_deploy/ip-restrictions', {
        body: { allowed_ips: ['192.0.2.1', bad] },
      })
      expect(reply.json).toEqual(errorBody(400, 'VALIDATION_ERROR', `Invalid IP address or CIDR: ${bad}`))
      expect(panel.accounts[0]?.allowedIps).toEqual([])
    },
  )

  it.each([{}, { allowed_ips: null }, { allowed_ips: '203.0.113.0/24' }, undefined])(
    'never reads %j as an empty list',
    async (body) => {
      expect((await call('PUT', '/ftp/admin_deploy/ip-restrictions', { body })).status).toBe(400)
    },
  )

  it('flips the switch on toggle, without a body', async () => {
    expect((await call('POST', '/ftp/admin_deploy/toggle')).json).toMatchObject({ enabled: false })
    expect((await call('POST', '/ftp/admin_deploy/toggle')).json).toMatchObject({ enabled: true })
    expect((await call('POST', '/ftp/admin_none/toggle')).status).toBe(404)
  })

  it('reads and sets anonymous FTP of a domain', async () => {
    const before = await call('GET', '/ftp/example.com/anonymous')
    expect(before.json).toMatchObject({ domain: 'example.com', enabled: false })
    expect((await call('PUT', '/ftp/example.com/anonymous', { body: { enabled: true } })).json).toEqual({
      ...(before.json as object),
      enabled: true,
    })
    expect((await call('PUT', '/ftp/example.com/anonymous')).status).toBe(400)
    const other = await call('GET', '/ftp/other.example/anonymous')
    expect([other.status, other.json]).toEqual([404, errorBody(404, 'NOT_FOUND', 'Domain not found')])
  })
})

describe('cron jobs, example by example', () => {
  const draft = {
    name: 'nightly',
    command: '/usr/bin/php /home/admin/cron.php',
    cron_expr: '0 3 * * *',
    domain: 'example.com',
  }
  const nightly = {
    id: 5,
    name: 'nightly',
    command: '/usr/bin/php /home/admin/cron.php',
    cron_expr: '0 3 * * *',
    enabled: true,
    owner: 'admin',
    last_run_at: null,
    last_run_ok: false,
    next_run_at: null,
    email_on_complete: '',
    email_on_error: false,
    created_at: stamp,
    updated_at: stamp,
  }
  beforeEach(() => panel.edit((state) => ({ ...state, nextJobId: 5 })))

  it('lists a bare array', async () => {
    expect((await call('GET', '/cronjobs/')).text).toBe('[]')
  })

  it('creates a job, with the keys of the document', async () => {
    const reply = await call('POST', '/cronjobs/', { body: draft })
    expect([reply.status, reply.text]).toEqual([201, JSON.stringify(nightly)])
    expect((await call('GET', '/cronjobs/')).json).toEqual([nightly])
    expect((await call('GET', '/cronjobs/5')).json).toEqual(nightly)
  })

  it.each([
    [{ command: undefined }, 'Command is required'],
    [{ command: ' ' }, 'Command is required'],
    [{ name: '' }, 'Name is required'],
    [{ cron_expr: '' }, 'Cron expression is required'],
    [{ cron_expr: '61 * * * *' }, 'Invalid cron expression: 61 * * * *'],
    [{ cron_expr: '0 0 L * *' }, 'Invalid cron expression: 0 0 L * *'],
    [{ cron_expr: '0 0 3 * * *' }, 'Invalid cron expression: 0 0 3 * * *'],
  ])('refuses %j', async (fields, sentence) => {
    const reply = await call('POST', '/cronjobs/', { body: { ...draft, ...fields } })
    expect([reply.status, reply.json]).toEqual([400, errorBody(400, 'VALIDATION_ERROR', sentence)])
  })

  it('sets only the fields that a partial PUT names', async () => {
    await call('POST', '/cronjobs/', { body: draft })
    expect((await call('PUT', '/cronjobs/5', { body: { enabled: false } })).json).toEqual({
      ...nightly,
      enabled: false,
    })
    const on = await call('PUT', '/cronjobs/5', {
      body: { enabled: true, email_on_complete: 'a@b.example', email_on_error: true },
    })
    expect(on.json).toMatchObject({
      enabled: true,
      next_run_at: '2026-05-19T03:00:00+07:00',
      email_on_complete: 'a@b.example',
      email_on_error: true,
    })
    expect((await call('PUT', '/cronjobs/5', { body: { command: '' } })).status).toBe(400)
  })

  it('deletes with the documented sentence, and accepts only integers as ids', async () => {
    await call('POST', '/cronjobs/', { body: draft })
    expect((await call('DELETE', '/cronjobs/5')).json).toEqual({ message: 'Cron job deleted successfully' })
    expect((await call('DELETE', '/cronjobs/5')).json).toEqual(errorBody(404, 'NOT_FOUND', 'Cron job not found'))
    expect((await call('GET', '/cronjobs/five')).json).toEqual(
      errorBody(400, 'VALIDATION_ERROR', 'Invalid cron job ID'),
    )
  })

  it('schedules a new job from the next minute on and runs it when due', async () => {
    await call('POST', '/cronjobs/', { body: draft })
    nowMs += 60_000
    expect((await call('GET', '/cronjobs/5')).json).toMatchObject({
      next_run_at: '2026-05-19T03:00:00+07:00',
      last_run_at: null,
    })
    nowMs = Date.parse('2026-05-19T03:00:05+07:00')
    expect((await call('GET', '/cronjobs/5')).json).toMatchObject({
      next_run_at: '2026-05-20T03:00:00+07:00',
      last_run_at: '2026-05-19T03:00:00+07:00',
      last_run_ok: true,
    })
  })

  it('keeps a log that matches the last run', async () => {
    panel.edit((state) => ({
      ...state,
      jobs: [
        jobOf({ id: 5, lastRunAtMs: documentMs, lastRunOk: true, createdAtMs: 0 }, documentMs),
        jobOf({ id: 6 }, documentMs),
      ],
    }))
    const runs = (await call('GET', '/cronjobs/5/logs')).json
    expect(runs).toHaveLength(10)
    expect(runs).toMatchObject([
      { started_at: stamp, exit_code: 0 },
      { started_at: '2026-05-18T03:00:00+07:00' },
      {},
      {},
      {},
      {},
      {},
      {},
      {},
      {},
    ])
    expect((await call('GET', '/cronjobs/6/logs')).text).toBe('[]')
    expect((await call('GET', '/cronjobs/7/logs')).status).toBe(404)
  })
})

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
    expect(panel.requests).toEqual([
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
    expect(JSON.stringify([panel.requests, panel.snapshot()])).not.toContain('S3cure')
    expect(panel.counters).toMatchObject({ connections: 1, requests: 1, byStatus: { 201: 1 } })
  })
})
