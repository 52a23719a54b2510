import type { ErrorValue } from '../../../shared/errors.ts'
import type { ItemCounts, ServerRun, Run, RunItem } from '../../../shared/model/run.ts'
import type { BudgetView } from '../../../shared/model/budget.ts'
import type { RunServer, StoredItem } from '../../storage/run-columns.ts'
import type { Ledger } from './ledger.ts'

/** The state of a server run as a whole. `etaMs` and `budget` are null unless it works now. */
export interface ServerRunStatus {
  readonly state: ServerRun['state']
  readonly etaMs: number | null
  readonly budget: BudgetView | null
  readonly error: ErrorValue | null
}

export const totalOf = (counts: ItemCounts): number => Object.values(counts).reduce((sum, count) => sum + count, 0)

export const itemOf = ({ item, state, outcome }: StoredItem): RunItem => {
  const { error, skipped, found, madeId, sentAtMs, endedAtMs } = outcome
  // The error of a lost request is shown only once the item has failed or its outcome is unknown.
  return {
    ...item,
    state,
    error: state === 'failed' || state === 'unknown' ? error : null,
    skipped,
    found,
    madeId,
    sentAtMs,
    endedAtMs,
  }
}

export function serverRunOf(ledger: Ledger, server: RunServer, status: ServerRunStatus, nowMs: number): ServerRun {
  const counts = ledger.counts(server.serverId)
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
    waits: budget?.reason ?? 'ready',
    quotaInMs: waitsForReset ? Math.max(0, (budget.resetAtMs ?? nowMs) - nowMs) : null,
    error: status.error,
  }
}

/** Returns the run as the screens see it. `serverRuns` are the ones that work now. */
export function runOf(
  ledger: Ledger,
  reconciling: boolean,
  serverRuns: readonly Pick<ServerRun, 'serverId' | 'etaMs'>[],
): Run {
  const { id, planId, startedAtMs, state, head } = ledger.run()
  const counts = ledger.counts()
  const slowest = serverRuns.reduce<Pick<ServerRun, 'serverId' | 'etaMs'> | null>(
    (most, serverRun) => (serverRun.etaMs !== null && serverRun.etaMs > (most?.etaMs ?? -1) ? serverRun : most),
    null,
  )
  return {
    id,
    planId,
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
    undoneAll: head.undoneAll,
    undoable: ledger.undoable(),
    handout: head.handout,
  }
}
