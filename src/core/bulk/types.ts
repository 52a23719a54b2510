import type { BulkIntent } from '../../shared/model/bulk-action.ts'
import type { ImpossibleRow, Plan, PlanItem } from '../../shared/model/plan.ts'
import type { ItemState, Run, RunItem } from '../../shared/model/run.ts'
import type { Activity } from '../activity/activity.ts'
import type { Emit } from '../events.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { Logger } from '../log/types.ts'
import type { Clock } from '../ports.ts'
import type { Connections } from '../connections/connections.ts'
import type { Storage } from '../storage/types.ts'
import type { WithLock } from '../keyed-mutex.ts'

/** Dependencies that all parts of bulk changes share. */
export interface BulkDeps {
  readonly storage: Storage
  readonly connections: Connections
  readonly inventory: Inventory
  readonly activity: Activity
  readonly clock: Clock
  readonly log: Logger
  readonly emit: Emit
  /** Lets changes of the same row key run one after another. */
  readonly withLock: WithLock
}

/** A plan with everything that its run needs. */
export interface CachedPlan {
  readonly head: Plan
  readonly intent: BulkIntent
  readonly items: readonly PlanItem[]
  readonly impossible: readonly ImpossibleRow[]
  /** Passwords of accounts to be created or changed, by item index. They are never on disk in clear. */
  readonly secrets: ReadonlyMap<number, string>
}

/**
 * Returns the name of a row across servers: two servers that may lead to one panel have one row. Takes any key of an
 * item, also that of a row to be created.
 */
export function panelRowOf(panelOf: Connections['panelOf'], key: string): string {
  const at = key.indexOf('/')
  return `${panelOf(key.slice(0, at))}${key.slice(at)}`
}

/** The plans that a run can be started from. */
export interface Plans {
  /** @throws AppError plan.unknown | plan.expired */
  get(planId: string): CachedPlan
  drop(planId: string): void
}

/** The runs that an undo or a retry is planned from. */
export interface Runs {
  /** @throws AppError run.unknown */
  run(runId: string): Run
  /** Returns the items, ordered by index. @throws AppError run.unknown */
  items(runId: string, states?: readonly ItemState[]): readonly RunItem[]
  /**
   * Reconciles the unconfirmed items of a run; resolves when none is left or the servers of the others cannot be read.
   * Does nothing while the run is going.
   * @throws AppError run.unknown
   */
  reconcile(runId: string): Promise<void>
}
