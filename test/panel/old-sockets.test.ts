import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createCertificate } from '../../src/demo/certificate.ts'
import { openSessionApp } from '../kit/app.ts'
import { startBare, token, type BareServer } from '../kit/panels.ts'
import { clientOfBare, failureOf, interactive } from './fixture.ts'

/** A server that changes its certificate for new connections and keeps the old ones open, as a reloaded proxy does. */
async function startServer() {
  const paths: string[] = []
  let answerAfterMs = 0
  const bare = await startBare((request, reply) => {
    paths.push(`${request.method} ${request.url?.replace('/api/v1', '')}`)
    const body = request.url?.includes('cronjobs') ? { jobs: [], total: 0 } : { accounts: [], total: 0 }
    setTimeout(() => reply.setHeader('Content-Type', 'application/json').end(JSON.stringify(body)), answerAfterMs)
  })
  return {
    bare,
    paths,
    delay: (ms: number) => void (answerAfterMs = ms),
    async changeCertificate() {
      const next = await createCertificate({ commonName: 'other.example', nowMs: Date.now() })
      bare.server.setSecureContext({ key: next.privateKeyPem, cert: next.certificatePem })
    },
  }
}
const list = (client: ReturnType<typeof clientOfBare>) => client.list('ftp', { ...interactive, unshared: true })
const fingerprintOf = ({ certificate }: BareServer) => certificate.fingerprint256

test('once a new connection has shown another certificate, nothing leaves over an old one', async () => {
  const { bare, paths, delay, changeCertificate } = await startServer()
  const client = clientOfBare(bare)
  await list(client)
  await changeCertificate()
  delay(200)
  // The first request still uses the old socket; the second one needs a new one and finds the other certificate.
  const first = list(client)
  await sleep(50)
  await failureOf(list(client), 'tls.changed')
  expect(paths).toHaveLength(2)
  expect(await first).toMatchObject({ total: 0 })
  for (let round = 0; round < 3; round += 1) {
    await failureOf(list(client), 'tls.changed')
    await failureOf(client.remove('ftp', 'admin_x', interactive), 'tls.changed')
  }
  expect(paths).toHaveLength(2)
})

test('a request that waited for a socket does not leave over the one that becomes free', async () => {
  const { bare, paths, delay, changeCertificate } = await startServer()
  const client = clientOfBare(bare)
  delay(300)
  // Six sockets at most are open at once, so the last two requests wait for one.
  const sent = Array.from({ length: 6 }, () => list(client))
  await vi.waitFor(() => expect(paths).toHaveLength(6))
  const waiting = Array.from({ length: 2 }, () => failureOf(list(client), 'tls.changed'))
  await changeCertificate()
  client.renewSockets()
  expect((await Promise.all(sent)).map(({ total }) => total)).toEqual([0, 0, 0, 0, 0, 0])
  await Promise.all(waiting)
  expect(paths).toHaveLength(6)
})

test('a server that shows its certificate again is used again', async () => {
  const { bare, paths, changeCertificate } = await startServer()
  const client = clientOfBare(bare)
  await list(client)
  await changeCertificate()
  await Promise.allSettled([list(client), list(client)])
  await failureOf(list(client), 'tls.changed')
  const before = paths.length
  bare.server.setSecureContext({ key: bare.certificate.privateKeyPem, cert: bare.certificate.certificatePem })
  expect(await list(client)).toMatchObject({ total: 0 })
  expect(paths).toHaveLength(before + 1)
})

test('what a connection test or another profile of the server finds holds for all its sockets', async () => {
  const { bare, paths, changeCertificate } = await startServer()
  const app = await openSessionApp()
  onTestFinished(() => app.close())
  const panel = { url: bare.url, token, fingerprint256: fingerprintOf(bare) }
  const { id } = await app.add(panel)
  const { id: other } = await app.add({ ...panel, name: 'Twin' })
  const refresh = (serverId: string) =>
    app.call('inventory.refresh', { serverIds: [serverId], kinds: ['ftp'] }).then(({ statuses }) => statuses[0]!)
  await refresh(id)
  await sleep(200)
  await changeCertificate()
  const before = paths.length
  expect((await app.call('servers.test', { id })).ok).toBe(false)
  expect((await refresh(id)).kinds.ftp.error?.code).toBe('tls.changed')
  expect((await refresh(other)).kinds.ftp.error?.code).toBe('tls.changed')
  expect(paths).toHaveLength(before)
})
