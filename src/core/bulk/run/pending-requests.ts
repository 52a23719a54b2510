/** The changes of one server run that are queued or in flight. */
export interface PendingRequests {
  /** Aborts queued requests; requests in flight run to completion. */
  abortQueued(): void
  add(pendingRequest: PendingRequest): void
  drop(pendingRequest: PendingRequest): void
}

/** The request that an attempt makes now. */
export interface PendingRequest {
  /** Whether it is in flight. False while it is queued or waits to be repeated after a failure. */
  hasLeft: boolean
  readonly controller: AbortController
}

export function createPendingRequests(): PendingRequests {
  const pending = new Set<PendingRequest>()
  return {
    abortQueued() {
      for (const pendingRequest of pending) if (!pendingRequest.hasLeft) pendingRequest.controller.abort()
    },
    add: (pendingRequest) => void pending.add(pendingRequest),
    drop: (pendingRequest) => void pending.delete(pendingRequest),
  }
}
