import { AppError } from '../shared/errors.ts'
import type { Handlers } from './dispatch.ts'
import type { Connections } from './connections/connections.ts'
import type { Inventory } from './inventory/inventory.ts'
import type { Ports } from './ports.ts'
import type { Storage } from './storage/types.ts'

type OwnMethods = 'inventory.statuses' | 'inventory.refresh' | 'budget.list' | 'app.info' | 'app.openDataFolder'

/** Creates the handlers for the app as a whole. */
export function createAppHandlers(deps: {
  readonly ports: Ports
  readonly dataDir: string
  readonly storage: Storage
  readonly inventory: Inventory
  readonly connections: Connections
  readonly demoRunning: () => boolean
  /** Called when the user has had servers read. */
  readonly onRefreshed: () => void
}): Pick<Handlers, OwnMethods> {
  const { ports, dataDir, storage, inventory, connections, demoRunning, onRefreshed } = deps
  return {
    'inventory.statuses': () => inventory.statuses(),
    'inventory.refresh': async (request) => {
      const statuses = await inventory.refresh({ ...request, priority: 'interactive' })
      onRefreshed()
      return { statuses }
    },
    'budget.list': () =>
      storage.servers.list().flatMap(({ id }) => {
        const budget = connections.knownBudget(id)
        return budget ? [{ serverId: id, ...budget.view() }] : []
      }),
    'app.info': () => ({
      version: ports.version,
      dataDir,
      actor: ports.actor,
      demoRunning: demoRunning(),
      storageNotice: storage.notice,
      unstored: storage.refused(),
      desktop: ports.desktop !== undefined,
    }),
    'app.openDataFolder': async () => {
      if (!ports.desktop) throw new AppError('method.unknown', 'This shell opens no folders')
      await ports.desktop.openFolder(dataDir)
      return {}
    },
  }
}
