import type { TimeScale } from '../../test/fixtures/scaled-time.ts'

/** What the panels' process is started with. */
export interface FleetOrder {
  readonly panels: number
  readonly accounts: number
  readonly seed: number
  readonly scale: TimeScale
}

/** One panel as the desk needs it, and where in the minute its windows begin. */
export interface BulkPanel {
  readonly name: string
  readonly url: string
  readonly token: string
  readonly fingerprint256: string
  readonly phaseMs: number
}

/** What has come to one panel since the last clearing. */
export interface PanelTally {
  /** When each request came, on the scaled clock. */
  readonly timesMs: readonly number[]
  readonly throttled: number
  /** Accounts whose list is what the bulk change was to make of it. */
  readonly right: number
}

/** What core's process is started with. */
export interface DeskOrder {
  readonly scale: TimeScale
  readonly panels: readonly BulkPanel[]
  readonly entry: string
}

/** How one bulk change went, seen from core. Times on the scaled clock. */
export interface DeskResult {
  readonly startedAtMs: number
  readonly endedAtMs: number
  readonly confirmed: number
  readonly total: number
  readonly cpuMs: number
  readonly rssMb: number
}
