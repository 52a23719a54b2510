import { AppError, type ErrorValue } from '../../../shared/errors.ts'
import type { ItemOutcome, StoredItem } from '../../storage/run-columns.ts'
import type { RetryClass } from '../../panel/endpoint.ts'
import type { CallOptions } from '../../panel/types.ts'
import { panelRowOf } from '../types.ts'
import { classifyFailure, SendAborted, type FailureClass } from './failure-class.ts'
import { isInDoubt, unknownError } from './give-up.ts'
import { checkPrecondition, type Precondition } from './check-precondition.ts'
import { completeFailure, type CompletedFailure } from './complete-failure.ts'
import { ended, priorityOf, type ServerRunContext } from './server-run-context.ts'
import type { Move } from './ledger.ts'
import { ageOf, type RowRead, readItem, type ListSnapshot, rowIdOf } from './snapshot.ts'
import type { PendingRequest, PendingRequests } from './pending-requests.ts'
import { flips, idOfRow, withOthersAsRead } from './rows.ts'
import { lookalikes } from './reconcile-item.ts'
import { sendItem, type SentPart } from './steps.ts'

/**
 * How old the read of a row may be, in ms, when the first request of an attempt leaves: for a switch that can only be
 * flipped, and for a state that is set.
 */
const freshMs = { flip: 15_000, set: 120_000 } as const

/**
 * How one attempt ended. `accepted`: the panel's answers were positive. `reconciled`: the row as read, or a 404,
 * decided what becomes of the item. `stale`: the snapshot had grown too old, and nothing was sent. `paused`: the server
 * run was told to stop, and nothing was sent. `lost`: it was sent, and a read has to show the outcome. `failed`: the
 * item has failed, or the disk refused a write. `back`: nothing was done, and the item is planned again.
 */
export type Attempt =
  | { readonly kind: 'accepted' | 'reconciled' | 'stale' | 'paused' }
  | { readonly kind: 'lost' | 'failed' | 'back'; readonly failureClass: FailureClass; readonly error: ErrorValue }

/**
 * Attempts one planned item: checks whether its row is as the plan says, records that it is sent, sends it, and
 * records the answer. Any failure is an outcome. If the disk refuses the record, nothing is sent.
 */
export async function attemptItem(
  context: ServerRunContext,
  pending: PendingRequests,
  planned: StoredItem,
  listSnapshot: ListSnapshot,
  allowOldRead: boolean,
): Promise<Attempt> {
  const { deps, ledger, busy } = context
  const { item } = planned
  return deps.withLock(panelRowOf(deps.connections.panelOf, item.key), async () => {
    if (context.stopped()) return { kind: 'paused' }
    busy.add(item.index)
    try {
      const maxAgeMs = (flips(item) ? freshMs.flip : freshMs.set) * (allowOldRead ? 8 : 1)
      const attemptContext: AttemptContext = { context, pending, planned, listSnapshot, maxAgeMs }
      const sendState = newSendState(planned, listSnapshot)
      try {
        const precondition = await readAndCheck(attemptContext, sendState)
        if (precondition.kind !== 'send') {
          ledger.record([reconciledMove(context, planned, precondition)])
          return { kind: 'reconciled' }
        }
        const part = await sendChecked(attemptContext, sendState, precondition)
        // A part stays sent: the next read finds it in force and plans the rest.
        const state = part === 'whole' ? 'accepted' : 'sent'
        ledger.record([{ from: sendState.stored, state, outcome: { error: null } }])
        return { kind: 'accepted' }
      } catch (thrown) {
        const hasSent = sendState.hasSent && !neverLeft(sendState, thrown)
        const classified = classifyFailure(thrown, planned, { hasSent, wasLost: sendState.wasLost })
        return afterFailure(
          context,
          planned,
          sendState.stored,
          await completeFailure(deps, { ...sendState, planned, hasSent }, classified),
          thrown,
        )
      }
    } finally {
      context.endedAtMs.set(item.index, deps.clock.monotonic())
      busy.delete(item.index)
    }
  })
}

/** The progress of one attempt: the item as it is on disk, and the last read of its row. */
interface SendState {
  stored: StoredItem
  /** Whether a request of this attempt has left. */
  hasSent: boolean
  /** Whether an earlier try of a request of this attempt was lost, so that it may have been carried out. */
  wasLost: boolean
  rowRead: RowRead
  /** How many requests of this attempt the panel has answered with success. */
  steps: number
  /** What the request is that was sent last. */
  retryClass: RetryClass
  readonly pendingRequest: PendingRequest
}

const newSendState = (planned: StoredItem, { askedAtMs, askedAtWallMs }: ListSnapshot): SendState => ({
  stored: planned,
  hasSent: false,
  wasLost: false,
  rowRead: { row: undefined, askedAtMs, askedAtWallMs },
  steps: 0,
  retryClass: 'set',
  pendingRequest: { hasLeft: false, controller: new AbortController() },
})

/** What the steps of one attempt have in common. */
interface AttemptContext {
  readonly context: ServerRunContext
  readonly pending: PendingRequests
  readonly planned: StoredItem
  readonly listSnapshot: ListSnapshot
  /** How old the last read of the row may be when the first request of the attempt leaves, in ms. */
  readonly maxAgeMs: number
}

const optionsOf = (context: ServerRunContext, { pendingRequest }: SendState): CallOptions => ({
  priority: priorityOf(context),
  unshared: true,
  signal: pendingRequest.controller.signal,
})

/** Records that the item is about to be sent, unless the read of its row is too old. If this throws, nothing leaves. */
function noteSent({ context, planned, listSnapshot, maxAgeMs }: AttemptContext, sendState: SendState): void {
  const { deps, ledger } = context
  const { item, outcome } = planned
  if (ageOf(sendState.rowRead, deps) > maxAgeMs) throw new SendAborted('stale')
  const sentAtMs = deps.clock.now()
  const baseline: Partial<Pick<ItemOutcome, 'baselineIds'>> =
    item.op === 'create' && outcome.madeId === null
      ? { baselineIds: baselineIdsOf(context, planned, listSnapshot) }
      : {}
  const sent = {
    sentAtMs,
    firstSentAtMs: outcome.firstSentAtMs ?? sentAtMs,
    error: null,
    notDoneAtMs: null,
    flipSent: sendState.retryClass === 'flip' || (outcome.firstSentAtMs !== null && outcome.flipSent),
    ...baseline,
  }
  const move = {
    from: sendState.stored,
    state: 'sent',
    outcome: sent,
    item: outcome.firstSentAtMs === null ? withOthersAsRead(item, sendState.rowRead.row) : item,
  } as const
  sendState.stored = ledger.move([move])[0] ?? sendState.stored
  sendState.hasSent = true
}

/** Returns a function that runs single requests of an item and notes when each leaves. */
function createStepRunner(attemptContext: AttemptContext, sendState: SendState) {
  const { context, pending } = attemptContext
  const { pendingRequest } = sendState
  /** Runs right before a request leaves. If this throws, the request does not leave. */
  const onLeaving = () => {
    // The budget sends a request again only if the panel has refused it with 429, so nothing of it was carried out.
    if (pendingRequest.hasLeft && sendState.steps === 0 && !sendState.wasLost) sendState.hasSent = false
    if (context.stopped()) throw new SendAborted('paused')
    if (!sendState.hasSent) noteSent(attemptContext, sendState)
    pendingRequest.hasLeft = true
    context.leftAtMs.set(attemptContext.planned.item.index, context.deps.clock.monotonic())
  }
  const mayRepeat = () => {
    sendState.wasLost ||= pendingRequest.hasLeft
    pendingRequest.hasLeft = false
    return !context.stopped()
  }
  return async <T>(retryClass: RetryClass, request: (options: CallOptions) => Promise<T>): Promise<T> => {
    pending.add(pendingRequest)
    sendState.retryClass = retryClass
    try {
      const answer = await request({ ...optionsOf(context, sendState), onLeaving, mayRepeat })
      sendState.steps += 1
      return answer
    } finally {
      pendingRequest.hasLeft = false
      pending.drop(pendingRequest)
    }
  }
}

/** Reads the item's row and checks its precondition. */
async function readAndCheck(
  { context, planned, listSnapshot }: AttemptContext,
  sendState: SendState,
): Promise<Precondition> {
  const { item, outcome } = planned
  const id = rowIdOf(item, outcome.madeId)
  if (id !== null)
    sendState.rowRead = await readItem(context.deps, item, id, listSnapshot, {
      ...optionsOf(context, sendState),
      signal: context.signal(),
    })
  const { row } = sendState.rowRead
  const snapshot = { ...listSnapshot, row: (key: string) => (key === id ? row : listSnapshot.row(key)) }
  return checkPrecondition(planned, row, snapshot, context.createdIds, context.panelClock())
}

async function sendChecked(
  attemptContext: AttemptContext,
  sendState: SendState,
  { madeId }: { readonly madeId: string | null },
): Promise<SentPart> {
  const { context, planned, listSnapshot } = attemptContext
  const { deps, ledger, server } = context
  // A row whose id was known before the check has just been read. A new row that the check has found is in the list.
  const row = madeId === planned.outcome.madeId ? sendState.rowRead.row : listSnapshot.row(String(madeId))
  sendState.stored = { ...sendState.stored, outcome: { ...sendState.stored.outcome, madeId } }
  const secret = context.secretOf(planned.item.index)
  const { url } = deps.connections.writable(server.serverId)
  if (url !== server.url)
    throw new AppError('plan.expired', 'The address of the server was edited', { planned: server.url, now: url })
  const onCreated = (madeId: string) => {
    context.createdIds.add(madeId)
    sendState.stored =
      ledger.record([{ from: sendState.stored, state: 'sent', outcome: { madeId } }])[0] ?? sendState.stored
  }
  const client = deps.connections.client(server.serverId)
  return sendItem(sendState.stored, row ?? null, {
    client,
    step: createStepRunner(attemptContext, sendState),
    secret,
    onCreated,
  })
}

/**
 * Returns the ids of rows that cannot be the one to be created: those that look like it or have its name already, and
 * those that this server run has created. They are on disk before the creation is sent, so that none of them is taken
 * for the new row.
 */
function baselineIdsOf(
  { createdIds }: ServerRunContext,
  planned: StoredItem,
  listSnapshot: ListSnapshot,
): readonly string[] {
  const { rows } = listSnapshot
  return [
    ...new Set([
      ...planned.outcome.baselineIds,
      ...[...lookalikes(planned, rows), ...lookalikes(planned, rows, 'namesake')].map((row) =>
        idOfRow(planned.item.kind, row),
      ),
      ...createdIds,
    ]),
  ]
}

function reconciledMove(
  context: ServerRunContext,
  from: StoredItem,
  precondition: Exclude<Precondition, { readonly kind: 'send' }>,
): Move {
  switch (precondition.kind) {
    case 'already-so':
      if (precondition.byUs)
        return { from, state: 'confirmed', outcome: ended(context, { madeId: precondition.madeId, error: null }) }
      return { from, state: 'skipped', outcome: ended(context, { skipped: 'already-so' }) }
    case 'gone':
      return { from, state: 'skipped', outcome: ended(context, { skipped: 'gone' }) }
    case 'conflict':
      return {
        from,
        state: 'held',
        outcome: {
          found: precondition.found,
          baselineIds: [...from.outcome.baselineIds, ...(precondition.knownDuplicates ?? [])],
        },
      }
    case 'unknown': {
      const error = { code: 'write.unknown', message: 'Whether the change was made is not known' } as const
      return { from, state: 'unknown', outcome: ended(context, { error, found: precondition.found }) }
    }
    case 'unreported': {
      const error = new AppError('panel.bad-reply', 'The panel does not say whether the account is enabled', {
        subject: from.item.subject,
      }).toValue()
      return { from, state: 'failed', outcome: ended(context, { error }) }
    }
  }
}

/**
 * Whether the switch or the creation that an attempt began with has not left, because no connection came about. Other
 * requests are tried several times, and an earlier try may have left.
 */
const neverLeft = ({ steps, retryClass }: SendState, thrown: unknown): boolean =>
  steps === 0 &&
  (retryClass === 'create' || retryClass === 'flip') &&
  thrown instanceof AppError &&
  thrown.details?.['sent'] === false

/** Returns the move that plans an item again as if the attempt had not been, if it has recorded anything. */
function backMoves(planned: StoredItem, stored: StoredItem): readonly Move[] {
  const { firstSentAtMs, sentAtMs, flipSent } = planned.outcome
  const outcome = { firstSentAtMs, sentAtMs, flipSent }
  return stored.state === 'planned' ? [] : [{ from: stored, state: 'planned', outcome }]
}

function afterFailure(
  context: ServerRunContext,
  planned: StoredItem,
  stored: StoredItem,
  failure: CompletedFailure,
  thrown: unknown,
): Attempt {
  const { ledger } = context
  const { failureClass, error, found } = failure
  if (thrown instanceof SendAborted && failure.item === 'back') {
    ledger.record(backMoves(planned, stored))
    return { kind: thrown.reason }
  }
  // The disk has just refused a write. Another write would only hide the first error.
  if (failureClass === 'storage') return { kind: 'failed', failureClass, error }
  switch (failure.item) {
    case 'back':
      ledger.record(backMoves(planned, stored))
      return { kind: 'back', failureClass, error }
    case 'doubt':
      if (!(thrown instanceof SendAborted)) ledger.record([{ from: stored, state: 'sent', outcome: { error } }])
      return { kind: 'lost', failureClass, error }
    case 'gone': {
      const removed = stored.item.op === 'remove'
      const byUs = removed && stored.outcome.attempts > 0
      const skipped = removed ? 'already-so' : 'gone'
      ledger.record([
        byUs
          ? { from: stored, state: 'confirmed', outcome: ended(context, { error: null }) }
          : { from: stored, state: 'skipped', outcome: ended(context, { skipped, error: null }) },
      ])
      return { kind: 'reconciled' }
    }
    case 'failed':
      // This attempt was refused, but the answer to an earlier attempt was lost.
      if (isInDoubt(stored) && stored.outcome.attempts > 0)
        ledger.record([{ from: stored, state: 'unknown', outcome: ended(context, { error: unknownError(error) }) }])
      else ledger.record([{ from: stored, state: 'failed', outcome: ended(context, { error, found }) }])
      return { kind: 'failed', failureClass, error }
  }
}
