import type { EventName, EventPayload } from '../shared/contract.ts'
import type { Logger } from './log/types.ts'

/** Tells the page, through whichever host carries it, that something happened. */
export type Emit = <E extends EventName>(event: E, payload: EventPayload<E>) => void

/** Calls back on one event by name, with its payload as data: for core itself. */
export type Hear = <E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void) => void

export interface EventBus {
  readonly emit: Emit
  readonly hear: Hear
  /** Each listener gets the event as JSON text, made once however many listen. Returns the unsubscribe function. */
  onEvent(listener: (json: string) => void): () => void
}

/** One bus an app. A listener that throws is logged and does not hinder the others. */
export function createEventBus(log: Logger): EventBus {
  const listeners = new Set<(json: string) => void>()
  const hearers = new Map<EventName, ((payload: never) => void)[]>()
  const tell = <T>(event: EventName, told: T, all: Iterable<(given: T) => void>) => {
    for (const listener of all) {
      try {
        listener(told)
      } catch (thrown) {
        log.error('event.listener-failed', { event, reason: String(thrown) })
      }
    }
  }
  return {
    emit(event, payload) {
      tell(event, payload as never, hearers.get(event) ?? [])
      if (listeners.size > 0) tell(event, JSON.stringify({ event, payload }), listeners)
    },
    hear(event, listener) {
      hearers.set(event, [...(hearers.get(event) ?? []), listener])
    },
    onEvent(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
