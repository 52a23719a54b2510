import type { Kind, RowOf } from '../../shared/kinds/index.ts'
import type { Handlers } from '../dispatch.ts'
import type { CallOptions } from '../panel/types.ts'
import type { ServersDeps } from '../servers/server-list.ts'

/** Options for a request of the user: it leaves before queued work, and shares no read that left before a change. */
const userCall: CallOptions = { priority: 'interactive', unshared: true }

/** Creates the handlers that read rows of any kind. */
export function createRowHandlers({
  storage,
  connections,
  inventory,
}: Pick<ServersDeps, 'storage' | 'connections' | 'inventory'>): Pick<Handlers, 'rows.list' | 'rows.get'> {
  return {
    'rows.list': ({ kind, serverIds }) => ({ jsonPieces: storage.snapshots.pieces(kind, serverIds) }),
    'rows.get': async ({ serverId, kind, id }): Promise<RowOf<Kind>> => {
      connections.server(serverId)
      return (await inventory.readRow(serverId, kind, id, userCall)).row
    },
  }
}
