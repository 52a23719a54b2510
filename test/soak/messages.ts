import type { FaultName, FaultValues } from '../../src/demo/faults.ts'
import type { TimeScale } from '../fixtures/scaled-time.ts'

/** The order that the fleet's process is started with. */
export interface FleetOrder {
  readonly panels: number
  readonly seed: number
  readonly scale: TimeScale
}

/** What the app needs to add a panel as a server. */
export interface SoakPanel {
  readonly name: string
  readonly url: string
  readonly token: string
  readonly fingerprint256: string
}

/** Figures of the panels so far. */
export interface FleetFigures {
  readonly requests: number
  /** Requests that were answered with 429. */
  readonly throttled: number
  /** Connections that are open now. */
  readonly sockets: number
}

/** A null value ends the fault. `clear` ends all faults of all panels. */
export type FleetDemand =
  | {
      readonly type: 'fault'
      readonly panel: number
      readonly name: FaultName
      readonly value: FaultValues[FaultName] | null
    }
  | { readonly type: 'clear' }
  | { readonly type: 'figures' }
  | { readonly type: 'stop' }

export type NumberedDemand = FleetDemand & { readonly id: number }

/** The fleet's process sends its panels once, and then answers every demand by its number. */
export type FleetAnswer =
  | { readonly ready: readonly SoakPanel[] }
  | { readonly id: number; readonly figures: FleetFigures | null; readonly failed: string | null }
