import { AppError, type ErrorValue, toErrorValue } from '../../../shared/errors.ts'
import { type Kind, kinds } from '../../../shared/kinds/index.ts'
import type { ItemState } from '../../../shared/model/run.ts'
import { pause } from '../../panel/exchange.ts'
import type { CallOptions } from '../../panel/types.ts'
import type { Sleep } from '../../sleep.ts'
import type { RunServer } from '../../storage/run-columns.ts'
import { isKnownWell } from '../../planning/created-at.ts'
import type { BulkDeps } from '../types.ts'
import { createPendingRequests, type PendingRequests } from './pending-requests.ts'
import { failureClassOf } from './failure-class.ts'
import { isOfOneRow, priorityOf, type ServerRunContext } from './server-run-context.ts'
import { checkServer, type ServerRunEnd, ServerRunStop, sendPlanned } from './server-run-sending.ts'
import type { Ledger } from './ledger.ts'
import { readForItem } from './row-snapshot.ts'
import { type ListSnapshot, readList } from './snapshot.ts'
import { lookalikes } from './reconcile-item.ts'
import { type IfNotInForce, reconcileServerRun } from './reconcile-server-run.ts'

/** The waits in ms before each further try of a server that does not answer. After the last, its server run stops. */
const retryWaitsMs = [2_000, 5_000, 15_000, 30_000, 60_000]

export interface ServerRunOptions extends IfNotInForce {
  /** Whether planned items are sent. If not, only sent items are reconciled. */
  readonly send: boolean
  /** Whether to wait and try again if the server does not answer. */
  readonly waitAndRetry: boolean
  /** Whether open items are read again, once. */
  readonly readOpen: boolean
}

/** The work on one server of one run. */
export interface ServerRunWork {
  /** Works until all is done or something prevents it; begins when the machine is awake. Never rejects. */
  work(options: ServerRunOptions): Promise<ServerRunEnd>
  /** Whether something is tried again that the panel has not answered as it should. */
  isRepeating(): boolean
  /** Aborts reads, waits and queued changes; `work` resolves once the changes in flight are answered. */
  stop(): void
}

interface ServerRunDeps {
  readonly bulk: BulkDeps
  readonly ledger: Ledger
  readonly server: RunServer
  readonly sleep: Pick<Sleep, 'over'>
  readonly secretOf: (index: number) => string | null
  /** Whether more items of this server have failed than the user allows. */
  readonly tooManyFailed: () => boolean
}

interface ServerRunParts {
  readonly context: ServerRunContext
  readonly pending: PendingRequests
  readonly tooManyFailed: () => boolean
}

const sentStates: readonly ItemState[] = ['sent', 'accepted']
const statesToHandle = ({ send }: ServerRunOptions): readonly ItemState[] =>
  send ? ['planned', ...sentStates] : sentStates

const hasItemsIn = ({ context: { ledger, server } }: ServerRunParts, states: readonly ItemState[]) =>
  kinds.some((kind) => ledger.countItems(server.serverId, kind, states) > 0)

/** A read that fails within this time may be repeated while a user waits for a change to be sent, in ms. */
const quickFailureMs = 3_000

/**
 * Returns the options of a read before a change of one row is sent: it ends with the first answer that does not come.
 * Later the change would be sent although its user has been told that it was not.
 */
function readOnce({ clock }: Pick<BulkDeps, 'clock'>): Partial<CallOptions> {
  const askedAtMs = clock.monotonic()
  return { oneTimeout: true, mayRepeat: () => clock.monotonic() - askedAtMs < quickFailureMs }
}

/** Reads the list of a kind; for a run of one row, only what its item needs. */
function read(
  { context }: ServerRunParts,
  kind: Kind,
  states: readonly ItemState[],
  signal: AbortSignal,
): Promise<ListSnapshot> {
  const { deps, ledger, server, repeating } = context
  const mayRepeat = () => {
    repeating.add('read')
    return true
  }
  const options: CallOptions = { priority: priorityOf(context), signal, unshared: true, mayRepeat }
  const [stored] = isOfOneRow(context) ? ledger.items({ serverId: server.serverId, kind, states }, 1) : []
  if (!stored) return readList(deps, server.serverId, kind, options)
  const isUnsent = stored.outcome.firstSentAtMs === null
  return readForItem(deps, stored, kind, { ...options, ...(isUnsent ? readOnce(deps) : {}) })
}

/** How often a list is read again to learn the panel's clock. */
const mostClockReads = 2

/**
 * Whether another read may tell whose a new row is. The first reply of a slow connection tells the panel's clock badly,
 * and whether a row was created since its request left is judged by that clock.
 */
function needsClock({ ledger, server, panelClock }: ServerRunContext, kind: Kind, { rows }: ListSnapshot): boolean {
  const clock = panelClock()
  if (clock === null || isKnownWell(clock)) return false
  return ledger
    .items({ serverId: server.serverId, kind, states: ['sent'] })
    .some(
      (stored) => stored.item.op === 'create' && stored.outcome.madeId === null && lookalikes(stored, rows).length > 0,
    )
}

/** Makes one pass over both kinds: reads the list, reconciles from it what was sent, and sends what is planned. */
async function runPass(serverRun: ServerRunParts, options: ServerRunOptions, allowOldRead: boolean) {
  const { context } = serverRun
  const { deps, ledger } = context
  const { serverId } = context.server
  let waitMs: number | null = null
  let progress = false
  let stale = false
  for (const kind of kinds) {
    const states = statesToHandle(options)
    const handles = options.readOpen
      ? ledger.items({ serverId, kind, states }, 1).length > 0
      : ledger.countItems(serverId, kind, states) > 0
    if (!handles || context.stopped()) continue
    checkServer(context, options.send)
    let listSnapshot = await read(serverRun, kind, states, context.signal())
    for (let tries = 0; tries < mostClockReads && needsClock(context, kind, listSnapshot); tries += 1)
      listSnapshot = await read(serverRun, kind, states, context.signal())
    context.repeating.delete('read')
    const before = ledger.countItems(serverId, kind, sentStates)
    const kindWaitMs = await reconcileServerRun(context, listSnapshot, deps.connections.timeouts().wholeMs, options)
    if (kindWaitMs !== null) waitMs = Math.min(waitMs ?? Infinity, kindWaitMs)
    if (ledger.countItems(serverId, kind, sentStates) < before) progress = true
    if (!options.send) continue
    const batch = await sendPlanned(context, serverRun, kind, listSnapshot, allowOldRead)
    progress ||= batch.progress
    stale ||= batch.stale
  }
  return { waitMs, progress, stale }
}

/**
 * Waits while another program holds the data file, if that is what a pass has thrown. Then the next pass reads the
 * outcome of what was sent. Returns false if something else was thrown or the file cannot be written to in the end.
 */
async function waitedForFile({ deps, signal }: ServerRunContext, thrown: unknown): Promise<boolean> {
  const isBusy =
    thrown instanceof ServerRunStop
      ? 'error' in thrown.end && thrown.end.error.code === 'storage.busy'
      : thrown instanceof AppError && thrown.code === 'storage.busy'
  return (
    isBusy &&
    deps.storage.whenWritable(signal()).then(
      () => true,
      () => false,
    )
  )
}

/**
 * Makes passes until nothing is left to do or the server run is told to stop.
 * @throws what a pass throws, if waiting would not help
 */
async function runPasses(serverRun: ServerRunParts, options: ServerRunOptions): Promise<ServerRunEnd> {
  const { context } = serverRun
  const waitFor = (ms: number) => pause(context.deps.clock, ms, context.signal()).catch(() => undefined)
  let failedTries = 0
  let allowOldRead = false
  while (!context.stopped()) {
    const isReadOnce = options.readOpen && context.ledger.countOpen(context.server.serverId) > 0
    if (!isReadOnce && !hasItemsIn(serverRun, statesToHandle(options))) return { kind: 'done' }
    try {
      const { waitMs, progress, stale } = await runPass(serverRun, options, allowOldRead)
      if (isReadOnce && !hasItemsIn(serverRun, statesToHandle(options))) return { kind: 'done' }
      if (progress) failedTries = 0
      // With a tight request budget every snapshot would expire while its item waits, so allow 8 times the age.
      allowOldRead = stale && !progress
      if (waitMs !== null && !(options.send && hasItemsIn(serverRun, ['planned']))) await waitFor(waitMs)
    } catch (thrown) {
      if (await waitedForFile(context, thrown)) continue
      const error = toErrorValue(thrown)
      const failureClass = failureClassOf(error)
      const isTemporary = failureClass === 'retry' || failureClass === 'none'
      if (thrown instanceof ServerRunStop || !isTemporary || context.stopped()) throw thrown
      const waitMs = options.waitAndRetry ? retryWaitsMs[failedTries++] : undefined
      if (waitMs === undefined) return { kind: 'broken', error }
      context.repeating.add('read')
      await waitFor(waitMs)
    }
  }
  return { kind: 'paused' }
}

/** Returns the end of the server run that an error leads to. */
function endBy({ deps, server, stopped }: ServerRunContext, thrown: unknown): ServerRunEnd {
  if (thrown instanceof ServerRunStop) return thrown.end
  const error: ErrorValue = toErrorValue(thrown)
  const failureClass = failureClassOf(error)
  if (failureClass !== 'none' && failureClass !== 'retry') return { kind: failureClass, error }
  if (stopped()) return { kind: 'paused' }
  deps.log.error('bulk.server-run-broke', { server: server.serverId, ...error })
  return { kind: 'broken', error }
}

export function createServerRun({
  bulk,
  ledger,
  server,
  sleep,
  secretOf,
  tooManyFailed,
}: ServerRunDeps): ServerRunWork {
  let stopping = new AbortController()
  const context: ServerRunContext = {
    deps: bulk,
    ledger,
    server,
    secretOf,
    signal: () => stopping.signal,
    stopped: () => stopping.signal.aborted,
    busy: new Set(),
    repeating: new Set(),
    leftAtMs: new Map(),
    endedAtMs: new Map(),
    panelClock: () => bulk.connections.knownBudget(server.serverId)?.clockOffset() ?? null,
    createdIds: new Set(),
  }
  const serverRun: ServerRunParts = { context, pending: createPendingRequests(), tooManyFailed }
  return {
    async work(options) {
      stopping = new AbortController()
      context.repeating.clear()
      try {
        await sleep.over(stopping.signal)
        return await runPasses(serverRun, options)
      } catch (thrown) {
        return endBy(context, thrown)
      }
    },
    isRepeating: () => context.repeating.size > 0,
    stop() {
      stopping.abort()
      serverRun.pending.abortQueued()
    },
  }
}
