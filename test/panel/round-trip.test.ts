import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/core/clock.ts'
import { createLimiter } from '../../src/core/limiter/limiter.ts'
import { accountOf, passwordDigest } from '../../src/demo/kinds/ftp/state.ts'
import { jobOf } from '../../src/demo/kinds/cron/state.ts'
import { startPanel } from '../kit/panels.ts'
import { clientOf, failureOf, interactive } from './fixture.ts'

describe('every endpoint of the API document', () => {
  it('takes an FTP account from creation to removal', async () => {
    const panel = await startPanel()
    const client = clientOf(panel)
    expect(await client.list('ftp', interactive)).toEqual({ rows: [], total: 0 })
    expect(await client.ftpStatus(interactive)).toEqual({ installed: true, running: true, totalAccounts: 0 })

    const made = await client.create(
      'ftp',
      { username: 'deploy', password: 'S3cure•pass', domain: 'example.com' },
      interactive,
    )
    expect(made).toMatchObject({
      username: 'admin_deploy',
      owner: 'admin',
      homeDir: '/home/admin/web/example.com/public_html',
      quotaMb: 0,
      readOnly: false,
      enabled: true,
      domain: 'example.com',
      allowedIps: null,
    })
    expect(made.createdAt).toMatch(/\+07:00$/)
    expect(panel.accounts[0]?.passwordSha256).toBe(passwordDigest('S3cure•pass'))

    await client.set('ftp', 'admin_deploy', 'settings', { quotaMb: 500, readOnly: true }, interactive)
    await client.set('ftp', 'admin_deploy', 'password', { password: 'another' }, interactive)
    await client.set('ftp', 'admin_deploy', 'allowedIps', { allowedIps: ['203.0.113.0/24'] }, interactive)
    await client.set('ftp', 'admin_deploy', 'toggle', {}, interactive)
    expect(await client.get('ftp', 'admin_deploy', interactive)).toMatchObject({
      quotaMb: 500,
      readOnly: true,
      enabled: false,
      allowedIps: ['203.0.113.0/24'],
    })
    expect(panel.accounts[0]?.passwordSha256).toBe(passwordDigest('another'))
    expect(await client.list('ftp', interactive)).toMatchObject({
      total: 1,
      rows: [{ allowedIps: ['203.0.113.0/24'] }],
    })

    await client.remove('ftp', 'admin_deploy', interactive)
    expect(panel.accounts).toEqual([])
    expect(panel.requests.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
      'GET /api/v1/ftp/ 200',
      'GET /api/v1/ftp/status 200',
      'POST /api/v1/ftp/ 201',
      'PUT /api/v1/ftp/admin_deploy 200',
      'PUT /api/v1/ftp/admin_deploy 200',
      'PUT /api/v1/ftp/admin_deploy/ip-restrictions 200',
      'POST /api/v1/ftp/admin_deploy/toggle 200',
      'GET /api/v1/ftp/admin_deploy 200',
      'GET /api/v1/ftp/ 200',
      'DELETE /api/v1/ftp/admin_deploy 200',
    ])
    expect(panel.requests[3]?.body).toEqual({ quota_mb: 500, read_only: true })
  })

  it('reads and sets anonymous FTP of a domain', async () => {
    const client = clientOf(await startPanel())
    expect(await client.get('anonymous', 'example.com', interactive)).toMatchObject({
      domain: 'example.com',
      enabled: false,
      other: { max_connections: 10 },
    })
    await client.set('anonymous', 'example.com', 'enabled', { enabled: true }, interactive)
    expect((await client.get('anonymous', 'example.com', interactive)).enabled).toBe(true)
  })

  it('takes a cron job from creation to removal', async () => {
    const panel = await startPanel()
    const client = clientOf(panel)
    expect(await client.list('cron', interactive)).toEqual({ rows: [], total: 0 })
    const made = await client.create(
      'cron',
      { name: 'nightly', command: '/usr/bin/php /home/admin/cron.php', cronExpr: '0 3 * * *', domain: 'example.com' },
      interactive,
    )
    expect(made).toMatchObject({
      id: 1,
      name: 'nightly',
      cronExpr: '0 3 * * *',
      enabled: true,
      owner: 'admin',
      lastRunAt: null,
      emailOnComplete: '',
    })
    await client.set('cron', '1', 'settings', { enabled: false }, interactive)
    await client.set(
      'cron',
      '1',
      'settings',
      { name: 'weekly', command: 'true', cronExpr: '0 3 * * 0', emailOnComplete: 'a@example.com', emailOnError: true },
      interactive,
    )
    expect(await client.get('cron', '1', interactive)).toMatchObject({
      name: 'weekly',
      command: 'true',
      cronExpr: '0 3 * * 0',
      enabled: false,
      emailOnComplete: 'a@example.com',
      emailOnError: true,
    })
    expect(panel.requests[2]?.body).toEqual({ enabled: false })
    expect((await client.list('cron', interactive)).rows.map(({ id }) => id)).toEqual([1])
    expect(await client.cronLogs('1', interactive)).toEqual({ entries: [], truncated: false })
    await client.remove('cron', '1', interactive)
    expect(panel.jobs).toEqual([])
  })

  it('returns the owner and the version, and works without them', async () => {
    const client = clientOf(await startPanel())
    expect(await client.me(interactive)).toMatchObject({ username: 'admin' })
    expect(await client.version(interactive)).toBe('1.8.2')
    const bare = clientOf(await startPanel({ traits: { withoutIdentity: true } }))
    expect(await bare.me(interactive)).toBeNull()
    expect(await bare.version(interactive)).toBeNull()
  })

  it.each(['array', 'object', 'text'] as const)('reads logs that come as %s', async (logShape) => {
    const panel = await startPanel({ traits: { logShape } })
    const ranAtMs = Date.now() - 120_000
    panel.edit((state) => ({
      ...state,
      jobs: [jobOf({ id: 3, cronExpr: '* * * * *', lastRunAtMs: ranAtMs, lastRunOk: true }, ranAtMs - 600_000)],
    }))
    const { entries } = await clientOf(panel).cronLogs('3', interactive)
    expect(entries.length).toBeGreaterThan(0)
    expect(entries.every(({ text, at }) => text !== '' || at !== null)).toBe(true)
  })

  it('reads null lists and year-1 times of a Go panel', async () => {
    const panel = await startPanel({ traits: { goStyleNulls: true } })
    const client = clientOf(panel)
    expect(await client.list('ftp', interactive)).toMatchObject({ rows: [], total: 0 })
    expect(await client.list('cron', interactive)).toEqual({ rows: [], total: 0 })
    await client.create('cron', { name: 'n', command: 'true', cronExpr: '0 3 1 1 *' }, interactive)
    expect((await client.list('cron', interactive)).rows[0]?.lastRunAt).toBeNull()
  })

  it('tells an unknown allow list from an empty one if the list lacks allowed_ips', async () => {
    const panel = await startPanel({ traits: { listCarriesAllowedIps: false } })
    panel.edit((state) => ({ ...state, accounts: [accountOf({ username: 'admin_a', allowedIps: [] }, Date.now())] }))
    const client = clientOf(panel)
    const list = await client.list('ftp', interactive)
    expect(list.rows[0]?.allowedIps).toBeNull()
    expect((await client.get('ftp', 'admin_a', interactive)).allowedIps).toEqual([])
  })

  it('encodes ids and refuses those that would reach another path', async () => {
    const panel = await startPanel()
    panel.edit((state) => ({ ...state, accounts: [accountOf({ username: 'admin_a@b.c%1/é' }, Date.now())] }))
    const client = clientOf(panel)
    expect((await client.get('ftp', 'admin_a@b.c%1/é', interactive)).username).toBe('admin_a@b.c%1/é')
    for (const id of ['', ' ', '.', '..']) await failureOf(client.remove('ftp', id, interactive), 'input.invalid')
    expect(panel.requests).toHaveLength(1)
  })

  it('sends an idempotency key with every POST and with nothing else, and no body with a toggle', async () => {
    const panel = await startPanel()
    const client = clientOf(panel)
    await client.create('ftp', { username: 'deploy', password: 'x' }, interactive)
    await client.set('ftp', 'admin_deploy', 'toggle', {}, interactive)
    await client.set('ftp', 'admin_deploy', 'settings', { quotaMb: 1 }, interactive)
    expect(panel.requests.map(({ idempotencyKey }) => idempotencyKey)).toEqual(['key-1', 'key-2', null])
    expect(panel.requests[1]?.body).toBeNull()
  })

  it('works through the real limiter, where equal reads share one request', async () => {
    const panel = await startPanel()
    const limiter = createLimiter({ clock: systemClock() })
    const client = clientOf(panel, { budget: () => limiter.budget('k') })
    const lists = await Promise.all([
      client.list('ftp', interactive),
      client.list('ftp', interactive),
      client.list('ftp', interactive),
    ])
    expect(lists.every(({ total }) => total === 0)).toBe(true)
    expect(panel.counters.requests).toBe(1)
    limiter.close()
  })

  it('keeps one connection for calls in sequence', async () => {
    const panel = await startPanel()
    const client = clientOf(panel)
    for (let count = 0; count < 5; count++) await client.list('ftp', interactive)
    expect(panel.counters).toMatchObject({ connections: 1, requests: 5 })
  })
})
