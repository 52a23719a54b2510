import { X509Certificate } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { jobOf } from './kinds/cron/state.ts'
import { accountOf } from './kinds/ftp/state.ts'
import { createDemoPanel, type DemoPanelServer } from './panel.ts'
import { printTime } from './print.ts'
import { createRawClient } from './raw-client.fixture.ts'
import type { PanelTraits } from './traits.ts'
import { emptyState, type PanelState } from './state.ts'

const atMs = Date.parse('2026-05-18T10:44:36Z')
let panel: DemoPanelServer | undefined

async function start(traits: Partial<PanelTraits>, state: Partial<PanelState> = {}) {
  panel = await createDemoPanel({ traits, state: { ...emptyState(), ...state }, now: () => atMs })
  return createRawClient(panel)
}

afterEach(() => panel?.close())

const ranOnce = jobOf({ id: 1, lastRunAtMs: atMs, lastRunOk: false, failing: true, createdAtMs: atMs }, atMs)

describe('panels of different versions', () => {
  it('may leave allow lists out of the account list', async () => {
    const call = await start(
      { listCarriesAllowedIps: false },
      { accounts: [accountOf({ username: 'admin_a1', allowedIps: ['192.0.2.1'] }, atMs)] },
    )
    const { accounts } = (await call('GET', '/ftp/')).json as { accounts: readonly object[] }
    expect(Object.keys(accounts[0] ?? {})).toEqual([
      'username',
      'owner',
      'home_dir',
      'quota_mb',
      'read_only',
      'enabled',
      'created_at',
      'updated_at',
    ])
    expect((await call('GET', '/ftp/admin_a1')).json).toMatchObject({ allowed_ips: ['192.0.2.1'] })
  })

  it('may print null for empty lists and year 1 for never', async () => {
    const call = await start({ goStyleNulls: true })
    expect((await call('GET', '/ftp/')).text).toBe('{"accounts":null,"total":0}')
    expect((await call('GET', '/cronjobs/')).text).toBe('null')
    const made = await call('POST', '/cronjobs/', { body: { name: 'n', command: 'c', cron_expr: '@daily' } })
    expect(made.json).toMatchObject({ last_run_at: '0001-01-01T00:00:00Z', next_run_at: '0001-01-01T00:00:00Z' })
    expect((await call('GET', '/cronjobs/1/logs')).text).toBe('null')
    await call('POST', '/ftp/', { body: { username: 'aa', password: 'x' } })
    expect((await call('GET', '/ftp/admin_aa')).json).toMatchObject({ allowed_ips: null })
  })

  it('may nest their errors', async () => {
    const call = await start({ errorStyle: 'nested' })
    expect((await call('GET', '/cronjobs/9')).json).toEqual({
      error: { code: 'NOT_FOUND', message: 'Cron job not found', details: null },
    })
  })

  it('may answer changes with a sentence', async () => {
    const call = await start(
      { terseReplies: true },
      { accounts: [accountOf({ username: 'admin_a1' }, atMs)], jobs: [ranOnce] },
    )
    expect((await call('POST', '/ftp/admin_a1/toggle')).json).toEqual({ message: 'FTP account updated successfully' })
    expect((await call('PUT', '/cronjobs/1', { body: { enabled: false } })).json).toEqual({
      message: 'Cron job updated successfully',
    })
    expect([panel?.accounts[0]?.enabled, panel?.jobs[0]?.enabled]).toEqual([false, false])
  })

  it('may lack the identity and version endpoints, and refuse duplicate job names', async () => {
    const call = await start({ withoutIdentity: true, uniqueJobNames: true }, { jobs: [ranOnce] })
    expect([(await call('GET', '/auth/me')).status, (await call('GET', '/version/info')).status]).toEqual([404, 404])
    const duplicate = { body: { name: 'job-1', command: 'c', cron_expr: '@daily' } }
    expect((await call('POST', '/cronjobs/', duplicate)).json).toMatchObject({
      status: 409,
      error: 'Cron job job-1 already exists',
    })
  })

  it('may replace the whole row on PUT', async () => {
    const account = accountOf({ username: 'admin_a1', allowedIps: ['192.0.2.1'], readOnly: true, enabled: false }, atMs)
    const call = await start({ putReplacesRow: true }, { accounts: [account], jobs: [{ ...ranOnce, enabled: false }] })
    await call('PUT', '/ftp/admin_a1', { body: { quota_mb: 500 } })
    const replaced = { quotaMb: 500, allowedIps: [], readOnly: false, enabled: true }
    expect(panel?.accounts).toEqual([{ ...account, ...replaced }])
    await call('PUT', '/cronjobs/1', { body: { email_on_complete: 'a@b.example' } })
    await call('PUT', '/cronjobs/1', { body: { name: 'other' } })
    expect(panel?.jobs[0]).toMatchObject({
      name: 'other',
      command: '/usr/bin/true',
      enabled: true,
      emailOnComplete: '',
    })
    await call('PUT', '/ftp/example.com/anonymous', { body: { enabled: true, max_connections: 3 } })
    await call('PUT', '/ftp/example.com/anonymous', { body: { allow_upload: true } })
    expect(panel?.anonymous[0]).toMatchObject({ enabled: false, allowUpload: true, maxConnections: 10 })
  })

  it('may refuse forms of allowed addresses, or accept ranges', async () => {
    const strict = await start({ allowedIpForms: ['cidr'] }, { accounts: [accountOf({ username: 'admin_a1' }, atMs)] })
    const restrict = async (entry: string) =>
      (await strict('PUT', '/ftp/admin_a1/ip-restrictions', { body: { allowed_ips: [entry] } })).json
    expect(await restrict('192.0.2.1')).toMatchObject({ status: 400, error: 'Invalid IP address or CIDR: 192.0.2.1' })
    expect(await restrict('192.0.2.1-192.0.2.9')).toMatchObject({ status: 400 })
    expect(await restrict('192.0.2.1/32')).toMatchObject({ allowed_ips: ['192.0.2.1/32'] })
    await panel?.close()
    const broad = await start({ allowedIpForms: ['range'] }, { accounts: [accountOf({ username: 'admin_a1' }, atMs)] })
    const statuses = ['192.0.2.1-192.0.2.9', '192.0.2.1-::1', '192.0.2.1-', '1.1.1.1-1.1.1.2-1.1.1.3'].map(
      async (entry) => (await broad('PUT', '/ftp/admin_a1/ip-restrictions', { body: { allowed_ips: [entry] } })).status,
    )
    expect(await Promise.all(statuses)).toEqual([200, 400, 400, 400])
  })

  it('may store a macro as five fields', async () => {
    const call = await start({ macrosAsFields: true })
    const made = await call('POST', '/cronjobs/', { body: { name: 'n', command: 'c', cron_expr: '@daily' } })
    expect(made.json).toMatchObject({ cron_expr: '0 0 * * *' })
    const changed = await call('PUT', '/cronjobs/1', { body: { cron_expr: '@Weekly' } })
    expect(changed.json).toMatchObject({ cron_expr: '0 0 * * 0' })
  })

  it('may have a name of 366 characters', async () => {
    const call = await start({})
    const username = `admin_${'x'.repeat(360)}`
    await call('POST', '/ftp/', { body: { username: username.slice(6), password: 'x' } })
    expect((await call('POST', `/ftp/${username}/toggle`)).json).toMatchObject({ username, enabled: false })
  })

  it('return logs in three shapes', async () => {
    const asArray = await (await start({ logShape: 'array' }, { jobs: [ranOnce] }))('GET', '/cronjobs/1/logs')
    expect(asArray.json).toMatchObject([
      { started_at: '2026-05-18T17:44:36+07:00', output: expect.any(String) as string },
    ])
    await panel?.close()
    const asObject = await (await start({ logShape: 'object' }, { jobs: [ranOnce] }))('GET', '/cronjobs/1/logs')
    expect(asObject.json).toMatchObject({ logs: [{ run_at: '2026-05-18T17:44:36+07:00', success: false }], total: 1 })
    await panel?.close()
    const asText = await (await start({ logShape: 'text' }, { jobs: [ranOnce] }))('GET', '/cronjobs/1/logs')
    expect(asText.headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(asText.text).toMatch(/^\[2026-05-18T17:44:36\+07:00\] exit=[1-9]\d* duration=[\d.]+s .+\n$/)
  })
})

it.each([
  [420, '2026-05-18T17:44:36+07:00'],
  [0, '2026-05-18T10:44:36+00:00'],
  [-210, '2026-05-18T07:14:36-03:30'],
])('prints times with an offset of %i minutes', (utcOffsetMinutes, text) => {
  expect(printTime(atMs, { utcOffsetMinutes, clockSkewMs: 0, goStyleNulls: false })).toBe(text)
})

describe('one panel at two addresses', () => {
  it('has one state, one log and one budget', async () => {
    const call = await start({})
    const other = await panel!.listenAlso()
    expect([other.name, other.token, other.fingerprint256]).toEqual([panel!.name, panel!.token, panel!.fingerprint256])
    expect(other.port).not.toBe(panel!.port)
    await call('POST', '/ftp/', { body: { username: 'deploy', password: 'x' } })
    const reply = await createRawClient(other)('DELETE', '/ftp/admin_deploy')
    expect([reply.status, reply.headers['x-ratelimit-remaining']]).toEqual([200, '58'])
    expect(panel!.changes().map(({ method }) => method)).toEqual(['POST', 'DELETE'])
  })

  it('may send another certificate with the same key at the other host', async () => {
    const call = await start({})
    const other = await panel!.listenAlso({ host: '127.0.0.2', certificate: 'same-key' })
    const keyOf = (pem: string) => new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'pem' })
    expect(other.fingerprint256).not.toBe(panel!.fingerprint256)
    expect(keyOf(other.certificatePem)).toBe(keyOf(panel!.certificatePem))
    expect((await createRawClient(other)('GET', '/ftp/')).fingerprint256).toBe(other.fingerprint256)
    expect((await call('GET', '/ftp/')).fingerprint256).toBe(panel!.fingerprint256)
    await expect(panel!.listenAlso({ host: '0.0.0.0' })).rejects.toThrow(RangeError)
  })

  it('is dead, has new certificates and is closed at both', async () => {
    await start({})
    const other = await panel!.listenAlso({ certificate: 'same-key' })
    const own = other.fingerprint256
    const code = () =>
      createRawClient(other)('GET', '/ftp/').then(
        () => 'answered',
        (thrown: unknown) => (thrown as { readonly code?: string }).code,
      )
    await panel!.setFault('dead', true)
    expect(await code()).toBe('ECONNREFUSED')
    await panel!.setFault('dead', false)
    await panel!.setFault('rotatedCertificate', true)
    expect(other.fingerprint256).toBe(panel!.fingerprint256)
    expect(await code()).toBe('answered')
    await panel!.clearFaults()
    expect([other.fingerprint256, await code()]).toEqual([own, 'answered'])
    await panel!.close()
    expect(await code()).toBe('ECONNREFUSED')
  })
})
