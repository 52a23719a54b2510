import { AppError, type ErrorValue, toErrorValue } from '../../../shared/errors.ts'
import { kinds, type Kind } from '../../../shared/model/inventory.ts'
import { pause } from '../../panel/exchange.ts'
import type { Sleep } from '../../sleep.ts'
import type { RunServer, StoredItem } from '../../storage/run-columns.ts'
import type { BulkDeps } from '../types.ts'
import { type Attempt, attemptItem, createFlights } from './attempt.ts'
import { reactionTo } from './fate.ts'
import { type LaneContext, underWay } from './lane-context.ts'
import type { Ledger } from './ledger.ts'
import { readList, type Reading } from './reading.ts'
import { type Lost, settleLane } from './settle-lane.ts'

/** How long a server that does not answer is waited for, before each further try; then its lane stops. */
const patienceMs = [2_000, 5_000, 15_000, 30_000, 60_000]
/** So many answers lost in a row, and the server is looked at before more is sent. */
const mostLostInARow = 6
const pageSize = 200

/**
 * How the work of a lane came to its end. `resting`: it was told to stop. `broken`: the server cannot be worked with.
 * `moved`: it is not the server any more for which the plan was made. `too-many`: more items failed than the user
 * allows.
 */
export type LaneEnd =
  | { readonly kind: 'done' | 'resting' | 'too-many' }
  | { readonly kind: 'broken' | 'moved' | 'storage' | 'vault'; readonly error: ErrorValue }

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

/** Ends the work of a lane. */
class LaneStop extends Error {
  readonly end: LaneEnd
  constructor(end: LaneEnd) {
    super(end.kind)
    this.end = end
  }
}

export function createLane(deps: {
  readonly bulk: BulkDeps
  readonly ledger: Ledger
  readonly server: RunServer
  readonly sleep: Pick<Sleep, 'over'>
  readonly secretOf: (place: number) => string | null
  /** Whether more items of this server have failed than the user allows. */
  readonly tooMany: () => boolean
}): LaneWork {
  const { ledger, server, bulk } = deps
  const { serverId } = server
  const flights = createFlights()
  let stopping = new AbortController()
  const context: LaneContext = {
    deps: bulk,
    ledger,
    server,
    secretOf: deps.secretOf,
    signal: () => stopping.signal,
    stopped: () => stopping.signal.aborted,
    busy: new Set(),
    leftAtMs: new Map(),
    endedAtMs: new Map(),
    claimed: new Set(),
  }

  /** @throws LaneStop where the server was removed or edited since the plan, or may not be changed */
  const checkServer = (send: boolean) => {
    const known = bulk.storage.servers.get(serverId)
    if (!known)
      throw new LaneStop({
        kind: 'moved',
        error: new AppError('server.unknown', 'The server is no longer on the desk').toValue(),
      })
    if (known.url !== server.url) {
      throw new LaneStop({
        kind: 'moved',
        error: new AppError('plan.expired', 'The address of the server was edited', {
          planned: server.url,
          now: known.url,
        }).toValue(),
      })
    }
    if (send && known.readOnly)
      throw new LaneStop({
        kind: 'broken',
        error: new AppError('server.read-only', `${known.name} is set to read-only`, { server: known.name }).toValue(),
      })
  }

  /**
   * Sends planned items of one kind by this reading, until none is left, it has grown old, or something is in the way.
   */
  const sendAll = async (
    kind: Kind,
    reading: Reading,
    patient: boolean,
  ): Promise<{ readonly progress: boolean; readonly stale: boolean }> => {
    let after = -1
    let page: StoredItem[] = []
    let progress = false
    let lostInARow = 0
    let halt: 'stale' | { readonly error: ErrorValue } | LaneStop | null = null

    const next = (): StoredItem | undefined => {
      if (page.length === 0) page = [...ledger.items({ serverId, kind, states: ['planned'], after }, pageSize)]
      const item = page.shift()
      if (item) after = item.item.place
      return item
    }
    const worker = async () => {
      while (halt === null && !context.stopped()) {
        if (deps.tooMany()) halt = new LaneStop({ kind: 'too-many' })
        const item = halt === null ? next() : undefined
        if (!item) return
        const attempt = await attemptItem(context, flights, item, reading, patient).catch(brokenOff)
        if (attempt.kind === 'accepted') lostInARow = 0
        if (attempt.kind === 'accepted' || attempt.kind === 'settled') progress = true
        if (attempt.kind === 'stale') halt ??= 'stale'
        if (attempt.kind === 'lost' && ++lostInARow >= mostLostInARow) halt ??= { error: attempt.error }
        if ('reaction' in attempt) halt ??= haltOf(attempt)
      }
    }
    await Promise.all(Array.from({ length: underWay }, worker))
    // Assigned in the workers, which the compiler does not see.
    const why = halt as 'stale' | { readonly error: ErrorValue } | LaneStop | null
    if (why instanceof LaneStop) throw why
    if (why !== null && why !== 'stale' && !context.stopped())
      throw new AppError(why.error.code, why.error.message, why.error.details)
    return { progress, stale: why === 'stale' }
  }

  /** One pass over both kinds. */
  const round = async ({ send, lost }: LaneOptions, stretched: boolean) => {
    let waitMs: number | null = null
    let progress = false
    let stale = false
    for (const kind of kinds) {
      const open = ledger.open(serverId, kind, send ? ['planned', 'sent', 'accepted'] : ['sent', 'accepted'])
      if (open === 0 || context.stopped()) continue
      checkServer(send)
      const reading = await readList(bulk, serverId, kind, { lane: 'bulk', signal: context.signal() })
      const before = ledger.open(serverId, kind, ['sent', 'accepted'])
      const settledInMs = await settleLane(context, reading, bulk.connections.timeouts().wholeMs, lost)
      if (settledInMs !== null) waitMs = Math.min(waitMs ?? Infinity, settledInMs)
      if (ledger.open(serverId, kind, ['sent', 'accepted']) < before) progress = true
      if (!send) continue
      const sent = await sendAll(kind, reading, stretched)
      progress ||= sent.progress
      stale ||= sent.stale
    }
    return { waitMs, progress, stale }
  }

  const isOpen = (states: readonly StoredItem['state'][]) =>
    kinds.some((kind) => ledger.open(serverId, kind, states) > 0)
  const rest = (ms: number) => pause(bulk.clock, ms, context.signal()).catch(() => undefined)

  const loop = async (options: LaneOptions): Promise<LaneEnd> => {
    let troubles = 0
    let stretched = false
    while (!context.stopped()) {
      if (!isOpen(options.send ? ['planned', 'sent', 'accepted'] : ['sent', 'accepted'])) return { kind: 'done' }
      try {
        const { waitMs, progress, stale } = await round(options, stretched)
        if (progress) troubles = 0
        // A quota so tight that every reading is old before its turn comes would never let anything leave.
        stretched = stale && !progress
        if (waitMs !== null && !(options.send && isOpen(['planned']))) await rest(waitMs)
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

  return {
    async work(options) {
      stopping = new AbortController()
      try {
        await deps.sleep.over(stopping.signal)
        return await loop(options)
      } catch (thrown) {
        if (thrown instanceof LaneStop) return thrown.end
        const error = toErrorValue(thrown)
        const reaction = reactionTo(error)
        if (reaction !== 'none' && reaction !== 'patience') return { kind: reaction, error }
        if (context.stopped()) return { kind: 'resting' }
        bulk.log.error('bulk.lane-broke', { server: serverId, ...error })
        return { kind: 'broken', error }
      }
    },
    stop() {
      stopping.abort()
      flights.takeBack()
    },
  }
}

/** The ledger refused to take note of an answer. */
function brokenOff(thrown: unknown): Attempt {
  const error = toErrorValue(thrown)
  return { kind: 'failed', reaction: reactionTo(error), error }
}

/** Why a lane must not go on sending after this attempt; null where it may. */
function haltOf({
  reaction,
  error,
}: {
  readonly reaction: ReturnType<typeof reactionTo>
  readonly error: ErrorValue
}): { readonly error: ErrorValue } | LaneStop | null {
  // Cancelled, but not by us: the line was cut because the profile was edited. An error of our own may hit every item.
  if (reaction === 'none') return error.code === 'cancelled' || error.code === 'internal' ? { error } : null
  return reaction === 'patience' ? { error } : new LaneStop({ kind: reaction, error })
}
