import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { createServer as createTcpServer, type AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startBare, startPanel, token } from '../kit/panels.ts'
import { clientOf, clientOfBare, connectTo, failureOf, now } from './fixture.ts'

const draft = { username: 'deploy', password: 'S3cure•pass' }

describe('what a panel may say', () => {
  it('tells the kinds of refusal apart and keeps the panel’s own sentence', async () => {
    const panel = await startPanel()
    const client = clientOf(panel)
    const refused = await failureOf(client.ftp.create({ username: 'd', password: 'x' }, now), 'panel.invalid')
    expect(refused.details).toMatchObject({
      status: 400,
      panelMessage: 'Username must be at least 2 characters',
      method: 'POST',
      path: '/api/v1/ftp/',
      host: '127.0.0.1',
      port: panel.port,
    })
    await client.ftp.create(draft, now)
    await failureOf(client.ftp.create(draft, now), 'panel.conflict')
    await failureOf(client.ftp.get('admin_gone', now), 'panel.not-found')
    await failureOf(client.cron.remove(99, now), 'panel.not-found')

    await panel.setFault('tokenRevoked', true)
    expect((await failureOf(client.ftp.list(now), 'panel.token-rejected')).details?.panelMessage).toBe(
      'Invalid or expired API token',
    )
    await panel.setFault('tokenRevoked', false)
    await panel.setFault('narrowScope', ['cron'])
    expect((await failureOf(client.ftp.list(now), 'panel.scope')).details).toMatchObject({ scope: 'ftp', status: 403 })
    expect(await client.cron.list(now)).toEqual({ jobs: [], total: 0 })
    await panel.setFault('narrowScope', null)
    await panel.setFault('addressRefused', true)
    await failureOf(client.ftp.list(now), 'panel.address-refused')
  })

  it('reads the older shape of errors', async () => {
    const panel = await startPanel({ traits: { errorStyle: 'nested' } })
    const refused = await failureOf(
      clientOf(panel).cron.create({ name: 'n', command: '', cronExpr: '* * * * *' }, now),
      'panel.invalid',
    )
    expect(refused.details).toMatchObject({ panelMessage: 'Command is required', panelCode: 'VALIDATION_ERROR' })
  })

  it('takes another path for what it is', async () => {
    const panel = await startPanel()
    const elsewhere = connectTo({
      url: `${panel.origin}/panel`,
      pin: { fingerprint256: panel.fingerprint256, certificatePem: panel.certificatePem },
      allowHttp: false,
    })
    await failureOf(elsewhere.ftp.list(now), 'panel.wrong-path')
  })

  it('waits for nobody when the last 429 comes through, and says until when', async () => {
    const panel = await startPanel({ rateLimit: { limit: 1 } })
    const client = clientOf(panel)
    await client.ftp.list(now)
    const { details } = await failureOf(client.ftp.list(now), 'panel.throttled')
    expect(Number(details?.untilMs) - Date.now()).toBeGreaterThan(1_000)
    expect(Number(details?.untilMs) - Date.now()).toBeLessThanOrEqual(61_000)
  })

  it('never follows a redirect, nor takes the token along', async () => {
    const other = await startBare((_request, reply) => reply.end('{}'))
    const panel = await startPanel()
    await panel.setFault('redirect', `https://127.0.0.1:${other.port}/steal?key=1`)
    const client = clientOf(panel)
    const failed = await failureOf(client.ftp.list(now), 'panel.redirect')
    expect(failed.details?.location).toBe(`https://127.0.0.1:${other.port}/steal`)
    await failureOf(client.ftp.create(draft, now), 'panel.redirect')
    await failureOf(client.ftp.update('admin_x', { quotaMb: 1 }, now), 'panel.redirect')
    expect(other.tokens).toEqual([])
    expect(panel.counters.requests).toBe(3)
  })

  it.each([
    ['a web page that says 200', 200, 'text/html', '<!doctype html><title>Log in</title>', 'panel.html'],
    ['no body at all', 200, 'application/json', '', 'panel.bad-reply'],
    ['a list of the wrong kind', 200, 'application/json', '{"users":[]}', 'panel.bad-reply'],
    [
      'success: false inside 200',
      200,
      'application/json',
      '{"success":false,"status":403,"error":"API key is not scoped for \'ftp\'"}',
      'panel.scope',
    ],
    ['an empty 500', 500, 'application/json', '', 'panel.server-error'],
    ['a bare 404 of Go', 404, 'text/plain', '404 page not found\n', 'panel.wrong-path'],
    ['a web page that says 401', 401, 'text/html', '<html>', 'panel.token-rejected'],
    ['a 403 without a word', 403, 'application/json', '{}', 'panel.forbidden'],
  ])('survives %s', async (_name, status, type, body, code) => {
    const bare = await startBare((_request, reply) => reply.writeHead(status, { 'Content-Type': type }).end(body))
    const failed = await failureOf(clientOfBare(bare).ftp.list(now))
    expect(failed.code).toBe(code)
    expect(failed.details).toMatchObject({ status: code === 'panel.scope' ? 403 : status })
    expect(String(failed.details?.firstCharacters)).toBe(body.slice(0, 200))
  })

  it('stops reading an answer that is far too large', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 'x')
    const bare = await startBare((_request, reply) => {
      const pour = () => {
        while (!reply.destroyed && reply.write(chunk));
      }
      reply.on('drain', pour)
      pour()
    })
    await failureOf(clientOfBare(bare).ftp.list(now), 'net.too-large')
  })

  it('keeps secrets out of errors, even where the panel repeats them', async () => {
    const bare = await startBare((request, reply) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () =>
        reply
          .writeHead(400, { 'Content-Type': 'application/json' })
          .end(
            JSON.stringify({ error: `Bad ${request.headers.authorization} and ${Buffer.concat(chunks).toString()}` }),
          ),
      )
    })
    const lines: unknown[] = []
    const log = {
      debug: (...line: unknown[]) => lines.push(line),
      info: () => undefined,
      warn: () => undefined,
      error: () => undefined,
      guard: () => undefined,
    }
    const client = clientOfBare(bare, { log })
    const failed = await failureOf(
      client.ftp.create({ username: 'deploy', password: 'S3curePass' }, now),
      'panel.invalid',
    )
    const all = JSON.stringify([failed.toValue(), lines, failed.stack, failed.cause])
    expect(all).toContain('[hidden]')
    expect(all).not.toContain(token)
    expect(all).not.toContain('S3curePass')
    expect(lines.length).toBeGreaterThan(0)
  })

  it('refuses a token that no header can carry without sending anything', async () => {
    const panel = await startPanel()
    const failed = await failureOf(
      clientOf(panel, { useToken: (use) => use('wsp_1\r\nX-Evil: 1') }).ftp.list(now),
      'panel.token-rejected',
    )
    expect(JSON.stringify(failed.toValue())).not.toContain('Evil')
    expect(panel.counters.requests).toBe(0)
  })
})

describe('what the network may do', () => {
  it('repeats reads, PUT and DELETE over passing trouble', async () => {
    const panel = await startPanel()
    const client = clientOf(panel)
    await client.ftp.create(draft, now)
    for (const fault of ['dropBefore', 'dropAfter', 'html502'] as const) {
      panel.clearRequests()
      await panel.setFault(fault, 2)
      expect(await client.ftp.list(now)).toMatchObject({ total: 1 })
      expect(panel.counters.requests).toBe(3)
      await panel.setFault(fault, 2)
      await client.ftp.update('admin_deploy', { quotaMb: 7 }, now)
      expect(panel.counters.requests).toBe(6)
    }
    expect(panel.accounts[0]?.quotaMb).toBe(7)
    await panel.setFault('truncatedJson', 1)
    expect(await client.ftp.list(now)).toMatchObject({ total: 1 })
  })

  it('gives up after three tries with the reason', async () => {
    const panel = await startPanel()
    const client = clientOf(panel)
    await panel.setFault('html502', true)
    expect((await failureOf(client.ftp.list(now), 'panel.html')).details).toMatchObject({ status: 502 })
    await panel.setFault('html502', false)
    await panel.setFault('truncatedJson', true)
    await failureOf(client.me(now), 'panel.bad-reply')
    await panel.setFault('truncatedJson', false)
    await panel.setFault('dropBefore', true)
    await failureOf(client.cron.update(1, { enabled: true }, now), 'net.lost')
    expect(panel.counters.requests).toBe(9)
  })

  it('takes a 404 on the second try of a DELETE for success, on the first for what it is', async () => {
    const panel = await startPanel()
    const client = clientOf(panel)
    await client.ftp.create(draft, now)
    await panel.setFault('dropAfter', 1)
    await client.ftp.remove('admin_deploy', now)
    expect(panel.accounts).toEqual([])
    await failureOf(client.ftp.remove('admin_deploy', now), 'panel.not-found')
  })

  it.each(['dropBefore', 'dropAfter', 'html502'] as const)(
    'never sends a POST twice when %s leaves its outcome open',
    async (fault) => {
      const panel = await startPanel()
      const client = clientOf(panel)
      await panel.setFault(fault, { method: 'POST' })
      const unknown = await failureOf(client.ftp.create(draft, now), 'write.unknown')
      expect(unknown.details?.cause).toMatchObject({ code: fault === 'html502' ? 'panel.html' : 'net.lost' })
      expect(JSON.stringify(unknown.toValue())).not.toContain(draft.password)
      await failureOf(client.ftp.toggle('admin_deploy', now), 'write.unknown')
      expect(panel.counters.requests).toBe(2)
    },
  )

  it.each(['truncatedJson', 'emptyBody'] as const)(
    'does not know what a create came to when its success is unreadable (%s)',
    async (fault) => {
      const panel = await startPanel()
      await panel.setFault(fault, 1)
      await failureOf(clientOf(panel).ftp.create(draft, now), 'write.unknown')
      await panel.setFault(fault, 1)
      await clientOf(panel).ftp.toggle('admin_deploy', now)
      expect(panel.accounts[0]?.enabled).toBe(false)
    },
  )

  it('ends a call that hangs, and knows that a hanging POST was sent', async () => {
    const panel = await startPanel()
    const client = clientOf(panel, { timeouts: () => ({ wholeMs: 150 }) })
    await panel.setFault('hang', true)
    const failed = await failureOf(client.ftp.list(now), 'net.timeout')
    expect(failed.details).toMatchObject({ phase: 'answer', timeoutMs: 150, sent: true })
    expect(panel.counters.requests).toBe(2)
    expect((await failureOf(client.ftp.toggle('admin_x', now), 'write.unknown')).details?.cause).toMatchObject({
      code: 'net.timeout',
    })
  })

  it('gives up on a server that takes the connection and never speaks TLS', async () => {
    const server = createTcpServer(() => undefined).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const client = connectTo(
      { url: `https://127.0.0.1:${port}/api/v1`, pin: null, allowHttp: false },
      { timeouts: () => ({ connectMs: 100 }) },
    )
    const failed = await failureOf(client.ftp.create(draft, now), 'net.timeout')
    expect(failed.details).toMatchObject({ phase: 'connect', sent: false })
  })

  it('says that a refused POST was never sent', async () => {
    const panel = await startPanel()
    const client = clientOf(panel)
    await panel.setFault('dead', true)
    expect((await failureOf(client.ftp.create(draft, now), 'net.refused')).details).toMatchObject({
      sent: false,
      port: panel.port,
    })
  })

  it('says so where no TLS is spoken', async () => {
    const server = createHttpServer((_request, reply) => reply.end('{}')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const failed = await failureOf(
      connectTo({ url: `https://127.0.0.1:${port}/api/v1`, pin: null, allowHttp: false }).ftp.list(now),
      'tls.failed',
    )
    expect(failed.details?.reason).toBe('not-tls')
  })

  it('uses plain http only where the profile allows it', async () => {
    const tokens: (string | undefined)[] = []
    const server = createHttpServer((request, reply) => {
      tokens.push(request.headers.authorization)
      reply.end('[]')
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.closeAllConnections())
    onTestFinished(() => void server.close())
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`
    await failureOf(connectTo({ url, pin: null, allowHttp: false }).cron.list(now), 'server.http-refused')
    expect(tokens).toEqual([])
    expect(await connectTo({ url, pin: null, allowHttp: true }).cron.list(now)).toEqual({ jobs: [], total: 0 })
    expect(tokens).toEqual([`Bearer ${token}`])
  })

  it('reports a name that does not exist', async () => {
    await failureOf(
      connectTo(
        { url: 'https://no-such-panel.invalid:2083/api/v1', pin: null, allowHttp: false },
        { tries: 1 },
      ).ftp.list(now),
      'net.dns',
    )
  })
})

describe('taking a call back', () => {
  it('ends at once with the signal, and says whether the panel may have seen it', async () => {
    const panel = await startPanel()
    const client = clientOf(panel)
    await panel.setFault('hang', true)
    const stop = new AbortController()
    const call = failureOf(client.ftp.toggle('admin_x', { lane: 'interactive', signal: stop.signal }), 'write.unknown')
    while (panel.counters.requests === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    stop.abort()
    expect((await call).details).toMatchObject({
      method: 'POST',
      cause: { code: 'cancelled', details: { sent: true } },
    })
    expect(
      (await failureOf(client.ftp.list({ lane: 'interactive', signal: stop.signal }), 'cancelled')).details,
    ).toEqual({ sent: false })
    expect(panel.counters.requests).toBe(1)
  })

  it('close() ends what is under way and whatever comes after', async () => {
    const panel = await startPanel()
    const client = clientOf(panel)
    await panel.setFault('hang', true)
    const call = failureOf(client.ftp.list(now), 'cancelled')
    while (panel.counters.requests === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    client.close()
    await call
    await failureOf(client.ftp.list(now), 'cancelled')
    expect(panel.counters.requests).toBe(1)
  })
})
