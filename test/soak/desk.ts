import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp, type App } from '../../src/core/app.ts'
import type { Clock, Keychain, Ports } from '../../src/core/ports.ts'
import type { SoakPanel } from './messages.ts'
import { createLedger, type Ledger } from './ledger.ts'
import { createRoster, type Roster } from './roster.ts'

const noKeychain: Keychain = {
  getPassword: () => Promise.reject(new Error("Couldn't access platform storage")),
  setPassword: () => Promise.reject(new Error("Couldn't access platform storage")),
  deletePassword: () => Promise.reject(new Error("Couldn't access platform storage")),
}

/** A whole app on a folder of its own, every call of which is counted. */
export interface SoakDesk {
  readonly app: App
  readonly ledger: Ledger
  readonly roster: Roster
  /** Lines that core logged as errors: none is expected of sick panels. */
  readonly errorLines: readonly string[]
  /** Removes the folder; the app must be closed. */
  remove(): Promise<void>
}

/**
 * Seconds of core's clock after which a silent panel is given up: long, for at speed they pass quickly, and a busy
 * machine must not look like a silent panel.
 */
const answerTimeoutSec = 60
export const usualSettings = {
  refreshEveryMin: 2,
  refreshPaused: false,
  shareForOthersPercent: 10,
  answerTimeoutSec,
} as const

/** Opens an app and puts all the panels on its desk. */
export async function openSoakDesk(clock: Clock, panels: readonly SoakPanel[]): Promise<SoakDesk> {
  const dataDir = await mkdtemp(join(tmpdir(), 'wisdeck-soak-'))
  const errorLines: string[] = []
  const ports: Ports = {
    clock,
    keychain: noKeychain,
    log: { write: (line) => void (line.includes('"level":"error"') && errorLines.push(line)) },
    demoFleet: { start: async () => [], stop: async () => {} },
    actor: 'soak',
    version: '0.0.0-soak',
  }
  const app = await createApp({ ports, dataDir })
  const ledger = createLedger(app)
  await ledger.call('vault.choose', { kind: 'session' })
  await ledger.call('settings.set', usualSettings)
  const roster = createRoster(ledger.call, panels)
  await roster.addMissing()
  return { app, ledger, roster, errorLines, remove: () => rm(dataDir, { recursive: true, force: true }) }
}
