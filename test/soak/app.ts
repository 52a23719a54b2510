import type { App } from '../../src/core/app.ts'
import type { Clock } from '../../src/core/ports.ts'
import { openSessionApp } from '../kit/app.ts'
import type { SoakPanel } from './messages.ts'
import { createLedger, type Ledger } from './ledger.ts'
import { createRoster, type Roster } from './roster.ts'

/** A whole app on a folder of its own, every call of which is counted. */
export interface SoakApp {
  readonly app: App
  readonly ledger: Ledger
  readonly roster: Roster
  /** Lines that core logged as errors: none is expected of sick panels. */
  readonly errorLines: readonly string[]
  /** Closes the app and removes its folder. */
  close(): Promise<void>
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
export async function openSoakApp(clock: Clock, panels: readonly SoakPanel[]): Promise<SoakApp> {
  const errorLines: string[] = []
  const log = { write: (line: string) => void (line.includes('"level":"error"') && errorLines.push(line)) }
  const { core: app, close } = await openSessionApp({ ports: { clock, log } })
  const ledger = createLedger(app)
  await ledger.call('settings.set', usualSettings)
  const roster = createRoster(ledger.call, panels)
  await roster.addMissing()
  return { app, ledger, roster, errorLines, close }
}
