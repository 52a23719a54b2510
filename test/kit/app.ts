import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp, type App, type AppOptions } from '../../src/core/app.ts'
import { systemClock } from '../../src/core/clock.ts'
import type { Ports } from '../../src/core/ports.ts'
import { createDemoFleet, type DemoFleet } from '../../src/demo/fleet.ts'
import type { AppEvent, Input, MethodName, Output, OutputOf } from '../../src/shared/contract.ts'
import type { Envelope } from '../../src/shared/errors.ts'
import { noKeychain } from './keychain.ts'

/** What `add` needs to know about a panel. */
export interface PanelToAdd {
  readonly url: string
  readonly token: string
  readonly fingerprint256: string
  readonly name?: string
}

/** A whole app on a data folder, called as a page calls it. */
export interface TestApp {
  readonly core: App
  readonly dataDir: string
  /** Calls a method and throws if the envelope holds an error. */
  call<M extends MethodName, I extends Input<M>>(method: M, input: I): Promise<OutputOf<M, I>>
  /** Returns the error code of this call, or `ok` if the call succeeds. */
  codeOf<M extends MethodName>(method: M, input: Input<M>): Promise<string>
  /** Adds a panel as a server, with its token and with its certificate trusted. */
  add(panel: PanelToAdd, draftFields?: Partial<Input<'servers.add'>['draft']>): Promise<Output<'servers.add'>>
  onEvent(listener: (event: AppEvent) => void): () => void
  /** Closes the app and removes the data folder, unless the caller named the folder. */
  close(): Promise<void>
}

export interface TestAppOptions {
  /** A folder of the caller, which is kept. Without it, the app gets a new folder, which is removed with the app. */
  readonly dataDir?: string
  /** Replaces single ports. Defaults: the system's clock, no keychain, no log, no demo fleet. */
  readonly ports?: Partial<Ports>
  /** Low by default, so that deriving a key takes no time. */
  readonly scryptCost?: NonNullable<AppOptions['scryptCost']>
}

const defaultPorts = (): Ports => ({
  clock: systemClock(),
  keychain: noKeychain,
  log: { write: () => {} },
  demoFleet: { start: () => Promise.reject(new Error('This test has no demo fleet')), stop: async () => {} },
  actor: 'tester',
  version: '0.0.0-test',
})

/** Creates a new data folder, which the caller removes. */
export const createFolder = () => mkdtemp(join(tmpdir(), 'wisdeck-test-'))
export const removeFolder = (path: string) => rm(path, { recursive: true, force: true })

/** Opens an app in which no vault is chosen and no server is added. */
export async function openApp({ dataDir: folder, ports, scryptCost = 1024 }: TestAppOptions = {}): Promise<TestApp> {
  const dataDir = folder ?? (await createFolder())
  const core = await createApp({ dataDir, scryptCost, ports: { ...defaultPorts(), ...ports } })
  const ask = async (method: MethodName, input: unknown) =>
    JSON.parse(await core.dispatch(method, JSON.stringify(input))) as Envelope<never>
  const call: TestApp['call'] = async (method, input) => {
    const envelope = await ask(method, input)
    if (!envelope.ok) throw new Error(`${method}: ${JSON.stringify(envelope.error)}`)
    return envelope.value
  }
  return {
    core,
    dataDir,
    call,
    async codeOf(method, input) {
      const envelope = await ask(method, input)
      return envelope.ok ? 'ok' : envelope.error.code
    },
    add: ({ name, url, token, fingerprint256 }, draftFields = {}) =>
      call('servers.add', {
        draft: { name: name ?? 'Panel', url, ...draftFields },
        token,
        trustFingerprint256: fingerprint256,
      }),
    onEvent: (listener) => core.onEvent((json) => listener(JSON.parse(json) as AppEvent)),
    async close() {
      await core.close()
      if (folder === undefined) await removeFolder(dataDir)
    },
  }
}

/** Opens an app that keeps tokens for the session. */
export async function openSessionApp(options: TestAppOptions = {}): Promise<TestApp> {
  const opened = await openApp(options)
  await opened.call('vault.choose', { kind: 'session' })
  return opened
}

export interface FleetApp extends TestApp {
  readonly fleet: DemoFleet
}

/**
 * Opens a session app with a demo fleet. The test switches faults directly on the panels. `demo.start` adds the panels.
 * The fleet ends with the app.
 */
export async function openFleetApp(
  fleetOptions: Parameters<typeof createDemoFleet>[0],
  options: TestAppOptions = {},
): Promise<FleetApp> {
  const fleet = await createDemoFleet(fleetOptions)
  const demoFleet: Ports['demoFleet'] = { start: async () => fleet.describe(), stop: async () => {} }
  const opened = await openSessionApp({ ...options, ports: { demoFleet, ...options.ports } })
  return {
    ...opened,
    fleet,
    async close() {
      await opened.close()
      await fleet.close()
    },
  }
}
