import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { createCertificate, type CertificateOptions, type PanelCertificate } from '../../src/demo/certificate.ts'
import { createDemoPanel, type DemoPanelOptions, type DemoPanelServer } from '../../src/demo/panel.ts'
import { openSessionApp, type TestApp, type TestAppOptions } from './app.ts'

/** The token of every panel of this file, unless a test sets another one. */
export const token = 'wsp_0123456789abcdef0123456789abcdef'

/** Starts a demo panel that ends with the test. Its rate limit is too high to matter, unless the test sets one. */
export async function startPanel(options: DemoPanelOptions = {}): Promise<DemoPanelServer> {
  const panel = await createDemoPanel({ token, rateLimit: { limit: 10_000 }, ...options })
  onTestFinished(() => panel.close())
  return panel
}

/** An app with one panel. */
export interface PanelApp {
  readonly app: TestApp
  readonly panel: DemoPanelServer
  readonly serverId: string
}

/**
 * Opens an app with one panel, whose rows it has read. The panel follows the clock of the app, so a clock that skips
 * time lets the panel do late work. Its log starts after the first reading. Both end with the test.
 */
export async function openPanelApp(
  panelOptions: DemoPanelOptions = {},
  appOptions: TestAppOptions = {},
): Promise<PanelApp> {
  const panel = await startPanel({ ...appOptions.ports?.clock, ...panelOptions })
  const app = await openSessionApp(appOptions)
  onTestFinished(() => app.close())
  const { id: serverId } = await app.add(panel)
  await app.call('inventory.refresh', {})
  panel.clearRequests()
  return { app, panel, serverId }
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
