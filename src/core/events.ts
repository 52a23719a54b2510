import type { EventName, EventPayload } from '../shared/contract.ts'
import { isJsonText, type JsonText } from './json-text.ts'
import type { Logger } from './log/types.ts'

/** Emits an event to the page, through the shell that carries it, and to the subscribers in core. */
export type Emit = <E extends EventName>(event: E, payload: EventPayload<E> | JsonText) => void

/** Subscribes core itself to one event by name. The listener gets the payload as data. */
export type Subscribe = <E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void) => void

interface EventBus {
  readonly emit: Emit
  readonly subscribe: Subscribe
  /** Calls the listener with each event as JSON text, made once for all listeners. Returns the unsubscribe function. */
  onEvent(listener: (json: string) => void): () => void
  /** Returns the sequence number of the last event; 0 before the first. */
  lastSeq(): number
}

/**
 * Creates the event bus of an app. Each event gets the next sequence number, whether anyone listens or not. A listener
 * that throws is logged and does not affect the others.
 */
export function createEventBus(log: Logger): EventBus {
  const listeners = new Set<(json: string) => void>()
  const subscribers = new Map<EventName, ((payload: never) => void)[]>()
  let lastSeq = 0
  const notify = <T>(event: EventName, value: T, recipients: Iterable<(payload: T) => void>) => {
    for (const listener of recipients) {
      try {
        listener(value)
      } catch (thrown) {
        log.error('event.listener-failed', { event, reason: String(thrown) })
      }
    }
  }
  return {
    emit(event, payload) {
      const seq = (lastSeq += 1)
      if (listeners.size > 0) {
        const json = isJsonText(payload)
          ? `{"event":"${event}","seq":${seq},"payload":${payload.jsonText}}`
          : JSON.stringify({ event, seq, payload })
        notify(event, json, listeners)
      }
      // The subscribers come last: what they emit has a higher number, and must not be sent before this event.
      const eventSubscribers = subscribers.get(event)
      if (eventSubscribers)
        notify(event, (isJsonText(payload) ? JSON.parse(payload.jsonText) : payload) as never, eventSubscribers)
    },
    subscribe(event, listener) {
      subscribers.set(event, [...(subscribers.get(event) ?? []), listener])
    },
    onEvent(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    lastSeq: () => lastSeq,
  }
}
