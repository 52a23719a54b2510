import { afterEach, describe, expect, it } from 'vitest'
import { jobOf } from './kinds/cron/state.ts'
import { accountOf } from './kinds/ftp/state.ts'
import { createDemoPanel, type DemoPanelServer } from './panel.ts'
import { printTime } from './print.ts'
import { createRawClient } from './raw-client.ts'
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
