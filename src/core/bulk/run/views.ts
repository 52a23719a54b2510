import type { ErrorValue } from '../../../shared/errors.ts'
import type { ItemCounts, ItemState, ServerRun, Run, RunItem } from '../../../shared/model/run.ts'
import type { BudgetView } from '../../../shared/model/budget.ts'
import { isOpen, type RunServer, type StoredItem, type StoredRun } from '../../storage/run-columns.ts'
import { unknownError } from './give-up.ts'
import type { Ledger } from './ledger.ts'

/** The state of a server run as a whole. `etaMs` and `budget` are null unless it works now. */
export interface ServerRunStatus {
  readonly state: ServerRun['state']
  readonly etaMs: number | null
  readonly budget: BudgetView | null
  readonly isRepeating: boolean
  readonly error: ErrorValue | null
}

type WorkingServerRun = Pick<ServerRun, 'serverId' | 'etaMs'> & Pick<ServerRunStatus, 'isRepeating'>

export const totalOf = (counts: ItemCounts): number => Object.values(counts).reduce((sum, count) => sum + count, 0)

/** Whether a run is over, so that nothing more happens to its items by itself except that readings settle them. */
export const isOver = ({ state }: Pick<StoredRun, 'state'>): boolean => state === 'done' || state === 'cancelled'

/**
 * Returns an item as the screens see it. In a run that is over, an item that was sent and not read back is unknown; so
 * is an open item of any run. A later reading can still settle both.
 */
export const itemOf = (stored: StoredItem, over: boolean): RunItem => {
  const { item, state, outcome } = stored
  const { error, skipped, found, madeId, sentAtMs, endedAtMs, notDoneAtMs } = outcome
  const open = isOpen(stored) || (over && (state === 'sent' || state === 'accepted'))
  // The error of a lost request is shown only once the item has failed or its outcome is unknown.
  const shownError = open ? unknownError(error) : state === 'failed' || state === 'unknown' ? error : null
  return {
    ...item,
    state: open ? 'unknown' : state,
    error: shownError,
    skipped,
    found,
    madeId,
    sentAtMs,
    endedAtMs,
    notDoneAtMs,
    open,
  }
}

/** Returns the states in which items may be stored that the screens see in one of these states; see `itemOf`. */
export const storedStates = (states: readonly ItemState[]): readonly ItemState[] =>
  states.includes('unknown') ? [...new Set<ItemState>([...states, 'sent', 'accepted'])] : states

/** Returns the counts as the screens see them; see `itemOf`. */
const countsOf = (counts: ItemCounts, over: boolean): ItemCounts =>
  over ? { ...counts, sent: 0, accepted: 0, unknown: counts.unknown + counts.sent + counts.accepted } : counts

export function serverRunOf(ledger: Ledger, server: RunServer, status: ServerRunStatus, nowMs: number): ServerRun {
  const counts = countsOf(ledger.counts(server.serverId), isOver(ledger.run()))
  const { budget } = status
  const waitsForReset = budget?.reason === 'waiting-reset' && budget.resetAtMs !== null
  return {
    serverId: server.serverId,
    name: server.name,
    environment: server.environment,
    state: status.state,
    counts,
    total: totalOf(counts),
    etaMs: status.etaMs,
    waits: status.isRepeating && !waitsForReset ? 'repeating' : (budget?.reason ?? 'ready'),
    quotaInMs: waitsForReset ? Math.max(0, (budget.resetAtMs ?? nowMs) - nowMs) : null,
    error: status.error,
  }
}

/**
 * Returns the run as the screens see it. `serverRuns` are the ones that work now. While one of them tries something
 * again, nobody knows when the run will end, and that one counts as the slowest.
 */
export function runOf(ledger: Ledger, reconciling: boolean, serverRuns: readonly WorkingServerRun[]): Run {
  const { id, planId, startedAtMs, state, head } = ledger.run()
  const counts = countsOf(ledger.counts(), isOver({ state }))
  const undoable = ledger.undoable()
  const slowest =
    serverRuns.find(({ isRepeating }) => isRepeating) ??
    serverRuns.reduce<WorkingServerRun | null>(
      (most, serverRun) => (serverRun.etaMs !== null && serverRun.etaMs > (most?.etaMs ?? -1) ? serverRun : most),
      null,
    )
  return {
    id,
    planId,
    origin: head.origin,
    action: head.action,
    name: head.name,
    state,
    pausedBy: head.pausedBy,
    options: head.options,
    startedAtMs,
    endedAtMs: head.endedAtMs,
    counts,
    total: totalOf(counts),
    noops: head.noops,
    servers: head.servers.length,
    etaMs: slowest?.etaMs ?? null,
    slowestServerId: slowest?.serverId ?? null,
    reconciling,
    undoOf: head.undoOf,
    undoneBy: head.undoneBy,
    undoneAll: head.undoneAll && undoable <= (head.undoneCount ?? undoable),
    undoable,
    handout: head.handout,
  }
}
