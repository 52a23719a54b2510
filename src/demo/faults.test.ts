import { X509Certificate } from 'node:crypto'
import { Agent } from 'node:https'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createFaults, faultNames } from './faults.ts'
import { accountOf } from './kinds/ftp/state.ts'
import { createDemoPanel, type DemoPanelServer } from './panel.ts'
import { createRawClient, type RawClient } from './raw-client.fixture.ts'
import { emptyState } from './state.ts'

let panel: DemoPanelServer
let call: RawClient
const agents: Agent[] = []

beforeAll(async () => {
  panel = await createDemoPanel({ rateLimit: { limit: 10_000 } })
  call = createRawClient(panel)
})
afterAll(() => panel.close())
afterEach(async () => {
  await panel.clearFaults()
  panel.edit(() => emptyState())
  panel.clearRequests()
  for (const agent of agents.splice(0)) agent.destroy()
})

const draft = { body: { username: 'deploy', password: 'x' } }
const code = (thrown: unknown) => (thrown as { readonly code?: string }).code
const keepAlive = () => {
  const agent = new Agent({ keepAlive: true, ca: panel.certificatePem })
  agents.push(agent)
  return agent
}

describe('the connection', () => {
  it('is delayed', async () => {
    await panel.setFault('latency', 60)
    const startedMs = performance.now()
    await Promise.all(Array.from({ length: 20 }, () => call('GET', '/ftp/')))
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(59)
  })

  it('is refused by a dead panel, which returns on its port with its state', async () => {
    await call('POST', '/ftp/', draft)
    const agent = keepAlive()
    await call('GET', '/ftp/', { agent })
    await panel.setFault('dead', true)
    expect(code(await call('GET', '/ftp/', { agent }).catch((thrown: unknown) => thrown))).toMatch(
      /ECONNREFUSED|ECONNRESET/,
    )
    expect(code(await call('GET', '/ftp/').catch((thrown: unknown) => thrown))).toBe('ECONNREFUSED')
    await panel.setFault('dead', false)
    expect((await call('GET', '/ftp/')).json).toMatchObject({ total: 1 })
  })

  it('hangs without carrying out the request', async () => {
    await panel.setFault('hang', 1)
    await expect(call('POST', '/ftp/', { ...draft, timeoutMs: 80 })).rejects.toThrow('aborted')
    expect(panel.accounts).toEqual([])
    expect(panel.requests).toMatchObject([{ method: 'POST', outcome: 'hung', status: null }])
    expect((await call('POST', '/ftp/', draft)).status).toBe(201)
  })

  it('breaks before the request is carried out', async () => {
    await panel.setFault('dropBefore', 2)
    for (let left = 2; left > 0; left--)
      expect(code(await call('POST', '/ftp/', draft).catch((thrown: unknown) => thrown))).toBe('ECONNRESET')
    expect(panel.accounts).toEqual([])
    expect(panel.counters).toMatchObject({ requests: 2, dropped: 2, byStatus: {} })
    expect((await call('POST', '/ftp/', draft)).status).toBe(201)
  })

  it('breaks after the request was carried out, for matching requests only', async () => {
    await panel.setFault('dropAfter', { count: 1, method: 'POST', path: '/ftp/admin_deploy/toggle' })
    await call('POST', '/ftp/', draft)
    await expect(call('POST', '/ftp/admin_deploy/toggle')).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(panel.accounts).toMatchObject([{ enabled: false }])
    expect((await call('POST', '/ftp/admin_deploy/toggle')).json).toMatchObject({ enabled: true })
    expect(panel.faults).toEqual({})
  })
})

describe('the answer', () => {
  it('is a proxy’s web page', async () => {
    await panel.setFault('html502', { method: 'PUT' })
    const reply = await call('PUT', '/ftp/admin_deploy', { body: { enabled: true } })
    expect([reply.status, reply.headers['content-type'], reply.json]).toEqual([502, 'text/html', undefined])
    expect(reply.text).toContain('<h1>502 Bad Gateway</h1>')
    expect((await call('GET', '/ftp/')).status).toBe(200)
  })

  it('is cut JSON, or empty, although the request was carried out', async () => {
    await panel.setFault('truncatedJson', 1)
    const cut = await call('POST', '/ftp/', draft)
    expect([cut.status, cut.json]).toEqual([201, undefined])
    expect(cut.text).toMatch(/^\{"username":"admin_deploy"/)
    await panel.setFault('emptyBody', 1)
    const empty = await call('DELETE', '/ftp/admin_deploy')
    expect([empty.status, empty.text]).toEqual([200, ''])
    expect(panel.accounts).toEqual([])
  })

  it('redirects elsewhere', async () => {
    await panel.setFault('redirect', true)
    const away = await call('GET', '/ftp/')
    expect([away.status, away.headers.location]).toEqual([302, 'https://login.panel.example/sign-in'])
    await panel.setFault('redirect', 'https://127.0.0.1:1/x')
    expect((await call('GET', '/ftp/')).headers.location).toBe('https://127.0.0.1:1/x')
  })
})

describe('the token', () => {
  it('loses a scope', async () => {
    await panel.setFault('narrowScope', ['cron'])
    const reply = await call('GET', '/ftp/')
    expect([reply.status, (reply.json as { error: string }).error]).toEqual([403, "API key is not scoped for 'ftp'"])
    expect((await call('GET', '/cronjobs/')).status).toBe(200)
    expect((await call('GET', '/auth/me')).status).toBe(200)
  })

  it('can be limited to a scope or read-only from the start', async () => {
    panel.addToken('wsp_ftp', { scopes: ['ftp'], readOnly: true })
    expect((await call('GET', '/cronjobs/', { token: 'wsp_ftp' })).json).toMatchObject({
      error: "API key is not scoped for 'cron'",
    })
    expect((await call('GET', '/ftp/', { token: 'wsp_ftp' })).status).toBe(200)
    const refused = await call('POST', '/ftp/', { ...draft, token: 'wsp_ftp' })
    expect([refused.status, refused.json]).toMatchObject([403, { error: 'API key is read-only' }])
  })

  it('can be refused for its address, or revoked', async () => {
    await panel.setFault('addressRefused', true)
    expect((await call('GET', '/ftp/')).json).toMatchObject({
      status: 403,
      error: 'IP address 127.0.0.1 is not allowed for this API key',
    })
    await panel.setFault('tokenRevoked', true)
    expect((await call('GET', '/ftp/')).status).toBe(401)
    await panel.clearFaults()
    expect((await call('GET', '/ftp/')).status).toBe(200)
  })
})

describe('the certificate', () => {
  it('is the one that the panel reports, and no other client trusts it', async () => {
    expect((await call('GET', '/ftp/')).fingerprint256).toBe(panel.fingerprint256)
    expect(panel.fingerprint256).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
    await expect(call('GET', '/ftp/', { agent: new Agent() })).rejects.toMatchObject({
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    })
  })

  it('changes for new connections, ends open ones, and can change back', async () => {
    const agent = keepAlive()
    await call('GET', '/ftp/', { agent })
    await call('GET', '/ftp/', { agent })
    expect(panel.counters.connections).toBe(1)
    const before = panel.fingerprint256
    await panel.setFault('rotatedCertificate', true)
    expect(panel.fingerprint256).not.toBe(before)
    // The agent may still hold the socket that was just ended. Neither that socket nor a resumed session may succeed.
    for (let tries = 2; tries > 0; tries--)
      expect(code(await call('GET', '/ftp/', { agent }).catch((thrown: unknown) => thrown))).toMatch(
        /ECONNRESET|DEPTH_ZERO_SELF_SIGNED_CERT/,
      )
    await expect(call('GET', '/ftp/')).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
    expect((await createRawClient(panel)('GET', '/ftp/')).fingerprint256).toBe(panel.fingerprint256)
    await panel.clearFaults()
    expect((await call('GET', '/ftp/')).fingerprint256).toBe(before)
  })

  it('keeps its key when it is renewed, and can be expired', async () => {
    const keyOf = () => new X509Certificate(panel.certificatePem).publicKey.export({ type: 'spki', format: 'pem' })
    const before = [panel.fingerprint256, keyOf()]
    await panel.setFault('rotatedCertificate', { sameKey: true })
    expect(panel.fingerprint256).not.toBe(before[0])
    expect(keyOf()).toBe(before[1])
    await panel.setFault('rotatedCertificate', { expired: true })
    await expect(createRawClient(panel)('GET', '/ftp/')).rejects.toMatchObject({ code: 'CERT_HAS_EXPIRED' })
  })

  it('can come from an unknown authority', async () => {
    const leaf = await createDemoPanel({ certificate: 'private-ca' })
    await expect(createRawClient(leaf)('GET', '/ftp/')).rejects.toMatchObject({
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    })
    const agent = new Agent({ ca: leaf.certificatePem, allowPartialTrustChain: true })
    expect((await createRawClient(leaf)('GET', '/ftp/', { agent })).status).toBe(200)
    agent.destroy()
    await leaf.close()
  })
})

describe('a panel', () => {
  it('closes at once, whatever is open', async () => {
    const other = await createDemoPanel({
      state: { ...emptyState(), accounts: [accountOf({ username: 'admin_x1' }, 0)] },
    })
    await other.setFault('hang', true)
    await other.setFault('latency', 60_000)
    const waiting = createRawClient(other)('GET', '/ftp/').catch(code)
    while (other.counters.connections === 0) await new Promise(setImmediate)
    await other.close()
    expect(await waiting).toBe('ECONNRESET')
    await other.close()
  })

  it('listens on loopback only and names a port that is taken', async () => {
    await expect(createDemoPanel({ host: '0.0.0.0' })).rejects.toThrow(RangeError)
    await expect(createDemoPanel({ port: panel.port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  it('accepts every fault by name and no other', () => {
    const faults = createFaults()
    expect(new Set(faultNames).size).toBe(17)
    expect(() => faults.set('lightning' as never, true as never)).toThrow('No such fault')
    faults.set('hang', { count: 1, path: '/ftp/' })
    expect([
      faults.treatmentOf('GET', '/cronjobs/'),
      faults.treatmentOf('GET', '/ftp/'),
      faults.treatmentOf('GET', '/ftp/'),
    ]).toEqual([null, { work: 'undone', reply: 'hang' }, null])
  })
})
