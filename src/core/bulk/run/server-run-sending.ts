import { AppError, type ErrorValue, toErrorValue } from '../../../shared/errors.ts'
import type { Kind } from '../../../shared/kinds/index.ts'
import type { StoredItem } from '../../storage/run-columns.ts'
import { type Attempt, attemptItem } from './attempt.ts'
import { failureClassOf } from './failure-class.ts'
import type { Move } from './ledger.ts'
import type { PendingRequests } from './pending-requests.ts'
import { ended, type ServerRunContext, maxInFlight } from './server-run-context.ts'
import type { ListSnapshot } from './snapshot.ts'

/** After this many lost answers in a row, the server is read before more is sent. */
const maxLostInARow = 6
const pageSize = 200

/**
 * How a server run ended. `paused`: it was told to stop. `broken`: the server cannot be used. `moved`: it is no
 * longer the server for which the plan was made. `too-many`: more items failed than the user allows. `storage`,
 * `vault`: the disk or the vault refuses, so the whole run has to pause.
 */
export type ServerRunEnd =
  | { readonly kind: 'done' | 'paused' | 'too-many' }
  | { readonly kind: 'broken' | 'moved' | 'storage' | 'vault'; readonly error: ErrorValue }

/** Thrown to end the work of a server run. */
export class ServerRunStop extends Error {
  readonly end: ServerRunEnd
  constructor(end: ServerRunEnd) {
    super(end.kind)
    this.end = end
  }
}

/**
 * Checks that the server is still the one of the run and, with `send`, that it may be changed.
 * @throws ServerRunStop if it was removed, if its address was edited since the run started, or if it is read-only
 */
export function checkServer({ deps, server }: ServerRunContext, send: boolean): void {
  const known = deps.storage.servers.get(server.serverId)
  if (!known)
    throw new ServerRunStop({
      kind: 'moved',
      error: new AppError('server.unknown', 'The server is no longer in Wisdeck').toValue(),
    })
  if (known.url !== server.url) {
    throw new ServerRunStop({
      kind: 'moved',
      error: new AppError('plan.expired', 'The address of the server was edited', {
        planned: server.url,
        now: known.url,
      }).toValue(),
    })
  }
  if (send && known.readOnly)
    throw new ServerRunStop({
      kind: 'broken',
      error: new AppError('server.read-only', `${known.name} is set to read-only`, { server: known.name }).toValue(),
    })
}

/** Returns the outcome of an attempt that the ledger could not record. */
function attemptNotRecorded(thrown: unknown): Attempt {
  const error = toErrorValue(thrown)
  return { kind: 'failed', failureClass: failureClassOf(error), error }
}

/** Returns why the server run must stop sending after this attempt, or null if it may continue. */
function haltOf({
  failureClass,
  error,
}: {
  readonly failureClass: ReturnType<typeof failureClassOf>
  readonly error: ErrorValue
}): { readonly error: ErrorValue } | ServerRunStop | null {
  // Unless the server run was told to stop, a cancelled request means that its connection was closed because the
  // profile was edited. An internal error may affect every item.
  if (failureClass === 'none') return error.code === 'cancelled' || error.code === 'internal' ? { error } : null
  return failureClass === 'retry' ? { error } : new ServerRunStop({ kind: failureClass, error })
}

/** The states of a step that is in force, so that the next one may be sent: it was so already, or is so now. */
const isInForce = ({ state, outcome }: StoredItem) =>
  state === 'confirmed' || (state === 'skipped' && outcome.skipped === 'already-so')

/**
 * Skips planned items whose step before has ended without being in force, and returns the indexes of those that have to
 * wait for the step before. A run of one step has neither, and is not read.
 */
function waitingSteps(context: ServerRunContext, kind: Kind): ReadonlySet<number> {
  const { ledger, server } = context
  const [last] = ledger.items({ serverId: server.serverId, kind, states: ['planned'] }, 1)
  if (last?.item.step === undefined) return new Set()
  const waiting = new Set<number>()
  const moves: Move[] = []
  const stateOfRow = new Map<string, 'in-force' | 'open' | 'ended'>()
  for (const stored of ledger.items({ serverId: server.serverId, kind })) {
    const { key, index } = stored.item
    const before = stateOfRow.get(key) ?? 'in-force'
    const isEnded = before === 'ended' && stored.state === 'planned'
    if (isEnded) moves.push({ from: stored, state: 'skipped', outcome: ended(context, { skipped: 'step-before' }) })
    else if (before === 'open' && stored.state === 'planned') waiting.add(index)
    if (before === 'in-force' && !isInForce(stored)) stateOfRow.set(key, isUnderWay(stored) ? 'open' : 'ended')
  }
  ledger.move(moves)
  return waiting
}

const isUnderWay = ({ state, outcome }: StoredItem) =>
  state === 'planned' || state === 'accepted' || (state === 'sent' && outcome.notDoneAtMs === null)

/** Returns a function that returns the next planned item of one kind. It reads items from the ledger page by page. */
function plannedItems(context: ServerRunContext, kind: Kind): () => StoredItem | undefined {
  const { ledger, server } = context
  const waiting = waitingSteps(context, kind)
  let after = -1
  let page: StoredItem[] = []
  return () => {
    for (;;) {
      if (page.length === 0)
        page = [...ledger.items({ serverId: server.serverId, kind, states: ['planned'], after }, pageSize)]
      const item = page.shift()
      if (item) after = item.item.index
      if (!item || !waiting.has(item.item.index)) return item
    }
  }
}

interface Batch {
  progress: boolean
  lostInARow: number
  /** Why nothing more is sent; the first reason counts. */
  halt: 'stale' | { readonly error: ErrorValue } | ServerRunStop | null
}

function noteAttempt(batch: Batch, attempt: Attempt): void {
  if (attempt.kind === 'accepted') batch.lostInARow = 0
  if (attempt.kind === 'accepted' || attempt.kind === 'reconciled') batch.progress = true
  if (attempt.kind === 'stale') batch.halt ??= 'stale'
  if (attempt.kind === 'lost' && ++batch.lostInARow >= maxLostInARow) batch.halt ??= { error: attempt.error }
  if ('failureClass' in attempt) batch.halt ??= haltOf(attempt)
}

/**
 * Sends planned items of one kind based on this snapshot, until none is left, the snapshot is too old, or the server
 * run must stop.
 * @throws ServerRunStop if the server run must end; AppError if it must wait and read the server before it sends more
 */
export async function sendPlanned(
  context: ServerRunContext,
  { pending, tooManyFailed }: { readonly pending: PendingRequests; readonly tooManyFailed: () => boolean },
  kind: Kind,
  listSnapshot: ListSnapshot,
  allowOldRead: boolean,
): Promise<{ readonly progress: boolean; readonly stale: boolean }> {
  const next = plannedItems(context, kind)
  const batch: Batch = { progress: false, lostInARow: 0, halt: null }
  const worker = async () => {
    while (batch.halt === null && !context.stopped()) {
      if (tooManyFailed()) batch.halt = new ServerRunStop({ kind: 'too-many' })
      const item = batch.halt === null ? next() : undefined
      if (!item) return
      noteAttempt(
        batch,
        await attemptItem(context, pending, item, listSnapshot, allowOldRead).catch(attemptNotRecorded),
      )
    }
  }
  await Promise.all(Array.from({ length: maxInFlight }, worker))
  const { halt, progress } = batch
  if (halt instanceof ServerRunStop) throw halt
  if (halt !== null && halt !== 'stale' && !context.stopped())
    throw new AppError(halt.error.code, halt.error.message, halt.error.details)
  return { progress, stale: halt === 'stale' }
}
