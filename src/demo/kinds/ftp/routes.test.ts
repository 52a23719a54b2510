import { beforeEach, describe, expect, it } from 'vitest'
import { documentMs, errorBody, stamp, useExamplePanel } from '../../example-panel.fixture.ts'
import { accountOf, passwordDigest } from './state.ts'

const example = useExamplePanel()
const { call } = example

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
    expect(example.panel.accounts[0]?.passwordSha256).toBe(passwordDigest('S3cure•pass'))
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
    expect(example.panel.accounts).toEqual([])
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
    example.panel.edit((state) => ({
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
    example.panel.edit((state) => ({
      ...state,
      accounts: [accountOf({ username: 'admin_deploy' }, documentMs - 1000)],
    }))
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
    expect(example.panel.accounts[0]).toMatchObject({
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
      expect(example.panel.accounts[0]?.allowedIps).toEqual([])
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
