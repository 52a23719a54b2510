import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp, type App } from '../../src/core/app.ts'
import { systemClock } from '../../src/core/clock.ts'
import type { Keychain } from '../../src/core/ports.ts'
import { createDemoFleet, type DemoFleet } from '../../src/demo/fleet.ts'
import type { AppEvent, Input, MethodName, Output } from '../../src/shared/contract.ts'
import type { Envelope } from '../../src/shared/errors.ts'

const noKeychain: Keychain = {
  getPassword: () => Promise.reject(new Error("Couldn't access platform storage")),
  setPassword: () => Promise.reject(new Error("Couldn't access platform storage")),
  deletePassword: () => Promise.reject(new Error("Couldn't access platform storage")),
}

/** A whole app with a fleet of the test's own: faults are switched on the panels directly. */
export interface Desk {
  readonly app: App
  readonly fleet: DemoFleet
  readonly dataDir: string
  /** Calls a method and throws where the envelope is an error. */
  call<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>>
  onEvent(listener: (event: AppEvent) => void): () => void
  close(): Promise<void>
}

/** Opens an app on an empty folder, tokens kept for the session, with nothing on the desk yet. */
export async function openDesk(options: Parameters<typeof createDemoFleet>[0]): Promise<Desk> {
  const dataDir = await mkdtemp(join(tmpdir(), 'wisdeck-fleet-'))
  const fleet = await createDemoFleet(options)
  const demoFleet = { start: async () => fleet.describe(), stop: async () => {} }
  const app = await createApp({
    dataDir,
    ports: {
      clock: systemClock(),
      keychain: noKeychain,
      log: { write: () => {} },
      demoFleet,
      actor: 'tester',
      version: '0.0.0-test',
    },
  })
  const call: Desk['call'] = async (method, input) => {
    const envelope = JSON.parse(await app.dispatch(method, JSON.stringify(input))) as Envelope<never>
    if (!envelope.ok) throw new Error(`${method}: ${JSON.stringify(envelope.error)}`)
    return envelope.value
  }
  await call('vault.choose', { kind: 'session' })
  return {
    app,
    fleet,
    dataDir,
    call,
    onEvent: (listener) => app.onEvent((json) => listener(JSON.parse(json) as AppEvent)),
    async close() {
      await app.close()
      await fleet.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
