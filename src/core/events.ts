import type { EventName, EventPayload } from '../shared/contract.ts'
import { isJsonText, type JsonText } from './json-text.ts'
import type { Logger } from './log/types.ts'

/** Tells the page, through whichever host carries it, that something happened. */
export type Emit = <E extends EventName>(event: E, payload: EventPayload<E> | JsonText) => void

export interface EventBus {
  readonly emit: Emit
  /** Each listener gets the event as JSON text, made once however many listen. Returns the unsubscribe function. */
  onEvent(listener: (json: string) => void): () => void
}

/** One bus an app. A listener that throws is logged and does not hinder the others. */
export function createEventBus(log: Logger): EventBus {
  const listeners = new Set<(json: string) => void>()
  return {
    emit(event, payload) {
      if (listeners.size === 0) return
      const json = isJsonText(payload) ? `{"event":"${event}","payload":${payload.jsonText}}` : JSON.stringify({ event, payload })
      for (const listener of listeners) {
        try {
          listener(json)
        } catch (thrown) {
          log.error('event.listener-failed', { event, reason: String(thrown) })
        }
      }
    },
    onEvent(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
