import type { BulkIntent } from '../../shared/model/bulk-action.ts'
import type { ImpossibleRow, Plan, PlanItem } from '../../shared/model/plan.ts'
import type { ItemState, Run, RunItem } from '../../shared/model/run.ts'
import type { Activity } from '../activity/activity.ts'
import type { Emit } from '../events.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { Logger } from '../log/types.ts'
import type { Clock } from '../ports.ts'
import type { Connections } from '../servers/connections.ts'
import type { Storage } from '../storage/types.ts'
import type { WithLock } from '../keyed-mutex.ts'

/** What every part of bulk changes works with. */
export interface BulkDeps {
  readonly storage: Storage
  readonly connections: Connections
  readonly inventory: Inventory
  readonly activity: Activity
  readonly clock: Clock
  readonly log: Logger
  readonly emit: Emit
  /** Changes of one row, by its key, wait for each other. */
  readonly withLock: WithLock
}

/** A plan with all that its run needs. */
export interface CachedPlan {
  readonly head: Plan
  readonly intent: BulkIntent
  readonly items: readonly PlanItem[]
  readonly impossible: readonly ImpossibleRow[]
  /** Passwords for accounts to be made or changed, by place; never on disk in clear. */
  readonly secrets: ReadonlyMap<number, string>
}

/** Where a run gets its plan. */
export interface Plans {
  /** @throws AppError plan.unknown | plan.expired */
  get(planId: string): CachedPlan
  drop(planId: string): void
}

/** Where the plan of an undo or a retry gets what was run. */
export interface Runs {
  /** @throws AppError run.unknown */
  run(runId: string): Run
  items(runId: string, states?: readonly ItemState[]): readonly RunItem[]
  /**
   * Settles by reading what was sent and not read back, of a run at rest; resolves when it can get no further. @throws
   * AppError run.unknown
   */
  reconcile(runId: string): Promise<void>
}
