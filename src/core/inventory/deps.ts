import type { Emit } from '../events.ts'
import type { Logger } from '../log/types.ts'
import type { Clock } from '../ports.ts'
import type { Connections } from '../connections/connections.ts'
import type { Storage } from '../storage/types.ts'

/** Dependencies that the parts of the inventory share. */
export interface InventoryDeps {
  readonly storage: Storage
  readonly connections: Connections
  readonly clock: Clock
  readonly log: Logger
  readonly emit: Emit
}
