import { kinds } from '../../../shared/kinds/index.ts'
import type { ItemState, ServerRun } from '../../../shared/model/run.ts'
import type { RunServer } from '../../storage/run-columns.ts'
import type { BulkDeps } from '../types.ts'
import type { Ledger } from './ledger.ts'
import { serverRunOf } from './views.ts'

/** The states of items that have not ended and are not in conflict. */
export const openStates: readonly ItemState[] = ['planned', 'sent', 'accepted']

/**
 * Returns the current server runs of a run. `working` holds the servers being worked on and changes during the run;
 * `isRepeating` tells whether the work on one tries something again.
 */
export function createLiveServerRuns(
  { clock, connections }: Pick<BulkDeps, 'clock' | 'connections'>,
  ledger: Ledger,
  working: ReadonlySet<string>,
  isRepeating: (serverId: string) => boolean,
) {
  /**
   * Estimates the ms until the last request of a server run has left: planned items and the read-back. Null if the
   * server is not worked on, its budget is not known yet, or the panel does not answer as it should.
   */
  const etaMs = (serverId: string): number | null => {
    const budget = working.has(serverId) ? connections.knownBudget(serverId) : null
    if (isRepeating(serverId)) return null
    const left = kinds.reduce((sum, kind) => sum + ledger.countItems(serverId, kind, ['planned']), 0)
    return budget && budget.etaMs(left + 1, 'bulk')
  }

  const serverRun = (one: RunServer): ServerRun => {
    const budget = working.has(one.serverId) ? connections.knownBudget(one.serverId) : null
    const state = working.has(one.serverId) ? 'working' : one.state === 'working' ? 'waiting' : one.state
    const hasItemsIn = kinds.some((kind) => ledger.countItems(one.serverId, kind, openStates) > 0)
    const isPaused = state === 'waiting' && ledger.run().state !== 'running' && hasItemsIn
    const status = {
      state: isPaused ? 'paused' : state,
      etaMs: etaMs(one.serverId),
      budget: budget?.view() ?? null,
      isRepeating: working.has(one.serverId) && isRepeating(one.serverId),
      error: one.error,
    } as const
    return serverRunOf(ledger, one, status, clock.now())
  }

  return {
    all: (): readonly ServerRun[] => ledger.run().head.servers.map(serverRun),
    /** Returns of each working server run the ms until its last request has left, null if that is not known. */
    working: () =>
      [...working].map((serverId) => ({ serverId, etaMs: etaMs(serverId), isRepeating: isRepeating(serverId) })),
  }
}
