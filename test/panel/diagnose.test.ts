import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/core/clock.ts'
import { diagnose, type DiagnoseRequest } from '../../src/core/panel/diagnose.ts'
import type { DemoPanelServer } from '../../src/demo/panel.ts'
import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import { startBare, startPanel, token } from '../kit/panels.ts'
import { pinOf, silentLog } from './fixture.ts'

const runDiagnosis = (request: Partial<DiagnoseRequest> & { url: string }) =>
  diagnose({
    allowHttp: false,
    useToken: (use) => use(token),
    clock: systemClock(),
    log: silentLog,
    timeouts: () => ({ connectMs: 1000, wholeMs: 500 }),
    ...request,
  })

const states = (found: Awaited<ReturnType<typeof runDiagnosis>>) =>
  found.steps.map(({ step, state }) => `${step} ${state}`)
const trusted = (panel: DemoPanelServer) => ({ url: panel.url, pin: pinOf(panel) })

describe('testing a connection', () => {
  it('runs all steps and reports what it finds', async () => {
    const panel = await startPanel()
    panel.edit((state) => ({ ...state, accounts: [accountOf({ username: 'admin_a' }, Date.now())] }))
    const found = await runDiagnosis({ url: panel.url, trustFingerprint256: panel.fingerprint256 })
    expect(states(found)).toEqual(['address ok', 'dns ok', 'port ok', 'tls ok', 'token ok', 'ftp ok', 'cron ok'])
    expect(found).toMatchObject({
      ok: true,
      url: panel.url,
      fix: null,
      totals: { ftp: 1, cron: 0 },
      previous: null,
      panel: { username: 'admin', version: '1.8.2' },
      certificate: { fingerprint256: panel.fingerprint256 },
    })
    expect(found.steps.every(({ tookMs }) => tookMs !== null && tookMs >= 0)).toBe(true)
  })

  it('stops before the token if the certificate is not trusted yet, and offers to trust it', async () => {
    const panel = await startPanel()
    const found = await runDiagnosis({ url: panel.url })
    expect(states(found)).toEqual([
      'address ok',
      'dns ok',
      'port ok',
      'tls failed',
      'token skipped',
      'ftp skipped',
      'cron skipped',
    ])
    expect(found.fix).toEqual({ kind: 'trust', fingerprint256: panel.fingerprint256 })
    expect(found.steps[3]?.error).toMatchObject({ code: 'tls.untrusted', details: { reason: 'self-signed' } })
    expect(panel.counters.requests).toBe(0)
  })

  it('shows the old certificate beside a new one and sends nothing', async () => {
    const panel = await startPanel()
    const pin = pinOf(panel)
    await panel.setFault('rotatedCertificate', true)
    const found = await runDiagnosis({ url: panel.url, pin })
    expect(found.steps[3]?.error?.code).toBe('tls.changed')
    expect(found.previous?.fingerprint256).toBe(pin.fingerprint256)
    expect(found.fix).toEqual({ kind: 'trust', fingerprint256: panel.fingerprint256 })
    const wrongTrust = await runDiagnosis({ url: panel.url, trustFingerprint256: pin.fingerprint256 })
    expect(wrongTrust.steps[3]?.state).toBe('failed')
    expect(panel.counters.requests).toBe(0)
  })

  it('skips the remaining steps if there is no token', async () => {
    const panel = await startPanel()
    const found = await runDiagnosis({ ...trusted(panel), useToken: null })
    expect(found.ok).toBe(true)
    expect(states(found).slice(3)).toEqual(['tls ok', 'token skipped', 'ftp skipped', 'cron skipped'])
    expect(panel.counters.requests).toBe(0)
  })

  it('finds the panel on another port if this one refuses the connection', async () => {
    const panel = await startPanel()
    const dead = await startPanel()
    await dead.setFault('dead', true)
    const found = await runDiagnosis({ url: dead.url, ports: [dead.port, panel.port] })
    expect(states(found).slice(0, 3)).toEqual(['address ok', 'dns ok', 'port failed'])
    expect(found.fix).toEqual({ kind: 'use-url', url: panel.url })
    expect(panel.counters.requests).toBe(0)
    expect((await runDiagnosis({ url: dead.url, ports: [dead.port] })).fix).toBeNull()
  })

  it('recognises an invalid address, refused plain http and an unknown host name', async () => {
    expect((await runDiagnosis({ url: 'https://user:pw@host' })).steps[0]?.error).toMatchObject({
      code: 'server.url-invalid',
    })
    expect((await runDiagnosis({ url: 'http://127.0.0.1:1' })).steps[0]?.error).toMatchObject({
      code: 'server.http-refused',
    })
    const nowhere = () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' }))
    expect((await runDiagnosis({ url: 'https://panel.example:2083', resolve: nowhere })).steps[1]?.error).toMatchObject(
      {
        code: 'net.dns',
      },
    )
  })

  it.each([
    ['tokenRevoked', true, 'token', 'panel.token-rejected', { kind: 'new-token' }],
    ['addressRefused', true, 'token', 'panel.address-refused', { kind: 'allow-address' }],
    ['narrowScope', ['cron'], 'ftp', 'panel.scope', { kind: 'widen-scope', scope: 'ftp' }],
    ['narrowScope', ['ftp'], 'cron', 'panel.scope', { kind: 'widen-scope', scope: 'cron' }],
  ] as const)('names %s %s as a failure of %s', async (fault, value, step, code, fix) => {
    const panel = await startPanel()
    await panel.setFault(fault, value)
    const found = await runDiagnosis(trusted(panel))
    expect(found.ok).toBe(false)
    expect(found.steps.find((entry) => entry.step === step)?.error?.code).toBe(code)
    expect(found.fix).toEqual(fix)
    expect(JSON.stringify(found)).not.toContain(token)
  })

  it('rejects a bad token on a panel that does not report its owner', async () => {
    const panel = await startPanel({ traits: { withoutIdentity: true } })
    expect(await runDiagnosis(trusted(panel))).toMatchObject({ ok: true, panel: null })
    await panel.setFault('tokenRevoked', true)
    expect((await runDiagnosis(trusted(panel))).steps[4]).toMatchObject({
      state: 'failed',
      error: { code: 'panel.token-rejected' },
    })
  })

  const json = { 'Content-Type': 'application/json' }
  const cases: readonly [string, number, Record<string, string>, string][] = [
    ['a web page', 200, { 'Content-Type': 'text/html' }, '<!doctype html>Log in'],
    ['the way to a login', 302, { Location: '/login' }, ''],
    ['that it knows no such method', 405, {}, ''],
    ['a failure', 500, json, '{"error":"boom"}'],
    ['nonsense', 200, json, '[1,2]'],
    ['that it takes no tokens', 401, json, '{"error":"Session required"}'],
  ]
  it.each(cases)(
    'counts the rows of the lists if the panel answers the request for its user with %s',
    async (_, status, headers, body) => {
      const answer = (url: string) =>
        url.endsWith('/ftp/')
          ? { accounts: [{ username: 'admin_a' }], total: 1 }
          : url.endsWith('/cronjobs/')
            ? []
            : null
      const bare = await startBare((request, reply) => {
        const answerBody = answer(request.url ?? '')
        if (answerBody === null) reply.writeHead(status, headers).end(body)
        else reply.writeHead(200, json).end(JSON.stringify(answerBody))
      })
      const found = await runDiagnosis({ url: bare.url, pin: pinOf(bare.certificate) })
      expect(found).toMatchObject({ ok: true, panel: null, fix: null, totals: { ftp: 1, cron: 0 } })
    },
  )

  it('accepts a token that only the job list takes, and rejects one that neither list takes, whatever the version request returns', async () => {
    const acceptedPaths = new Set(['/cronjobs/'])
    const bare = await startBare((request, reply) => {
      const path = (request.url ?? '').replace('/api/v1', '')
      if (path === '/version/info') return reply.writeHead(200, json).end('{"version":"2"}')
      return acceptedPaths.has(path)
        ? reply.writeHead(200, json).end('[]')
        : reply.writeHead(401, json).end('{"error":"Invalid or expired API token"}')
    })
    const target = { url: bare.url, pin: pinOf(bare.certificate) }
    expect(states(await runDiagnosis(target)).slice(4)).toEqual(['token ok', 'ftp failed', 'cron ok'])
    acceptedPaths.clear()
    expect(states(await runDiagnosis(target)).slice(4)).toEqual(['token failed', 'ftp skipped', 'cron skipped'])
  })

  it('counts cron jobs if FTP is not allowed', async () => {
    const panel = await startPanel()
    await panel.setFault('narrowScope', ['cron'])
    expect(await runDiagnosis(trusted(panel))).toHaveProperty('totals', { cron: 0 })
  })

  it('says until when a used-up budget lasts', async () => {
    const panel = await startPanel({ rateLimit: { limit: 0 } })
    const { fix } = await runDiagnosis(trusted(panel))
    expect(fix).toMatchObject({ kind: 'wait', untilMs: expect.any(Number) })
  })

  it('offers the usual path if another one leads nowhere', async () => {
    const panel = await startPanel()
    const found = await runDiagnosis({ url: `${panel.origin}/panel`, pin: pinOf(panel) })
    expect(found.steps.find(({ step }) => step === 'ftp')?.error?.code).toBe('panel.wrong-path')
    expect(found.fix).toEqual({ kind: 'use-url', url: panel.url })
  })

  it('ends in time if a panel takes requests and never answers', async () => {
    const panel = await startPanel()
    await panel.setFault('hang', true)
    const found = await runDiagnosis(trusted(panel))
    expect(found.steps[4]?.error?.code).toBe('net.timeout')
    expect(panel.counters.requests).toBe(1)
  })

  it('survives a server that is not a panel', async () => {
    const bare = await startBare((_request, reply) =>
      reply.setHeader('Content-Type', 'text/html').end('<!doctype html>Welcome'),
    )
    const found = await runDiagnosis({ url: bare.url, pin: pinOf(bare.certificate) })
    expect(found.ok).toBe(false)
    expect(found.steps[5]?.error?.code).toBe('panel.html')
  })
})
