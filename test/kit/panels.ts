import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { createCertificate, type CertificateOptions, type PanelCertificate } from '../../src/demo/certificate.ts'
import { createDemoPanel, type DemoPanelOptions, type DemoPanelServer } from '../../src/demo/panel.ts'

/** The token of every panel of this file, unless a test sets another one. */
export const token = 'wsp_0123456789abcdef0123456789abcdef'

/** Starts a demo panel that ends with the test. Its rate limit is too high to matter, unless the test sets one. */
export async function startPanel(options: DemoPanelOptions = {}): Promise<DemoPanelServer> {
  const panel = await createDemoPanel({ token, rateLimit: { limit: 10_000 }, ...options })
  onTestFinished(() => panel.close())
  return panel
}

/** A TLS server that answers as the test defines. */
export interface BareServer {
  readonly url: string
  readonly port: number
  readonly server: Server
  readonly certificate: PanelCertificate
  /** The Authorization headers of all requests, in order. */
  readonly tokens: readonly (string | undefined)[]
}

/** Starts a TLS server for answers that no panel would give. It ends with the test. */
export async function startBare(
  answer: RequestListener,
  options: Partial<CertificateOptions> = {},
): Promise<BareServer> {
  const certificate = await createCertificate({ commonName: 'bare.example', nowMs: Date.now(), ...options })
  const tokens: (string | undefined)[] = []
  const server = createServer(
    { key: certificate.privateKeyPem, cert: certificate.certificatePem },
    (request, reply) => {
      tokens.push(request.headers.authorization)
      answer(request, reply)
    },
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  return { url: `https://127.0.0.1:${port}/api/v1`, port, server, certificate, tokens }
}
