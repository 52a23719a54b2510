import { AppError } from '../../shared/errors.ts'
import type { QueueSlot } from './request-queue.ts'
import type { SignalWatch } from './signal-watch.ts'
import type { Priority, LimitedReply, LimitedRequest } from './types.ts'

/** One caller of a shared request. */
interface Waiter {
  /** Resolves the caller's promise and stops watching its signal. */
  resolve(reply: LimitedReply): void
  reject(error: unknown): void
}

/** One request to the panel and all callers that wait for it. Mutable; owned by one budget. */
export interface SharedRequest {
  readonly shareKey: string | undefined
  readonly send: (signal: AbortSignal) => Promise<LimitedReply>
  readonly waiters: Set<Waiter>
  attempts: number
  /** Whether a caller without a signal waits for this request, so that it cannot be cancelled. */
  uncancellable: boolean
  /** Set while the request is in flight, unless it was uncancellable when it left. */
  controller: AbortController | null
  slot: QueueSlot<SharedRequest> | null
}

export function cancelledError(): AppError {
  return new AppError('cancelled', 'The request was cancelled before its answer came')
}

/** Returns a shared request without callers. */
export function createSharedRequest<R extends LimitedReply>(request: LimitedRequest<R>): SharedRequest {
  return {
    shareKey: request.shareKey,
    send: (signal) => request.send(signal),
    waiters: new Set(),
    attempts: 0,
    uncancellable: false,
    controller: null,
    slot: null,
  }
}

/**
 * Adds a caller to a shared request. The caller's signal removes only this caller; `abandoned` runs if it was the
 * last one. The promise rejects with AppError `cancelled` when the signal fires, and with the error of the request
 * if that fails.
 */
export function joinRequest<R extends LimitedReply>(
  sharedRequest: SharedRequest,
  signal: AbortSignal | undefined,
  signals: SignalWatch,
  abandoned: (sharedRequest: SharedRequest) => void,
): Promise<R> {
  return new Promise<R>((resolve, reject) => {
    const leave = (): void => {
      sharedRequest.waiters.delete(waiter)
      unwatch?.()
    }
    const onAbort = (): void => {
      waiter.reject(cancelledError())
      if (sharedRequest.waiters.size === 0) abandoned(sharedRequest)
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
    sharedRequest.waiters.add(waiter)
    if (!signal) sharedRequest.uncancellable = true
    const unwatch = signal ? signals.watch(signal, onAbort) : null
  })
}

/** Resolves the promises of all callers. */
export function resolveRequest(sharedRequest: SharedRequest, reply: LimitedReply): void {
  for (const waiter of sharedRequest.waiters) waiter.resolve(reply)
}

/** Rejects the promises of all callers. */
export function rejectRequest(sharedRequest: SharedRequest, error: unknown): void {
  for (const waiter of sharedRequest.waiters) waiter.reject(error)
}

/** Returns whether the first priority is served before the second. */
export function isHigherPriority(priority: Priority, other: Priority): boolean {
  const rank: Readonly<Record<Priority, number>> = { interactive: 0, bulk: 1, background: 2 }
  return rank[priority] < rank[other]
}
