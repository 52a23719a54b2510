import type { TimeScale } from '../../test/fixtures/scaled-time.ts'

/** What the process of the panels is started with. */
export interface FleetOrder {
  readonly panels: number
  readonly accounts: number
  readonly seed: number
  readonly scale: TimeScale
}

/** One panel with what core needs, and where in the minute its windows start. */
export interface BulkPanel {
  readonly name: string
  readonly url: string
  readonly token: string
  readonly fingerprint256: string
  readonly phaseMs: number
}

/** The requests of one panel since they were last cleared. */
export interface PanelTally {
  /** When each request arrived, on the scaled clock. */
  readonly timesMs: readonly number[]
  readonly throttled: number
  /** The number of accounts whose list is as the bulk change should have made it. */
  readonly right: number
}

/** What the process of core is started with. */
export interface CoreOrder {
  readonly scale: TimeScale
  readonly panels: readonly BulkPanel[]
  readonly entry: string
}

/** The result of one bulk change, as core reports it. Times are on the scaled clock. */
export interface CoreResult {
  readonly startedAtMs: number
  readonly endedAtMs: number
  readonly confirmed: number
  readonly total: number
  readonly cpuMs: number
  readonly rssMb: number
}
