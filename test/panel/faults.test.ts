import { describe, expect, it } from 'vitest'
import { startBare, startPanel, token } from '../kit/panels.ts'
import { clientOf, clientOfBare, connectTo, failureOf, interactive } from './fixture.ts'

const draft = { username: 'deploy', password: 'S3cure•pass' }

describe('the client, on answers of a panel', () => {
  it('tells the kinds of refusal apart and keeps the panel’s own sentence', async () => {
    const panel = await startPanel()
    const client = clientOf(panel)
    const refused = await failureOf(
      client.create('ftp', { username: 'd', password: 'x' }, interactive),
      'panel.invalid',
    )
    expect(refused.details).toMatchObject({
      status: 400,
      panelMessage: 'Username must be at least 2 characters',
      method: 'POST',
      path: '/api/v1/ftp/',
      host: '127.0.0.1',
      port: panel.port,
    })
    await client.create('ftp', draft, interactive)
    await failureOf(client.create('ftp', draft, interactive), 'panel.conflict')
    await failureOf(client.get('ftp', 'admin_gone', interactive), 'panel.not-found')
    await failureOf(client.remove('cron', '99', interactive), 'panel.not-found')

    await panel.setFault('tokenRevoked', true)
    expect((await failureOf(client.list('ftp', interactive), 'panel.token-rejected')).details?.panelMessage).toBe(
      'Invalid or expired API token',
    )
    await panel.setFault('tokenRevoked', false)
    await panel.setFault('narrowScope', ['cron'])
    expect((await failureOf(client.list('ftp', interactive), 'panel.scope')).details).toMatchObject({
      scope: 'ftp',
      status: 403,
    })
    expect(await client.list('cron', interactive)).toEqual({ rows: [], total: 0 })
    await panel.setFault('narrowScope', null)
    await panel.setFault('addressRefused', true)
    await failureOf(client.list('ftp', interactive), 'panel.address-refused')
  })

  it('reads the older shape of errors', async () => {
    const panel = await startPanel({ traits: { errorStyle: 'nested' } })
    const refused = await failureOf(
      clientOf(panel).create('cron', { name: 'n', command: '', cronExpr: '* * * * *' }, interactive),
      'panel.invalid',
    )
    expect(refused.details).toMatchObject({ panelMessage: 'Command is required', panelCode: 'VALIDATION_ERROR' })
  })

  it('reports another path as a wrong path', async () => {
    const panel = await startPanel()
    const elsewhere = connectTo({
      url: `${panel.origin}/panel`,
      pin: { fingerprint256: panel.fingerprint256, certificatePem: panel.certificatePem },
      allowHttp: false,
    })
    await failureOf(elsewhere.list('ftp', interactive), 'panel.wrong-path')
  })

  it('fails at once on the last 429, and says until when it lasts', async () => {
    const panel = await startPanel({ rateLimit: { limit: 1 } })
    const client = clientOf(panel)
    await client.list('ftp', interactive)
    const { details } = await failureOf(client.list('ftp', interactive), 'panel.throttled')
    expect(Number(details?.untilMs) - Date.now()).toBeGreaterThan(1_000)
    expect(Number(details?.untilMs) - Date.now()).toBeLessThanOrEqual(61_000)
  })

  it('never follows a redirect, and does not send the token there', async () => {
    const other = await startBare((_request, reply) => reply.end('{}'))
    const panel = await startPanel()
    await panel.setFault('redirect', `https://127.0.0.1:${other.port}/steal?key=1`)
    const client = clientOf(panel)
    const failed = await failureOf(client.list('ftp', interactive), 'panel.redirect')
    expect(failed.details?.location).toBe(`https://127.0.0.1:${other.port}/steal`)
    await failureOf(client.create('ftp', draft, interactive), 'panel.redirect')
    await failureOf(client.set('ftp', 'admin_x', 'settings', { quotaMb: 1 }, interactive), 'panel.redirect')
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
    const failed = await failureOf(clientOfBare(bare).list('ftp', interactive))
    expect(failed.code).toBe(code)
    expect(failed.details).toMatchObject({ status: code === 'panel.scope' ? 403 : status })
    expect(String(failed.details?.firstCharacters)).toBe(body.slice(0, 200))
  })

  it('stops reading an answer that is far too large', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 'x')
    const bare = await startBare((_request, reply) => {
      const writeMore = () => {
        while (!reply.destroyed && reply.write(chunk));
      }
      reply.on('drain', writeMore)
      writeMore()
    })
    await failureOf(clientOfBare(bare).list('ftp', interactive), 'net.too-large')
  })

  it('keeps secrets out of errors, even if the panel repeats them', async () => {
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
      client.create('ftp', { username: 'deploy', password: 'S3curePass' }, interactive),
      'panel.invalid',
    )
    const output = JSON.stringify([failed.toValue(), lines, failed.stack, failed.cause])
    expect(output).toContain('[hidden]')
    expect(output).not.toContain(token)
    expect(output).not.toContain('S3curePass')
    expect(lines.length).toBeGreaterThan(0)
  })

  it('refuses a token that no header can carry, without sending anything', async () => {
    const panel = await startPanel()
    const failed = await failureOf(
      clientOf(panel, { useToken: (use) => use('wsp_1\r\nX-Evil: 1') }).list('ftp', interactive),
      'panel.token-rejected',
    )
    expect(JSON.stringify(failed.toValue())).not.toContain('Evil')
    expect(panel.counters.requests).toBe(0)
  })
})
