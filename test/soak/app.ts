import type { App } from '../../src/core/app.ts'
import type { Clock } from '../../src/core/ports.ts'
import { openSessionApp } from '../kit/app.ts'
import type { SoakPanel } from './messages.ts'
import { createCallCounter, type CallCounter } from './call-counter.ts'
import { createRoster, type Roster } from './roster.ts'

/** A whole app on a folder of its own. Every call of it is counted. */
export interface SoakApp {
  readonly app: App
  readonly callCounter: CallCounter
  readonly roster: Roster
  /** Lines that core logged as errors. Sick panels must cause none. */
  readonly errorLines: readonly string[]
  /** Closes the app and removes its folder. */
  close(): Promise<void>
}

/**
 * Seconds of core's clock after which a silent panel is given up. The time is long because it passes quickly at speed,
 * and a busy machine must not look like a silent panel.
 */
const answerTimeoutSec = 60
export const usualSettings = {
  refreshEveryMin: 2,
  refreshPaused: false,
  shareForOthersPercent: 10,
  answerTimeoutSec,
} as const

/** Opens an app and adds all panels as servers. */
export async function openSoakApp(clock: Clock, panels: readonly SoakPanel[]): Promise<SoakApp> {
  const errorLines: string[] = []
  const log = { write: (line: string) => void (line.includes('"level":"error"') && errorLines.push(line)) }
  const { core: app, close } = await openSessionApp({ ports: { clock, log } })
  const callCounter = createCallCounter(app)
  await callCounter.call('settings.set', usualSettings)
  const roster = createRoster(callCounter.call, panels)
  await roster.addMissing()
  return { app, callCounter, roster, errorLines, close }
}
