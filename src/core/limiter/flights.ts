import { AppError } from '../../shared/errors.ts'
import type { QueuePlace } from './request-queue.ts'
import type { SignalWatch } from './signal-watch.ts'
import type { Lane, LimitedReply, LimitedRequest } from './types.ts'

/** One caller of a flight. */
export interface Waiter {
  /** Settles the caller and lets go of its signal. */
  resolve(reply: LimitedReply): void
  reject(error: unknown): void
}

/** One request to the panel and all who wait for it. Mutable; owned by one budget. */
export interface Flight {
  readonly flightKey: string | undefined
  readonly send: (signal: AbortSignal) => Promise<LimitedReply>
  readonly waiters: Set<Waiter>
  attempts: number
  /** A caller without a signal waits for it: it cannot be given up. */
  stays: boolean
  /** Set while in flight, unless it stays. */
  controller: AbortController | null
  place: QueuePlace<Flight> | null
}

export function cancelledError(): AppError {
  return new AppError('cancelled', 'The request was taken back before its answer came')
}

/** A flight nobody waits for yet. */
export function createFlight<R extends LimitedReply>(request: LimitedRequest<R>): Flight {
  return {
    flightKey: request.flightKey,
    send: (signal) => request.send(signal),
    waiters: new Set(),
    attempts: 0,
    stays: false,
    controller: null,
    place: null,
  }
}

/**
 * Adds a caller to a flight. Its signal takes only this caller away; `abandoned` runs when it was the last one.
 * The promise rejects with AppError `cancelled` on the signal, and with whatever the flight fails with.
 */
export function joinFlight<R extends LimitedReply>(
  flight: Flight,
  signal: AbortSignal | undefined,
  signals: SignalWatch,
  abandoned: (flight: Flight) => void,
): Promise<R> {
  return new Promise<R>((resolve, reject) => {
    const leave = (): void => {
      flight.waiters.delete(waiter)
      unwatch?.()
    }
    const onAbort = (): void => {
      waiter.reject(cancelledError())
      if (flight.waiters.size === 0) abandoned(flight)
    }
    const waiter: Waiter = {
      resolve(reply) {
        leave()
        // Callers that share a key ask for the same thing, so they expect the same shape.
        resolve(reply as R)
      },
      reject(error) {
        leave()
        reject(error)
      },
    }
    flight.waiters.add(waiter)
    if (!signal) flight.stays = true
    const unwatch = signal ? signals.watch(signal, onAbort) : null
  })
}

/** Answers all callers. */
export function resolveFlight(flight: Flight, reply: LimitedReply): void {
  for (const waiter of flight.waiters) waiter.resolve(reply)
}

/** Fails all callers. */
export function rejectFlight(flight: Flight, error: unknown): void {
  for (const waiter of flight.waiters) waiter.reject(error)
}

/** Whether the first lane is served before the second. */
export function isAhead(lane: Lane, other: Lane): boolean {
  const rank: Readonly<Record<Lane, number>> = { interactive: 0, bulk: 1, background: 2 }
  return rank[lane] < rank[other]
}
