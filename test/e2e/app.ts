import { join, resolve } from 'node:path'
import { expect, test as base, type Page } from '@playwright/test'
import { systemClock } from '../../src/core/clock.ts'
import type { Clock } from '../../src/core/ports.ts'
import { createDemoFleet, type DemoFleet } from '../../src/demo/fleet.ts'
import { createDemoPanel, type DemoPanelOptions, type DemoPanelServer } from '../../src/demo/panel.ts'
import type { Input, MethodName, Output, OutputOf } from '../../src/shared/contract.ts'
import type { Envelope } from '../../src/shared/errors.ts'
import { pathsFrom } from '../../src/shell/paths.ts'
import { createPorts } from '../../src/shell/ports.ts'
import { createLoopbackServer } from '../../src/web/server.ts'
import { createFolder, openApp, removeFolder } from '../kit/app.ts'
import { noKeychain } from '../kit/keychain.ts'

/** An app behind its loopback server, with a data folder of its own. */
export interface AppUnderTest {
  readonly url: string
  readonly key: string
  readonly dataDir: string
  call<M extends MethodName, I extends Input<M>>(method: M, input: I): Promise<OutputOf<M, I>>
  /** Adds a panel as a server, with its token and with its certificate trusted. */
  add(panel: DemoPanelServer, more?: Partial<Input<'servers.add'>['draft']>): Promise<Output<'servers.add'>>
  /** Opens the app in this page: with its key at the first screen, or at a route as a page that has a session. */
  open(page: Page, route?: string): Promise<void>
  stop(): Promise<void>
}

/** Gives the page a session, as if it had opened the app before and were reloaded now. */
async function openSession(page: Page, url: string, key: string): Promise<void> {
  const answer = await page.request.post(`${url}/session`, { headers: { Authorization: `Bearer ${key}` } })
  const { pass } = (await answer.json()) as { pass: string }
  await page.addInitScript(
    (session) => {
      if (location.origin === session.url) sessionStorage.setItem('wisdeck:pass', session.pass)
    },
    { url, pass },
  )
}

/** Wraps an app that listens at `url` with what tests do with it. */
export function appAt(app: Pick<AppUnderTest, 'url' | 'key' | 'dataDir' | 'stop'>): AppUnderTest {
  const { url, key } = app
  const call: AppUnderTest['call'] = async (method, input) => {
    const response = await fetch(`${url}/call`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ method, input }),
    })
    const envelope = (await response.json()) as Envelope<never>
    if (!envelope.ok) throw new Error(`${method}: ${JSON.stringify(envelope.error)}`)
    return envelope.value
  }
  return {
    ...app,
    call,
    add: (panel, more = {}) =>
      call('servers.add', {
        draft: { name: panel.name, url: panel.url, ...more },
        token: panel.token,
        trustFingerprint256: panel.fingerprint256,
      }),
    async open(page, route) {
      if (route !== undefined) await openSession(page, url, key)
      await page.goto(route === undefined ? `${url}/#key=${key}` : `${url}/#${route}`)
      await expect(page.getByRole('navigation').first()).toBeVisible()
    },
  }
}

const outDir = resolve(process.env['WISDECK_OUT'] ?? 'out')
const { rendererDir, fleetFile } = pathsFrom(join(outDir, 'main/web.js'))

/** Starts core and its loopback server in this process, on the built page. The machine has no keychain. */
export async function startApp(folder?: string, clock: Clock = systemClock()): Promise<AppUnderTest> {
  const dataDir = folder ?? (await createFolder())
  const ports = { ...createPorts({ dataDir, fleetFile }), keychain: noKeychain, clock }
  const app = await openApp({ dataDir, ports })
  const server = await createLoopbackServer({ app: app.core, rendererDir, port: 0 })
  let stopped: Promise<void> | null = null
  const stop = () => (stopped ??= server.close().then(() => app.close()))
  return appAt({ url: server.url, key: server.key, dataDir, stop })
}

/** Runs a test on an app, then stops the app and removes its data folder. */
export async function useApp<D extends AppUnderTest>(
  start: () => Promise<D>,
  use: (app: D) => Promise<void>,
): Promise<void> {
  const app = await start()
  await use(app)
  await app.stop()
  await removeFolder(app.dataDir)
}

interface Fixtures {
  /** The clock of core and of the panels that `startFleet` makes: the machine's, unless the test says otherwise. */
  clock: Clock
  /** Starts a fleet whose faults the test switches itself. The fleet is closed at the end of the test. */
  startFleet: (options: Parameters<typeof createDemoFleet>[0]) => Promise<DemoFleet>
  /** Starts one panel with exactly this state. The panel is closed at the end of the test. */
  startPanel: (options: DemoPanelOptions) => Promise<DemoPanelServer>
  /** The app at its first start: an empty folder, no keychain, no vault chosen. */
  freshApp: AppUnderTest
  /** A running app that keeps tokens for the session. */
  app: AppUnderTest
}

/** Each test has its own app, data folder and panels. A page error or a refused resource fails the test. */
export const test = base.extend<Fixtures>({
  clock: ({}, use) => use(systemClock()),
  startFleet: async ({ clock }, use) => {
    const fleets: DemoFleet[] = []
    await use(async (options) => {
      const fleet = await createDemoFleet({ now: clock.now, ...options })
      fleets.push(fleet)
      return fleet
    })
    await Promise.all(fleets.map((fleet) => fleet.close()))
  },
  startPanel: async ({}, use) => {
    const panels: DemoPanelServer[] = []
    await use(async (options) => {
      const panel = await createDemoPanel(options)
      panels.push(panel)
      return panel
    })
    await Promise.all(panels.map((panel) => panel.close()))
  },
  freshApp: ({ clock }, use) => useApp(() => startApp(undefined, clock), use),
  app: async ({ freshApp }, use) => {
    await freshApp.call('vault.choose', { kind: 'session' })
    await freshApp.call('settings.set', { welcomed: true })
    await use(freshApp)
  },
  // The app is the first fixture so that it is torn down last: a page whose app is gone reports errors on its console
  // and on the screen.
  page: async ({ freshApp: _app, page }, use) => {
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(`page error: ${error.message}`))
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(`console: ${message.text()}`)
    })
    page.on('request', (request) => {
      if (!/^(http:\/\/127\.0\.0\.1:|blob:|data:)/.test(request.url())) faults.push(`outside request: ${request.url()}`)
    })
    await use(page)
    expect(faults).toEqual([])
  },
})

export { expect }
