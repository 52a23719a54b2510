import { shallowRef, type Ref } from 'vue'
import type { EventName, EventPayload, Input, MethodName, OutputOf } from '../../shared/contract.ts'
import { AppError, type ErrorValue, type Numbered, toErrorValue } from '../../shared/errors.ts'
import type { BridgeState, Transport } from './transport.ts'

type Listener = (payload: never, seq: number) => void

const state = shallowRef<BridgeState>('connecting')
const listeners = new Map<string, Set<Listener>>()
/**
 * The last `app.navigate` that arrived before anything listened to it. Other events need not be kept: what they
 * change is read when the app is built.
 */
let pendingNavigation: Numbered<EventPayload<'app.navigate'>> | null = null
let transport: Transport | null = null
let markOpen: (opened: Transport) => void = () => undefined
const opened = new Promise<Transport>((resolve) => (markOpen = resolve))

/** The state of the connection to core. The app draws a screen of its own for every state except `ready`. */
export const bridgeState: Readonly<Ref<BridgeState>> = state

/** Connects the page to core. page.ts calls it once; calls of `api` wait until core is reached. */
export function connect(newTransport: Transport): void {
  transport = newTransport
  newTransport.open({
    state: (next) => {
      state.value = next
      if (next === 'ready') markOpen(newTransport)
    },
    event({ event, payload, seq = 0 }) {
      const subscribers = listeners.get(event)
      if (event === 'app.navigate' && !subscribers?.size) pendingNavigation = { seq, value: payload }
      subscribers?.forEach((listener) => listener(payload as never, seq))
    },
  })
}

/** Tries to reach core now instead of at the next attempt. */
export function retryConnection(): void {
  transport?.retry()
}

function subscribe(name: string, listener: Listener): () => void {
  const set = listeners.get(name) ?? new Set()
  listeners.set(name, set.add(listener))
  return () => void set.delete(listener)
}

/**
 * Calls `listener` for each event of this name, with its sequence number, until the returned function is called. A link
 * may arrive before the app that follows it is built, so the first listener to `app.navigate` receives the last one in
 * a microtask.
 */
export function onEvent<E extends EventName>(
  name: E,
  listener: (payload: EventPayload<E>, seq: number) => void,
): () => void {
  const stop = subscribe(name, listener as Listener)
  if (name === 'app.navigate') queueMicrotask(deliverPendingNavigation)
  return stop
}

function deliverPendingNavigation(): void {
  const subscribers = listeners.get('app.navigate')
  if (pendingNavigation === null || !subscribers?.size) return
  const { seq, value } = pendingNavigation
  pendingNavigation = null
  subscribers.forEach((listener) => listener(value as never, seq))
}

/** Calls `listener` when core is reachable again after a loss. Events were missed, so the data must be read again. */
export function onReconnect(listener: () => void): () => void {
  return subscribe('bridge.reconnected', listener as Listener)
}

async function numbered<M extends MethodName, I extends Input<M>>(
  method: M,
  input: I,
): Promise<Numbered<OutputOf<M, I>>> {
  const openTransport = await opened
  const envelope = await openTransport.call(method, input).catch((thrown: unknown) => {
    throw new AppError('internal', `Core cannot be reached: ${thrown instanceof Error ? thrown.name : 'unknown'}`)
  })
  if (!envelope.ok) throw new AppError(envelope.error.code, envelope.error.message, envelope.error.details)
  return { seq: envelope.seq, value: envelope.value as OutputOf<M, I> }
}

async function call<M extends MethodName, I extends Input<M>>(method: M, input: I): Promise<OutputOf<M, I>> {
  return (await numbered(method, input)).value
}

/**
 * Calls a method: `api.call('servers.list', {})`. Throws AppError: switch on its `code`, print it with ErrorNote. A
 * store that also gets the value by events uses `api.numbered`, which returns the sequence number with it.
 */
export const api = { call, numbered }

/** Returns a thrown value as an ErrorValue, which ErrorNote prints. */
export function errorOf(thrown: unknown): ErrorValue {
  return toErrorValue(thrown)
}
