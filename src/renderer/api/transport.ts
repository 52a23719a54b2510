import type { AppEvent } from '../../shared/contract.ts'
import type { Envelope } from '../../shared/errors.ts'

/**
 * An event that the page receives: one of the contract, or `bridge.reconnected` of the transport itself, after which
 * all data must be read again.
 */
export type BridgeEvent =
  AppEvent | { readonly event: 'bridge.reconnected'; readonly payload: null; readonly seq?: never }

/**
 * connecting: no answer yet. ready: calls go through. lost: core does not answer, the page keeps trying. denied: core
 * answers but does not admit this window.
 */
export type BridgeState = 'connecting' | 'ready' | 'lost' | 'denied'

/** One way to reach core. Both shells carry JSON text, so that the page behaves the same in each. */
export interface Transport {
  /** Opens the connection. Reports states and events until the page ends. */
  open(report: { state(state: BridgeState): void; event(event: BridgeEvent): void }): void
  /** Returns the envelope of a call. Rejects only if core cannot be reached. */
  call(method: string, input: unknown): Promise<Envelope<unknown>>
  /** Tries at once instead of waiting for the next attempt. */
  retry(): void
}
