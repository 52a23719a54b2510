import { execFile } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { generate } from 'selfsigned'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { probeCertificate } from '../../src/core/panel/trust.ts'
import { createCertificate } from '../../src/demo/certificate.ts'
import { startBare, startPanel, token } from '../kit/panels.ts'
import { clientOf, clientOfBare, connectTo, failureOf, interactive, pinOf } from './fixture.ts'

describe('reading a certificate', () => {
  it('returns its data without sending a request', async () => {
    const panel = await startPanel()
    const { info, certificatePem, distrust } = await probeCertificate({ url: panel.url })
    expect(info).toMatchObject({
      fingerprint256: panel.fingerprint256,
      subject: 'CN=panel.example',
      issuer: 'CN=panel.example',
      selfSigned: true,
      systemTrusted: false,
    })
    expect(info.keyFingerprint256).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
    expect(info.keyFingerprint256).not.toBe(info.fingerprint256)
    expect(info.validToMs).toBeGreaterThan(info.validFromMs)
    expect(certificatePem.trim()).toBe(panel.certificatePem.trim())
    expect(distrust).toBe('DEPTH_ZERO_SELF_SIGNED_CERT')
    expect(panel.counters.requests).toBe(0)
  })

  it('returns the same key fingerprint after a renewal with the same key', async () => {
    const panel = await startPanel()
    const before = await probeCertificate({ url: panel.url })
    await panel.setFault('rotatedCertificate', { sameKey: true })
    const after = await probeCertificate({ url: panel.url })
    expect(after.info.fingerprint256).not.toBe(before.info.fingerprint256)
    expect(after.info.keyFingerprint256).toBe(before.info.keyFingerprint256)
  })

  it('fails with a message if nothing listens, or with a timeout if nothing answers', async () => {
    const panel = await startPanel()
    await panel.setFault('dead', true)
    await failureOf(probeCertificate({ url: panel.url }), 'net.refused')
    await failureOf(probeCertificate({ url: panel.url, signal: AbortSignal.abort() }), 'cancelled')
  })
})

describe('which certificate is accepted', () => {
  it.each(['self-signed', 'private-ca', 'expired'] as const)(
    'accepts a pinned %s certificate, whatever name it contains',
    async (kind) => {
      const panel = await startPanel({ certificate: kind })
      const client = clientOf(panel)
      expect(await client.list('cron', interactive)).toEqual({ rows: [], total: 0 })
      expect(await client.list('cron', interactive)).toEqual({ rows: [], total: 0 })
      expect(panel.counters.connections).toBe(1)
      const byName = connectTo({
        url: panel.url.replace('127.0.0.1', 'localhost'),
        pin: pinOf(panel),
        allowHttp: false,
      })
      expect(await byName.list('cron', interactive)).toEqual({ rows: [], total: 0 })
    },
  )

  it('accepts no certificate but the pinned one, not even another of the same kind', async () => {
    for (const kind of ['self-signed', 'expired', 'private-ca'] as const) {
      const panel = await startPanel({ certificate: kind })
      const other = await createCertificate({ commonName: 'panel.example', kind, nowMs: Date.now() })
      await failureOf(
        connectTo({ url: panel.url, pin: pinOf(other), allowHttp: false }).list('cron', interactive),
        'tls.changed',
      )
      expect(panel.counters.requests).toBe(0)
    }
  })

  it('accepts no certificate that the pinned one has signed', async () => {
    const key = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' } as const
    const authority = await generate([{ name: 'commonName', value: 'panel.example' }], {
      ...key,
      extensions: [
        { name: 'basicConstraints', cA: true, critical: true },
        { name: 'keyUsage', keyCertSign: true, digitalSignature: true, critical: true },
      ],
    })
    const leaf = await generate([{ name: 'commonName', value: 'leaf.example' }], {
      ...key,
      ca: { key: authority.private, cert: authority.cert },
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
    })
    const bare = await startBare((_request, reply) => reply.end('[]'))
    const pin = { fingerprint256: new X509Certificate(authority.cert).fingerprint256, certificatePem: authority.cert }
    const client = connectTo({ url: bare.url, pin, allowHttp: false })
    bare.server.setSecureContext({ key: authority.private, cert: authority.cert })
    expect(await client.list('cron', interactive)).toEqual({ rows: [], total: 0 })
    bare.server.setSecureContext({ key: leaf.private, cert: leaf.cert })
    bare.server.closeAllConnections()
    await failureOf(client.list('cron', interactive), 'tls.changed')
    expect(bare.tokens).toHaveLength(1)
  })

  it('compares both fingerprint and certificate text', async () => {
    const [root] = rootCertificates
    const panel = await startPanel()
    const pin = { fingerprint256: panel.fingerprint256, certificatePem: root ?? '' }
    await failureOf(connectTo({ url: panel.url, pin, allowHttp: false }).list('cron', interactive), 'tls.untrusted')
    expect(panel.counters.requests).toBe(0)
  })

  it('sends nothing to a server that neither a pin nor the operating system trusts', async () => {
    const panel = await startPanel()
    const failed = await failureOf(
      connectTo({ url: panel.url, pin: null, allowHttp: false }).list('ftp', interactive),
      'tls.untrusted',
    )
    expect(failed.details).toMatchObject({
      reason: 'self-signed',
      host: '127.0.0.1',
      port: panel.port,
      certificate: { fingerprint256: panel.fingerprint256, systemTrusted: false },
    })
    expect(panel.counters.requests).toBe(0)
  })

  it('needs no pin if the machine itself trusts the certificate and its name', async () => {
    const panel = await startPanel()
    const folder = await mkdtemp(join(tmpdir(), 'trust-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    await writeFile(join(folder, 'ca.pem'), panel.certificatePem)
    // Node reads its roots when a process starts, so the test starts a process whose roots include this certificate.
    const result = await promisify(execFile)(
      process.execPath,
      [fileURLToPath(new URL('trusting-process.ts', import.meta.url)), panel.url, token],
      {
        env: { ...process.env, NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') },
      },
    )
    expect(JSON.parse(result.stdout)).toEqual({
      systemTrusted: true,
      distrust: null,
      jobs: 0,
      otherName: 'ERR_TLS_CERT_ALTNAME_INVALID',
    })
    expect(panel.counters.requests).toBe(1)
  })

  it('sends no server name if the panel’s host is an IP address', async () => {
    const names: unknown[] = []
    const bare = await startBare((_request, reply) => reply.end('[]'))
    bare.server.on('secureConnection', (socket) => names.push(socket.servername))
    await clientOfBare(bare).list('cron', interactive)
    await connectTo({
      url: bare.url.replace('127.0.0.1', 'localhost'),
      pin: pinOf(bare.certificate),
      allowHttp: false,
    }).list('cron', interactive)
    expect(names).toEqual([false, 'localhost'])
  })
})

describe('a connection that fails while the pinned certificate is expired', () => {
  const createExpired = () => createCertificate({ commonName: 'panel.example', kind: 'expired', nowMs: Date.now() })

  it('fails as with any other certificate: refused, or unknown name', async () => {
    const panel = await startPanel({ certificate: 'expired' })
    await panel.setFault('dead', true)
    const refused = await failureOf(clientOf(panel).list('cron', interactive), 'net.refused')
    expect(refused.details).toMatchObject({ host: '127.0.0.1', port: panel.port, sent: false, system: 'ECONNREFUSED' })
    const pin = pinOf(await createExpired())
    await failureOf(
      connectTo({ url: 'https://panel.invalid:2083/api/v1', pin, allowHttp: false }, { tries: 1 }).list(
        'cron',
        interactive,
      ),
      'net.dns',
    )
  })

  it('keeps to the connection timeout, and ends when it is cancelled', async () => {
    const sockets = new Set<Socket>()
    const silent = createTcpServer(
      (socket) =>
        void sockets.add(
          socket
            .resume()
            .on('error', () => undefined)
            .once('close', () => sockets.delete(socket)),
        ),
    )
    silent.listen(0, '127.0.0.1')
    await once(silent, 'listening')
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy()
      silent.close()
    })
    const target = {
      url: `https://127.0.0.1:${(silent.address() as AddressInfo).port}/api/v1`,
      pin: pinOf(await createExpired()),
      allowHttp: false,
    }
    const shortTimeoutClient = connectTo(target, { timeouts: () => ({ connectMs: 200 }), tries: 1 })
    expect((await failureOf(shortTimeoutClient.list('cron', interactive), 'net.timeout')).details).toMatchObject({
      phase: 'connect',
      timeoutMs: 200,
      sent: false,
    })
    const client = connectTo(target)
    const abort = new AbortController()
    const failure = failureOf(client.list('cron', { ...interactive, signal: abort.signal }), 'cancelled')
    await once(silent, 'connection')
    abort.abort()
    await failure
    await vi.waitFor(() => expect(sockets.size).toBe(0))
  })
})

describe('a certificate that changes', () => {
  it('blocks the server, shows both certificates, and the token is not sent', async () => {
    const panel = await startPanel()
    const client = clientOf(panel)
    await client.list('ftp', interactive)
    const old = panel.fingerprint256
    await panel.setFault('rotatedCertificate', true)
    panel.clearRequests()
    const failed = await failureOf(client.list('ftp', interactive), 'tls.changed')
    expect(failed.details).toMatchObject({
      oldFingerprint: old,
      newFingerprint: panel.fingerprint256,
      sameKey: false,
      expired: false,
      sent: false,
      previous: { fingerprint256: old },
      certificate: { fingerprint256: panel.fingerprint256, systemTrusted: false },
    })
    await failureOf(client.create('ftp', { username: 'deploy', password: 'secret' }, interactive), 'tls.changed')
    await failureOf(client.set('ftp', 'admin_x', 'toggle', {}, interactive), 'tls.changed')
    expect(panel.counters.requests).toBe(0)
    // Once the new certificate is trusted, the server works again.
    expect(await clientOf(panel).list('ftp', interactive)).toMatchObject({ total: 0 })
  })

  it('blocks a certificate that was renewed with the same key or is expired, too', async () => {
    const panel = await startPanel()
    const client = clientOf(panel)
    await panel.setFault('rotatedCertificate', { sameKey: true })
    expect((await failureOf(client.list('ftp', interactive), 'tls.changed')).details).toMatchObject({ sameKey: true })
    await panel.setFault('rotatedCertificate', { expired: true })
    expect((await failureOf(client.list('ftp', interactive), 'tls.changed')).details).toMatchObject({ sameKey: false })
    expect(panel.counters.requests).toBe(0)
  })

  it('makes a full handshake on every connection, so that each certificate is compared', async () => {
    const resumed: boolean[] = []
    const bare = await startBare((_request, reply) => {
      reply.setHeader('Connection', 'close')
      reply.end('[]')
    })
    bare.server.on('secureConnection', (socket) => resumed.push(socket.isSessionReused()))
    const client = clientOfBare(bare)
    for (let count = 0; count < 3; count++) await client.list('cron', interactive)
    expect(resumed).toEqual([false, false, false])
    expect(bare.tokens).toEqual([token, token, token].map((value) => `Bearer ${value}`))
  })
})
