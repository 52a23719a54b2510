import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { createServer as createTcpServer, type AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startPanel, token } from '../kit/panels.ts'
import { clientOf, connectTo, failureOf, interactive } from './fixture.ts'

const draft = { username: 'deploy', password: 'S3cure•pass' }

describe('the client, on a faulty network', () => {
  it('repeats reads, PUT and DELETE after passing faults', async () => {
    const panel = await startPanel()
    const client = clientOf(panel)
    await client.create('ftp', draft, interactive)
    for (const fault of ['dropBefore', 'dropAfter', 'html502'] as const) {
      panel.clearRequests()
      await panel.setFault(fault, 2)
      expect(await client.list('ftp', interactive)).toMatchObject({ total: 1 })
      expect(panel.counters.requests).toBe(3)
      await panel.setFault(fault, 2)
      await client.set('ftp', 'admin_deploy', 'settings', { quotaMb: 7 }, interactive)
      expect(panel.counters.requests).toBe(6)
    }
    expect(panel.accounts[0]?.quotaMb).toBe(7)
    await panel.setFault('truncatedJson', 1)
    expect(await client.list('ftp', interactive)).toMatchObject({ total: 1 })
  })

  it('gives up after three attempts with the reason', async () => {
    const panel = await startPanel()
    const client = clientOf(panel)
    await panel.setFault('html502', true)
    expect((await failureOf(client.list('ftp', interactive), 'panel.html')).details).toMatchObject({ status: 502 })
    await panel.setFault('html502', false)
    await panel.setFault('truncatedJson', true)
    await failureOf(client.me(interactive), 'panel.bad-reply')
    await panel.setFault('truncatedJson', false)
    await panel.setFault('dropBefore', true)
    await failureOf(client.set('cron', '1', 'settings', { enabled: true }, interactive), 'net.lost')
    expect(panel.counters.requests).toBe(9)
  })

  it('takes a 404 on the second attempt of a DELETE as success, and on the first one as an error', async () => {
    const panel = await startPanel()
    const client = clientOf(panel)
    await client.create('ftp', draft, interactive)
    await panel.setFault('dropAfter', 1)
    await client.remove('ftp', 'admin_deploy', interactive)
    expect(panel.accounts).toEqual([])
    await failureOf(client.remove('ftp', 'admin_deploy', interactive), 'panel.not-found')
  })

  it.each(['dropBefore', 'dropAfter', 'html502'] as const)(
    'never sends a POST twice when %s leaves its outcome unknown',
    async (fault) => {
      const panel = await startPanel()
      const client = clientOf(panel)
      await panel.setFault(fault, { method: 'POST' })
      const unknown = await failureOf(client.create('ftp', draft, interactive), 'write.unknown')
      expect(unknown.details?.cause).toMatchObject({ code: fault === 'html502' ? 'panel.html' : 'net.lost' })
      expect(JSON.stringify(unknown.toValue())).not.toContain(draft.password)
      await failureOf(client.set('ftp', 'admin_deploy', 'toggle', {}, interactive), 'write.unknown')
      expect(panel.counters.requests).toBe(2)
    },
  )

  it.each(['truncatedJson', 'emptyBody'] as const)(
    'reports an unknown outcome if the answer to a creation is unreadable (%s)',
    async (fault) => {
      const panel = await startPanel()
      await panel.setFault(fault, 1)
      await failureOf(clientOf(panel).create('ftp', draft, interactive), 'write.unknown')
      await panel.setFault(fault, 1)
      await clientOf(panel).set('ftp', 'admin_deploy', 'toggle', {}, interactive)
      expect(panel.accounts[0]?.enabled).toBe(false)
    },
  )

  it('ends a call that hangs, and knows that a hanging POST was sent', async () => {
    const panel = await startPanel()
    const client = clientOf(panel, { timeouts: () => ({ wholeMs: 150 }) })
    await panel.setFault('hang', true)
    const failed = await failureOf(client.list('ftp', interactive), 'net.timeout')
    expect(failed.details).toMatchObject({ phase: 'answer', timeoutMs: 150, sent: true })
    expect(panel.counters.requests).toBe(2)
    expect(
      (await failureOf(client.set('ftp', 'admin_x', 'toggle', {}, interactive), 'write.unknown')).details?.cause,
    ).toMatchObject({
      code: 'net.timeout',
    })
  })

  it('gives up on a server that accepts the connection and never speaks TLS', async () => {
    const server = createTcpServer(() => undefined).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const client = connectTo(
      { url: `https://127.0.0.1:${port}/api/v1`, pin: null, allowHttp: false },
      { timeouts: () => ({ connectMs: 100 }) },
    )
    const failed = await failureOf(client.create('ftp', draft, interactive), 'net.timeout')
    expect(failed.details).toMatchObject({ phase: 'connect', sent: false })
  })

  it('says that a refused POST was never sent', async () => {
    const panel = await startPanel()
    const client = clientOf(panel)
    await panel.setFault('dead', true)
    expect((await failureOf(client.create('ftp', draft, interactive), 'net.refused')).details).toMatchObject({
      sent: false,
      port: panel.port,
    })
  })

  it('says so if the server does not speak TLS', async () => {
    const server = createHttpServer((_request, reply) => reply.end('{}')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const failed = await failureOf(
      connectTo({ url: `https://127.0.0.1:${port}/api/v1`, pin: null, allowHttp: false }).list('ftp', interactive),
      'tls.failed',
    )
    expect(failed.details?.reason).toBe('not-tls')
  })

  it('uses plain http only if the profile allows it', async () => {
    const tokens: (string | undefined)[] = []
    const server = createHttpServer((request, reply) => {
      tokens.push(request.headers.authorization)
      reply.end('[]')
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.closeAllConnections())
    onTestFinished(() => void server.close())
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`
    await failureOf(connectTo({ url, pin: null, allowHttp: false }).list('cron', interactive), 'server.http-refused')
    expect(tokens).toEqual([])
    expect(await connectTo({ url, pin: null, allowHttp: true }).list('cron', interactive)).toEqual({
      rows: [],
      total: 0,
    })
    expect(tokens).toEqual([`Bearer ${token}`])
  })

  it('reports a host name that does not exist', async () => {
    await failureOf(
      connectTo({ url: 'https://no-such-panel.invalid:2083/api/v1', pin: null, allowHttp: false }, { tries: 1 }).list(
        'ftp',
        interactive,
      ),
      'net.dns',
    )
  })
})

describe('cancelling a call', () => {
  it('ends it at once, and says whether the panel may have received it', async () => {
    const panel = await startPanel()
    const client = clientOf(panel)
    await panel.setFault('hang', true)
    const stop = new AbortController()
    const call = failureOf(
      client.set('ftp', 'admin_x', 'toggle', {}, { priority: 'interactive', signal: stop.signal }),
      'write.unknown',
    )
    while (panel.counters.requests === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    stop.abort()
    expect((await call).details).toMatchObject({
      method: 'POST',
      cause: { code: 'cancelled', details: { sent: true } },
    })
    expect(
      (await failureOf(client.list('ftp', { priority: 'interactive', signal: stop.signal }), 'cancelled')).details,
    ).toEqual({ sent: false })
    expect(panel.counters.requests).toBe(1)
  })

  it('close() ends calls under way and all later ones', async () => {
    const panel = await startPanel()
    const client = clientOf(panel)
    await panel.setFault('hang', true)
    const call = failureOf(client.list('ftp', interactive), 'cancelled')
    while (panel.counters.requests === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    client.close()
    await call
    await failureOf(client.list('ftp', interactive), 'cancelled')
    expect(panel.counters.requests).toBe(1)
  })
})
