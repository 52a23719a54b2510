import type { FaultName, FaultValues } from '../../src/demo/faults.ts'
import type { TimeScale } from '../fixtures/scaled-time.ts'

/** What the fleet's process is started with. */
export interface FleetOrder {
  readonly panels: number
  readonly seed: number
  readonly scale: TimeScale
}

/** One panel as the desk needs it to add the server. */
export interface SoakPanel {
  readonly name: string
  readonly url: string
  readonly token: string
  readonly fingerprint256: string
}

/** What has come to the panels so far. */
export interface FleetFigures {
  readonly requests: number
  /** Requests that were answered 429. */
  readonly throttled: number
  /** Connections that stand now. */
  readonly sockets: number
}

/** A null value ends the fault; `clear` ends all faults of all panels. */
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

/** The fleet's process says once what it holds, then answers every demand by its number. */
export type FleetAnswer =
  | { readonly ready: readonly SoakPanel[] }
  | { readonly id: number; readonly figures: FleetFigures | null; readonly failed: string | null }
