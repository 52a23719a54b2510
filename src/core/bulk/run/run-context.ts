import { AppError } from '../../../shared/errors.ts'
import { kinds } from '../../../shared/kinds/index.ts'
import type { ItemState } from '../../../shared/model/run.ts'
import type { RunHead, RunServer, StoredRun } from '../../storage/run-columns.ts'
import type { BulkDeps } from '../types.ts'
import type { ServerRunWork } from './server-run.ts'
import type { Ledger } from './ledger.ts'
import { openStates } from './live-server-runs.ts'
import type { Progress } from './progress.ts'

export type PauseReason = NonNullable<RunHead['pausedBy']>

/** What the parts of one live run share. It is mutable and owned by the run. */
export interface RunContext {
  readonly deps: BulkDeps
  readonly ledger: Ledger
  readonly progress: Progress
  /** Called each time the run ends, done or cancelled. */
  readonly onFinished: (run: StoredRun) => void
  /** Creates the work on a server. */
  readonly createWork: (server: RunServer) => ServerRunWork
  /** The work on each server, by server id. It is created at first use and stays while the run is live. */
  readonly works: Map<string, ServerRunWork>
  /** Ids of servers that are being worked on. Reconciling alone does not count. */
  readonly working: Set<string>
  /** Server runs that were started again while others were still working. */
  readonly restarted: Promise<void>[]
  driving: Promise<void> | null
  reconciling: Promise<void> | null
  pauseReason: PauseReason | 'closing' | null
  /**
   * The wall time at which the user wanted what is not done to be sent again; it holds for POSTs that were sent until
   * then. Null if the user has not said so since the run was last started.
   */
  sendAgainUntilMs: number | null
}

export const sentStates: readonly ItemState[] = ['sent', 'accepted']

export const serversOf = ({ ledger }: RunContext): readonly RunServer[] => ledger.run().head.servers

export function serverOf(context: RunContext, serverId: string): RunServer {
  const found = serversOf(context).find((one) => one.serverId === serverId)
  if (!found) throw new AppError('internal', 'The run has no such server')
  return found
}

export function setServer(context: RunContext, serverId: string, change: Pick<RunServer, 'state' | 'error'>): void {
  const { state, error } = serverOf(context, serverId)
  if (state === change.state && error === change.error) return
  const servers = serversOf(context).map((one) => (one.serverId === serverId ? { ...one, ...change } : one))
  setEvenIfUnwritten(context, { head: { servers } })
}

/** Whether a server has items in one of these states. */
export const hasItemsIn = ({ ledger }: RunContext, serverId: string, states: readonly ItemState[]): boolean =>
  kinds.some((kind) => ledger.countItems(serverId, kind, states) > 0)

export function workOf(context: RunContext, serverId: string): ServerRunWork {
  const work = context.works.get(serverId) ?? context.createWork(serverOf(context, serverId))
  context.works.set(serverId, work)
  return work
}

export function stopWorks({ works }: RunContext): void {
  for (const work of works.values()) work.stop()
}

/**
 * Makes a change that holds in any case, and is written as soon as the disk accepts it. If the process ends before, the
 * run counts as interrupted at the next start.
 */
export const setEvenIfUnwritten = ({ ledger }: RunContext, change: Parameters<Ledger['set']>[0]): void =>
  ledger.set(change, 'at-any-rate')

/** Pauses or closes the run: nothing more is sent. The first reason counts, unless the later one is `closing`. */
export function pauseRun(context: RunContext, reason: PauseReason | 'closing'): void {
  if (context.pauseReason !== null && reason !== 'closing') return
  context.pauseReason = reason
  if (reason !== 'closing') setEvenIfUnwritten(context, { state: 'pausing', head: { pausedBy: reason } })
  stopWorks(context)
}

export function finish(context: RunContext, state: 'done' | 'cancelled'): void {
  const { deps, ledger } = context
  // A server that had nothing left after an interruption was not driven again, so it is marked as done here.
  const servers = serversOf(context).map((one) =>
    one.state === 'stopped' || hasItemsIn(context, one.serverId, openStates)
      ? one
      : { ...one, state: 'done' as const, error: null },
  )
  setEvenIfUnwritten(context, {
    state,
    head: { pausedBy: null, endedAtMs: deps.clock.now(), ...(state === 'done' ? { servers } : {}) },
  })
  context.onFinished(ledger.run())
}

/** Ends a paused or interrupted run with nothing left to send or read, so that nobody has to resume it. */
export function endIfNothingLeft(context: RunContext): void {
  const { state } = context.ledger.run()
  if (state !== 'paused' && state !== 'interrupted') return
  if (serversOf(context).some((one) => hasItemsIn(context, one.serverId, openStates))) return
  finish(context, 'done')
}
