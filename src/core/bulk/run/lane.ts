import { type ErrorValue, toErrorValue } from '../../../shared/errors.ts'
import { kinds } from '../../../shared/model/inventory.ts'
import type { ItemState } from '../../../shared/model/run.ts'
import { pause } from '../../panel/exchange.ts'
import type { Sleep } from '../../sleep.ts'
import type { RunServer } from '../../storage/run-columns.ts'
import type { BulkDeps } from '../types.ts'
import { createFlights, type Flights } from './attempt.ts'
import { reactionTo } from './fate.ts'
import type { LaneContext } from './lane-context.ts'
import { checkServer, type LaneEnd, LaneStop, sendPlanned } from './lane-sending.ts'
import type { Ledger } from './ledger.ts'
import { readList } from './reading.ts'
import { type Lost, settleLane } from './settle-lane.ts'

/** How long a server that does not answer is waited for, before each further try; then its lane stops. */
const patienceMs = [2_000, 5_000, 15_000, 30_000, 60_000]

export interface LaneOptions {
  /** Sends what is planned; without it only what was sent is settled. */
  readonly send: boolean
  readonly lost: Lost
  /** Waits for a server that does not answer. */
  readonly patient: boolean
}

/** One server of one run. */
export interface LaneWork {
  /** Works until all is done or something is in the way; begins when the machine is awake. Never rejects. */
  work(options: LaneOptions): Promise<LaneEnd>
  /** Takes back what has not left; `work` resolves once what has is answered. */
  stop(): void
}

interface LaneDeps {
  readonly bulk: BulkDeps
  readonly ledger: Ledger
  readonly server: RunServer
  readonly sleep: Pick<Sleep, 'over'>
  readonly secretOf: (place: number) => string | null
  /** Whether more items of this server have failed than the user allows. */
  readonly tooMany: () => boolean
}

interface Lane {
  readonly context: LaneContext
  readonly flights: Flights
  readonly tooMany: () => boolean
}

const sent: readonly ItemState[] = ['sent', 'accepted']
const toDo = ({ send }: LaneOptions): readonly ItemState[] => (send ? ['planned', ...sent] : sent)

const isOpen = ({ context: { ledger, server } }: Lane, states: readonly ItemState[]) =>
  kinds.some((kind) => ledger.open(server.serverId, kind, states) > 0)

/** One pass over both kinds: reads the list, settles by it what was sent, and sends what is planned. */
async function round(lane: Lane, options: LaneOptions, stretched: boolean) {
  const { context } = lane
  const { deps, ledger } = context
  const { serverId } = context.server
  let waitMs: number | null = null
  let progress = false
  let stale = false
  for (const kind of kinds) {
    if (ledger.open(serverId, kind, toDo(options)) === 0 || context.stopped()) continue
    checkServer(context, options.send)
    const reading = await readList(deps, serverId, kind, { lane: 'bulk', signal: context.signal() })
    const before = ledger.open(serverId, kind, sent)
    const settledInMs = await settleLane(context, reading, deps.connections.timeouts().wholeMs, options.lost)
    if (settledInMs !== null) waitMs = Math.min(waitMs ?? Infinity, settledInMs)
    if (ledger.open(serverId, kind, sent) < before) progress = true
    if (!options.send) continue
    const batch = await sendPlanned(context, lane, kind, reading, stretched)
    progress ||= batch.progress
    stale ||= batch.stale
  }
  return { waitMs, progress, stale }
}

/** Passes until nothing is left to do. @throws what a pass throws, once patience is of no use */
async function workThrough(lane: Lane, options: LaneOptions): Promise<LaneEnd> {
  const { context } = lane
  const rest = (ms: number) => pause(context.deps.clock, ms, context.signal()).catch(() => undefined)
  let troubles = 0
  let stretched = false
  while (!context.stopped()) {
    if (!isOpen(lane, toDo(options))) return { kind: 'done' }
    try {
      const { waitMs, progress, stale } = await round(lane, options, stretched)
      if (progress) troubles = 0
      // A quota so tight that every reading is old before its turn comes would never let anything leave.
      stretched = stale && !progress
      if (waitMs !== null && !(options.send && isOpen(lane, ['planned']))) await rest(waitMs)
    } catch (thrown) {
      const error = toErrorValue(thrown)
      const reaction = reactionTo(error)
      const passes = reaction === 'patience' || reaction === 'none'
      if (thrown instanceof LaneStop || !passes || context.stopped()) throw thrown
      const waitMs = options.patient ? patienceMs[troubles++] : undefined
      if (waitMs === undefined) return { kind: 'broken', error }
      await rest(waitMs)
    }
  }
  return { kind: 'resting' }
}

/** What end of a lane an error is. */
function endBy({ deps, server, stopped }: LaneContext, thrown: unknown): LaneEnd {
  if (thrown instanceof LaneStop) return thrown.end
  const error: ErrorValue = toErrorValue(thrown)
  const reaction = reactionTo(error)
  if (reaction !== 'none' && reaction !== 'patience') return { kind: reaction, error }
  if (stopped()) return { kind: 'resting' }
  deps.log.error('bulk.lane-broke', { server: server.serverId, ...error })
  return { kind: 'broken', error }
}

export function createLane({ bulk, ledger, server, sleep, secretOf, tooMany }: LaneDeps): LaneWork {
  let stopping = new AbortController()
  const context: LaneContext = {
    deps: bulk,
    ledger,
    server,
    secretOf,
    signal: () => stopping.signal,
    stopped: () => stopping.signal.aborted,
    busy: new Set(),
    leftAtMs: new Map(),
    endedAtMs: new Map(),
    claimed: new Set(),
  }
  const lane: Lane = { context, flights: createFlights(), tooMany }
  return {
    async work(options) {
      stopping = new AbortController()
      try {
        await sleep.over(stopping.signal)
        return await workThrough(lane, options)
      } catch (thrown) {
        return endBy(context, thrown)
      }
    },
    stop() {
      stopping.abort()
      lane.flights.takeBack()
    },
  }
}
