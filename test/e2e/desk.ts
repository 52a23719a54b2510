import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test as base, type Page } from '@playwright/test'
import { createDemoFleet, type DemoFleet } from '../../src/demo/fleet.ts'
import { createDemoPanel, type DemoPanelOptions, type DemoPanelServer } from '../../src/demo/panel.ts'
import type { Input, MethodName, Output } from '../../src/shared/contract.ts'
import type { Envelope } from '../../src/shared/errors.ts'

/** The built app behind its loopback door, with a data folder of its own. */
export interface Desk {
  readonly url: string
  readonly key: string
  readonly dataDir: string
  readonly process: ChildProcess
  /** What the process printed so far, both streams. */
  output(): string
  call<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>>
  /** Puts a panel on the desk: trusted, with its token. */
  add(panel: DemoPanelServer, more?: Partial<Input<'servers.add'>['draft']>): Promise<Output<'servers.add'>>
  /** Opens the app in this page. */
  open(page: Page, route?: string): Promise<void>
  stop(signal?: NodeJS.Signals): Promise<void>
}

async function readReady(file: string, child: ChildProcess): Promise<{ url: string; key: string }> {
  for (let waited = 0; waited < 15_000; waited += 25) {
    try {
      return JSON.parse(await readFile(file, 'utf8')) as { url: string; key: string }
    } catch {
      if (child.exitCode !== null) break
      await pause(25)
    }
  }
  throw new Error('The app did not come up')
}

/** Starts the app; `env` without a session bus is a machine without a keychain. */
export async function startDesk(options: { dataDir?: string; env?: NodeJS.ProcessEnv } = {}): Promise<Desk> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'wisdeck-e2e-')))
  const readyFile = join(dataDir, 'ready.json')
  await rm(readyFile, { force: true })
  const env = options.env ?? withoutKeychain()
  const shell = resolve(process.env['WISDECK_OUT'] ?? 'out', 'main/web.js')
  const child = spawn(process.execPath, [shell, '--data-dir', dataDir, '--port', '0', '--ready-file', readyFile], {
    env,
    stdio: 'pipe',
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const { url, key } = await readReady(readyFile, child).catch((thrown: unknown) => {
    throw new Error(`${String(thrown)}\n${printed}`)
  })

  const call: Desk['call'] = async (method, input) => {
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
    url,
    key,
    dataDir,
    process: child,
    output: () => printed,
    call,
    add: (panel, more = {}) =>
      call('servers.add', {
        draft: { name: panel.name, url: panel.url, ...more },
        token: panel.token,
        trustFingerprint256: panel.fingerprint256,
      }),
    async open(page, route = '/') {
      await page.goto(`${url}/#key=${key}`)
      await expect(page.getByRole('navigation').first()).toBeVisible()
      if (route === '/') return
      // The router hears of a new address only once the first screen is decided.
      await page.waitForFunction(() => location.hash.length > '#/'.length)
      await page.goto(`${url}/#${route}`)
    },
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = new Promise((done) => child.once('exit', done))
      child.kill(signal)
      await gone
    },
  }
}

/** This environment without the way to a secret service. */
export function withoutKeychain(): NodeJS.ProcessEnv {
  const { DBUS_SESSION_BUS_ADDRESS: _, ...rest } = process.env
  return { ...rest, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' }
}

interface Fixtures {
  /** Starts a fleet whose faults the test switches by itself; closed at its end. */
  startFleet: (options: Parameters<typeof createDemoFleet>[0]) => Promise<DemoFleet>
  /** Starts one panel with exactly this on it; closed at the test's end. */
  startPanel: (options: DemoPanelOptions) => Promise<DemoPanelServer>
  /** The app as it is when first started: an empty folder, no keychain, nothing chosen. */
  freshDesk: Desk
  /** A running app; tokens are kept for the session. */
  desk: Desk
}

/** Each test has its own app, its own data folder and its own panels. A page error or a refused resource fails it. */
export const test = base.extend<Fixtures>({
  startFleet: async ({}, use) => {
    const fleets: DemoFleet[] = []
    await use(async (options) => {
      const fleet = await createDemoFleet(options)
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
  freshDesk: async ({}, use) => {
    const desk = await startDesk()
    await use(desk)
    await desk.stop()
    await rm(desk.dataDir, { recursive: true, force: true })
  },
  desk: async ({ freshDesk }, use) => {
    await freshDesk.call('vault.choose', { kind: 'session' })
    await freshDesk.call('settings.set', { welcomed: true })
    await use(freshDesk)
  },
  // The desk stands first so that it goes last: a page whose app is gone says so on its console and on the screen.
  page: async ({ freshDesk: _desk, page }, use) => {
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
