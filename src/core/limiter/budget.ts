import { setMaxListeners } from 'node:events'
import type { BudgetView } from '../../shared/model/budget.ts'
import type { Clock } from '../ports.ts'
import { createAlarm } from './alarm.ts'
import { type BudgetEvent, type BudgetOptions, freshBudget } from './budget-model.ts'
import { reduceBudget } from './budget-state.ts'
import { withEarlierRequests } from './earlier-requests.ts'
import {
  cancelledError,
  createSharedRequest,
  type SharedRequest,
  isHigherPriority,
  joinRequest,
  rejectRequest,
  resolveRequest,
} from './shared-request.ts'
import { etaMs, viewOf } from './eta.ts'
import { createNoticeGate } from './notice-gate.ts'
import { readRateHeaders } from './rate-headers.ts'
import { createRequestQueue, type RequestQueue } from './request-queue.ts'
import { createSignalWatch } from './signal-watch.ts'
import { measuredSkew, onWallClock, provenOffset } from './skew.ts'
import { createSteadyClock, type SteadyClock } from './steady-clock.ts'
import type { Budget, Priority, LimitedReply, LimitedRequest } from './types.ts'

/** The number of attempts of one request after which a 429 is returned to its caller as it is. */
export const mostAttempts = 20

const tooManyRequests = 429

interface BudgetParts extends BudgetOptions {
  readonly clock: Clock
  /** Called when an event has changed the view, at most ten times a second. Time alone changes it without a call. */
  readonly onChange?: ((view: BudgetView) => void) | undefined
  /** How long ago (ms) requests of an earlier process left, oldest first. */
  readonly recentAgesMs: readonly number[]
  /** Called for each request that leaves while the panel does not report how many it has counted. */
  readonly onUncountedSend: () => void
}

/** A budget with the two controls that only the limiter uses. */
export interface OwnedBudget extends Budget {
  setShareForOthers(share: number): void
  close(): void
}

/** All shared requests of one budget: those queued, those in flight, and those that callers may join. */
interface RequestTable {
  readonly queue: RequestQueue<SharedRequest>
  readonly inFlight: Set<SharedRequest>
  readonly byKey: Map<string, SharedRequest>
}

/** Removes the share key of a request, so that no more callers can join it. */
function forgetKey({ byKey }: RequestTable, sharedRequest: SharedRequest): void {
  if (sharedRequest.shareKey !== undefined && byKey.get(sharedRequest.shareKey) === sharedRequest)
    byKey.delete(sharedRequest.shareKey)
}

/** Keeps the reducer's state, and one timer for its next wake-up or for the next notice of a changed view. */
function createStateKeeper(
  { clock, onChange, recentAgesMs, onUncountedSend, ...options }: BudgetParts,
  steady: SteadyClock,
  send: (priority: Priority, sequence: number) => void,
) {
  let state = withEarlierRequests(freshBudget(options), recentAgesMs, steady.now())
  let wakeAtMs: number | null = null
  let closed = false

  const view = (): BudgetView => viewOf(state, steady.now(), steady.toWall)
  const notices = createNoticeGate(view, onChange)
  const alarm = createAlarm(clock, () => {
    const nowMs = steady.now()
    if (wakeAtMs !== null && nowMs >= wakeAtMs) apply({ type: 'woken' })
    else setTimer(nowMs)
  })

  function apply(event: BudgetEvent): void {
    if (closed) return
    const nowMs = steady.now()
    const reduced = reduceBudget(state, event, nowMs)
    state = reduced.state
    wakeAtMs = reduced.wakeAtMs
    for (const { priority, sequence } of reduced.sends) {
      if (state.remaining === null) onUncountedSend()
      send(priority, sequence)
    }
    notices.touch()
    setTimer(nowMs)
  }

  function setTimer(nowMs: number): void {
    if (closed) return
    const noticeAtMs = notices.flush(nowMs)
    const firstMs = Math.min(wakeAtMs ?? Infinity, noticeAtMs ?? Infinity)
    alarm.set(firstMs === Infinity ? null : firstMs, nowMs)
  }

  return {
    apply,
    view,
    etaMs: (count: number, priority: Priority) => etaMs(state, count, priority, steady.now()),
    clockAheadMs: () => measuredSkew(onWallClock(state.skew, steady.toWall(0))),
    clockOffset: () => provenOffset(onWallClock(state.skew, steady.toWall(0))),
    close() {
      closed = true
      alarm.set(null, 0)
    },
  }
}

/** Calls `send`. If it throws, returns a rejected promise, so that the slot in flight is freed in either case. */
function callSend(sharedRequest: SharedRequest, signal: AbortSignal): Promise<LimitedReply> {
  try {
    return sharedRequest.send(signal)
  } catch (error) {
    return Promise.reject(error)
  }
}

/** Returns a function that sends a shared request and processes its result. `closing` aborts uncancellable requests. */
function createDispatcher(
  table: RequestTable,
  steady: SteadyClock,
  closing: AbortSignal,
  apply: (event: BudgetEvent) => void,
) {
  const release = (sharedRequest: SharedRequest): void => {
    table.inFlight.delete(sharedRequest)
    sharedRequest.controller = null
    forgetKey(table, sharedRequest)
  }

  const handleReply = (
    sharedRequest: SharedRequest,
    sequence: number,
    reply: LimitedReply,
    startedMs: number,
  ): void => {
    const rejected = reply.status === tooManyRequests
    const again =
      rejected && sharedRequest.attempts < mostAttempts && sharedRequest.waiters.size > 0 && !closing.aborted
    const slot = sharedRequest.slot
    if (again && slot) {
      table.inFlight.delete(sharedRequest)
      sharedRequest.controller = null
      table.queue.putBack(slot)
    } else release(sharedRequest)
    const rate = readRateHeaders(reply.headers)
    const nowMs = steady.now()
    const sentAtMs = clamp(steady.fromWall(reply.sentAtMs), startedMs, nowMs, startedMs)
    const receivedAtMs = clamp(steady.fromWall(reply.receivedAtMs), sentAtMs, nowMs, nowMs)
    apply({
      type: 'replied',
      sequence,
      rejected,
      rate,
      sentAtMs,
      receivedAtMs,
      again: again && slot ? slot.priority : null,
    })
    if (!again) resolveRequest(sharedRequest, reply)
  }

  return (sharedRequest: SharedRequest, sequence: number): void => {
    const startedMs = steady.now()
    sharedRequest.controller = sharedRequest.uncancellable ? null : new AbortController()
    sharedRequest.attempts += 1
    table.inFlight.add(sharedRequest)
    callSend(sharedRequest, sharedRequest.controller?.signal ?? closing).then(
      (reply) => handleReply(sharedRequest, sequence, reply, startedMs),
      (error: unknown) => {
        release(sharedRequest)
        apply({ type: 'failed', sequence, sentAtMs: startedMs })
        rejectRequest(sharedRequest, error)
      },
    )
  }
}

/** Returns how a caller's request is accepted: it gets a new shared request, or joins the one with its share key. */
function createIntake(table: RequestTable, apply: (event: BudgetEvent) => void) {
  const { queue, byKey } = table
  const signals = createSignalWatch()

  /** Handles that the last caller has left: removes a queued request from the queue, and aborts one in flight. */
  const abandoned = (sharedRequest: SharedRequest): void => {
    forgetKey(table, sharedRequest)
    if (sharedRequest.slot && queue.remove(sharedRequest.slot))
      apply({ type: 'withdrawn', priority: sharedRequest.slot.priority })
    else sharedRequest.controller?.abort()
  }
  const promote = (sharedRequest: SharedRequest, priority: Priority): void => {
    const from = sharedRequest.slot?.priority
    if (sharedRequest.slot && from && queue.move(sharedRequest.slot, priority))
      apply({ type: 'moved', from, to: priority })
  }

  return <R extends LimitedReply>(request: LimitedRequest<R>): Promise<R> => {
    const { shareKey, priority, signal } = request
    const shared = shareKey === undefined ? undefined : byKey.get(shareKey)
    if (shared) {
      const joined = joinRequest<R>(shared, signal, signals, abandoned)
      if (shared.slot && isHigherPriority(priority, shared.slot.priority)) promote(shared, priority)
      return joined
    }
    const sharedRequest = createSharedRequest(request)
    if (shareKey !== undefined) byKey.set(shareKey, sharedRequest)
    const reply = joinRequest<R>(sharedRequest, signal, signals, abandoned)
    sharedRequest.slot = queue.push(sharedRequest, priority)
    apply({ type: 'arrived', priority })
    return reply
  }
}

/** Rejects all callers with `cancelled` and aborts the requests in flight that have a controller of their own. */
function failAll({ queue, inFlight, byKey }: RequestTable): void {
  byKey.clear()
  const requestsInFlight = [...inFlight]
  const reason = cancelledError()
  for (const sharedRequest of [...queue.drain(), ...requestsInFlight]) rejectRequest(sharedRequest, reason)
  for (const sharedRequest of requestsInFlight) sharedRequest.controller?.abort()
}

/**
 * Creates a budget: the imperative shell around the reducer. It keeps the queue, calls `send`, and holds one timer,
 * which is alive only while something waits for time to pass.
 */
export function createBudget(parts: BudgetParts): OwnedBudget {
  const steady = createSteadyClock(parts.clock)
  const table: RequestTable = { queue: createRequestQueue(), inFlight: new Set(), byKey: new Map() }
  const closing = new AbortController()
  // Each uncancellable request in flight adds a listener, so many listeners are not a leak.
  setMaxListeners(0, closing.signal)
  const keeper = createStateKeeper(parts, steady, (priority, sequence) => {
    const sharedRequest = table.queue.shift(priority)?.item
    if (sharedRequest) dispatch(sharedRequest, sequence)
  })
  const dispatch = createDispatcher(table, steady, closing.signal, keeper.apply)
  const intake = createIntake(table, keeper.apply)

  return {
    request: (request) =>
      closing.signal.aborted || request.signal?.aborted ? Promise.reject(cancelledError()) : intake(request),
    view: keeper.view,
    etaMs: keeper.etaMs,
    clockAheadMs: keeper.clockAheadMs,
    clockOffset: keeper.clockOffset,
    openView() {
      let open = true
      keeper.apply({ type: 'view-opened' })
      return () => {
        if (open) keeper.apply({ type: 'view-closed' })
        open = false
      }
    },
    setShareForOthers: (share) => keeper.apply({ type: 'share-set', share }),
    close() {
      keeper.close()
      closing.abort()
      failAll(table)
    },
  }
}

/**
 * Limits a timestamp of the client to the interval that must contain it, because the computer's clock may have been
 * set. Returns `otherwise` for a value that is not finite.
 */
function clamp(value: number, least: number, most: number, otherwise: number): number {
  return Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : otherwise
}
