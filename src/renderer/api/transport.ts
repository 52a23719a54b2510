import type { AppEvent } from '../../shared/contract.ts'
import type { Envelope } from '../../shared/errors.ts'

/** What the page hears: the contract's events, and one of the line's own, after which all data is to be read anew. */
export type BridgeEvent = AppEvent | { readonly event: 'bridge.reconnected'; readonly payload: null }

/**
 * connecting: not yet answered. ready: calls go through. lost: core does not answer, the page keeps trying.
 * denied: core answers but does not know this window's key.
 */
export type BridgeState = 'connecting' | 'ready' | 'lost' | 'denied'

/** One way to core. Both shells carry JSON text, so that the page behaves alike in each. */
export interface Transport {
  /** Opens the line; reports states and events until the page ends. */
  open(report: { state(state: BridgeState): void; event(event: BridgeEvent): void }): void
  /** The envelope of a call. Rejects only where core cannot be reached. */
  call(method: string, input: unknown): Promise<Envelope<unknown>>
  /** Tries at once instead of waiting for the next attempt. */
  retry(): void
}
