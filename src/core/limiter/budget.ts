import { setMaxListeners } from 'node:events'
import type { BudgetView } from '../../shared/model/budget.ts'
import type { Clock } from '../ports.ts'
import { createAlarm } from './alarm.ts'
import { type BudgetEvent, type BudgetOptions, freshBudget } from './budget-model.ts'
import { reduceBudget } from './budget-state.ts'
import {
  cancelledError,
  createFlight,
  type Flight,
  isAhead,
  joinFlight,
  rejectFlight,
  resolveFlight,
} from './flights.ts'
import { etaMs, viewOf } from './foresight.ts'
import { createNoticeGate } from './notice-gate.ts'
import { readRateHeaders } from './rate-headers.ts'
import { createRequestQueue } from './request-queue.ts'
import { createSignalWatch } from './signal-watch.ts'
import { measuredSkew, onWallClock } from './skew.ts'
import { createSteadyClock } from './steady-clock.ts'
import type { Budget, LimitedReply, LimitedRequest } from './types.ts'

/** A 429 that comes this often for one request is handed to its caller as it is. */
export const mostAttempts = 20

const tooManyRequests = 429

export interface BudgetParts extends BudgetOptions {
  readonly clock: Clock
  /** Called when the view has changed, at most ten times a second. */
  readonly onChange?: ((view: BudgetView) => void) | undefined
}

/** A budget with the two controls only the limiter has. */
export interface OwnedBudget extends Budget {
  setShareForOthers(share: number): void
  close(): void
}

/**
 * The imperative shell around the reducer: keeps the queue, calls `send`, and holds one timer, alive only while
 * something waits for time to pass.
 */
export function createBudget(parts: BudgetParts): OwnedBudget {
  const { clock } = parts
  const steady = createSteadyClock(clock)
  const queue = createRequestQueue<Flight>()
  const byKey = new Map<string, Flight>()
  const flying = new Set<Flight>()
  const signals = createSignalWatch()
  const closing = new AbortController()
  // One listener for each request under way: more of them are no leak.
  setMaxListeners(0, closing.signal)
  let state = freshBudget(parts)
  let wakeAtMs: number | null = null
  let closed = false

  const view = (): BudgetView => viewOf(state, steady.now(), steady.toWall)
  const notices = createNoticeGate(view, parts.onChange)
  const alarm = createAlarm(clock, () => {
    const nowMs = steady.now()
    if (wakeAtMs !== null && nowMs >= wakeAtMs) apply({ type: 'woken' })
    else settleTimer(nowMs)
  })

  function apply(event: BudgetEvent): void {
    if (closed) return
    const nowMs = steady.now()
    const reduced = reduceBudget(state, event, nowMs)
    state = reduced.state
    wakeAtMs = reduced.wakeAtMs
    for (const { lane, ticket } of reduced.sends) {
      const flight = queue.shift(lane)?.item
      if (flight) fly(flight, ticket)
    }
    notices.touch()
    settleTimer(nowMs)
  }

  function settleTimer(nowMs: number): void {
    if (closed) return
    const noticeAtMs = notices.flush(nowMs)
    const firstMs = Math.min(wakeAtMs ?? Infinity, noticeAtMs ?? Infinity)
    alarm.set(firstMs === Infinity ? null : firstMs, nowMs)
  }

  function fly(flight: Flight, ticket: number): void {
    const startedMs = steady.now()
    // A flight that somebody cannot leave is stopped by closing alone.
    flight.controller = flight.stays ? null : new AbortController()
    flight.attempts += 1
    flying.add(flight)
    started(flight, flight.controller?.signal ?? closing.signal).then(
      (reply) => landed(flight, ticket, reply, startedMs),
      (error: unknown) => {
        release(flight)
        apply({ type: 'failed', ticket, sentAtMs: startedMs })
        rejectFlight(flight, error)
      },
    )
  }

  /** `send` may throw before it returns a promise; either way the place in flight must come free. */
  function started(flight: Flight, signal: AbortSignal): Promise<LimitedReply> {
    try {
      return flight.send(signal)
    } catch (error) {
      return Promise.reject(error)
    }
  }

  function landed(flight: Flight, ticket: number, reply: LimitedReply, startedMs: number): void {
    const rejected = reply.status === tooManyRequests
    const again = rejected && flight.attempts < mostAttempts && flight.waiters.size > 0 && !closed
    const place = flight.place
    if (again && place) {
      flying.delete(flight)
      flight.controller = null
      queue.putBack(place)
    } else release(flight)
    const rate = readRateHeaders(reply.headers)
    const nowMs = steady.now()
    const sentAtMs = within(steady.fromWall(reply.sentAtMs), startedMs, nowMs, startedMs)
    const receivedAtMs = within(steady.fromWall(reply.receivedAtMs), sentAtMs, nowMs, nowMs)
    apply({
      type: 'replied',
      ticket,
      rejected,
      rate,
      sentAtMs,
      receivedAtMs,
      again: again && place ? place.lane : null,
    })
    if (!again) resolveFlight(flight, reply)
  }

  function release(flight: Flight): void {
    flying.delete(flight)
    flight.controller = null
    if (flight.flightKey !== undefined && byKey.get(flight.flightKey) === flight) byKey.delete(flight.flightKey)
  }

  /** The last caller has gone: what is queued leaves the queue, what is in flight is told to stop. */
  function abandoned(flight: Flight): void {
    if (flight.flightKey !== undefined && byKey.get(flight.flightKey) === flight) byKey.delete(flight.flightKey)
    if (flight.place && queue.remove(flight.place)) apply({ type: 'withdrawn', lane: flight.place.lane })
    else flight.controller?.abort()
  }

  function promote(flight: Flight, lane: LimitedRequest<LimitedReply>['lane']): void {
    const from = flight.place?.lane
    if (flight.place && from && queue.move(flight.place, lane)) apply({ type: 'moved', from, to: lane })
  }

  return {
    request<R extends LimitedReply>(request: LimitedRequest<R>): Promise<R> {
      if (closed || request.signal?.aborted) return Promise.reject(cancelledError())
      const { flightKey, lane, signal } = request
      const shared = flightKey === undefined ? undefined : byKey.get(flightKey)
      if (shared) {
        const joined = joinFlight<R>(shared, signal, signals, abandoned)
        if (shared.place && isAhead(lane, shared.place.lane)) promote(shared, lane)
        return joined
      }
      const flight = createFlight(request)
      if (flightKey !== undefined) byKey.set(flightKey, flight)
      const reply = joinFlight<R>(flight, signal, signals, abandoned)
      flight.place = queue.push(flight, lane)
      apply({ type: 'arrived', lane })
      return reply
    },
    reprioritise(flightKey, lane) {
      const flight = byKey.get(flightKey)
      if (flight) promote(flight, lane)
    },
    view,
    etaMs: (count, lane) => etaMs(state, count, lane, steady.now()),
    clockAheadMs: () => measuredSkew(onWallClock(state.skew, steady.toWall(0))),
    openView() {
      let open = true
      apply({ type: 'view-opened' })
      return () => {
        if (open) apply({ type: 'view-closed' })
        open = false
      }
    },
    setShareForOthers(share) {
      apply({ type: 'share-set', share })
    },
    close() {
      closed = true
      alarm.set(null, 0)
      byKey.clear()
      const underWay = [...flying]
      const reason = cancelledError()
      for (const flight of [...queue.drain(), ...underWay]) rejectFlight(flight, reason)
      for (const flight of underWay) flight.controller?.abort()
      closing.abort()
    },
  }
}

/** A client's stamp is believed only between the moments that surely enclose it: its clock may have been set. */
function within(value: number, least: number, most: number, otherwise: number): number {
  return Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : otherwise
}
