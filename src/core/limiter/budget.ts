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
import { createRequestQueue, type RequestQueue } from './request-queue.ts'
import { createSignalWatch } from './signal-watch.ts'
import { measuredSkew, onWallClock } from './skew.ts'
import { createSteadyClock, type SteadyClock } from './steady-clock.ts'
import type { Budget, Lane, LimitedReply, LimitedRequest } from './types.ts'

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

/** All flights of one budget: those that wait for their turn, those in flight, and those that callers may join. */
interface FlightTable {
  readonly queue: RequestQueue<Flight>
  readonly flying: Set<Flight>
  readonly byKey: Map<string, Flight>
}

/** Nobody joins it any more. */
function forgetKey({ byKey }: FlightTable, flight: Flight): void {
  if (flight.flightKey !== undefined && byKey.get(flight.flightKey) === flight) byKey.delete(flight.flightKey)
}

/** The reducer's state, and one timer for when it wants to come back or the view is to be told of. */
function createStateKeeper(
  { clock, onChange, ...options }: BudgetParts,
  steady: SteadyClock,
  send: (lane: Lane, ticket: number) => void,
) {
  let state = freshBudget(options)
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
    for (const { lane, ticket } of reduced.sends) send(lane, ticket)
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
    etaMs: (count: number, lane: Lane) => etaMs(state, count, lane, steady.now()),
    clockAheadMs: () => measuredSkew(onWallClock(state.skew, steady.toWall(0))),
    close() {
      closed = true
      alarm.set(null, 0)
    },
  }
}

/** `send` may throw before it returns a promise; either way the place in flight must come free. */
function started(flight: Flight, signal: AbortSignal): Promise<LimitedReply> {
  try {
    return flight.send(signal)
  } catch (error) {
    return Promise.reject(error)
  }
}

/** Sends flights and takes in what comes of them. `closing` stops those that somebody cannot leave. */
function createDispatcher(
  table: FlightTable,
  steady: SteadyClock,
  closing: AbortSignal,
  apply: (event: BudgetEvent) => void,
) {
  const release = (flight: Flight): void => {
    table.flying.delete(flight)
    flight.controller = null
    forgetKey(table, flight)
  }

  const landed = (flight: Flight, ticket: number, reply: LimitedReply, startedMs: number): void => {
    const rejected = reply.status === tooManyRequests
    const again = rejected && flight.attempts < mostAttempts && flight.waiters.size > 0 && !closing.aborted
    const place = flight.place
    if (again && place) {
      table.flying.delete(flight)
      flight.controller = null
      table.queue.putBack(place)
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

  return (flight: Flight, ticket: number): void => {
    const startedMs = steady.now()
    flight.controller = flight.stays ? null : new AbortController()
    flight.attempts += 1
    table.flying.add(flight)
    started(flight, flight.controller?.signal ?? closing).then(
      (reply) => landed(flight, ticket, reply, startedMs),
      (error: unknown) => {
        release(flight)
        apply({ type: 'failed', ticket, sentAtMs: startedMs })
        rejectFlight(flight, error)
      },
    )
  }
}

/** Takes callers in, each with a flight of its own or with one that is there already. */
function createEntrance(table: FlightTable, apply: (event: BudgetEvent) => void) {
  const { queue, byKey } = table
  const signals = createSignalWatch()

  /** The last caller has gone: what is queued leaves the queue, what is in flight is told to stop. */
  const abandoned = (flight: Flight): void => {
    forgetKey(table, flight)
    if (flight.place && queue.remove(flight.place)) apply({ type: 'withdrawn', lane: flight.place.lane })
    else flight.controller?.abort()
  }
  const promote = (flight: Flight, lane: Lane): void => {
    const from = flight.place?.lane
    if (flight.place && from && queue.move(flight.place, lane)) apply({ type: 'moved', from, to: lane })
  }

  return {
    request<R extends LimitedReply>(request: LimitedRequest<R>): Promise<R> {
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
    reprioritise(flightKey: string, lane: Lane): void {
      const flight = byKey.get(flightKey)
      if (flight) promote(flight, lane)
    },
  }
}

/** Fails all who wait, and stops what is in flight. */
function failAll({ queue, flying, byKey }: FlightTable): void {
  byKey.clear()
  const underWay = [...flying]
  const reason = cancelledError()
  for (const flight of [...queue.drain(), ...underWay]) rejectFlight(flight, reason)
  for (const flight of underWay) flight.controller?.abort()
}

/**
 * The imperative shell around the reducer: keeps the queue, calls `send`, and holds one timer, alive only while
 * something waits for time to pass.
 */
export function createBudget(parts: BudgetParts): OwnedBudget {
  const steady = createSteadyClock(parts.clock)
  const table: FlightTable = { queue: createRequestQueue(), flying: new Set(), byKey: new Map() }
  const closing = new AbortController()
  // One listener for each request under way: more of them are no leak.
  setMaxListeners(0, closing.signal)
  const keeper = createStateKeeper(parts, steady, (lane, ticket) => {
    const flight = table.queue.shift(lane)?.item
    if (flight) fly(flight, ticket)
  })
  const fly = createDispatcher(table, steady, closing.signal, keeper.apply)
  const entrance = createEntrance(table, keeper.apply)

  return {
    request: (request) =>
      closing.signal.aborted || request.signal?.aborted ? Promise.reject(cancelledError()) : entrance.request(request),
    reprioritise: entrance.reprioritise,
    view: keeper.view,
    etaMs: keeper.etaMs,
    clockAheadMs: keeper.clockAheadMs,
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

/** A client's stamp is believed only between the moments that surely enclose it: its clock may have been set. */
function within(value: number, least: number, most: number, otherwise: number): number {
  return Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : otherwise
}
