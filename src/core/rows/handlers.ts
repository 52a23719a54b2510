import { isListed, type Kind, type ListedKind, type RowOf } from '../../shared/kinds/index.ts'
import type { Handlers } from '../dispatch.ts'
import { type ReportedOf, rowKind } from '../kinds/index.ts'
import { isOtherAnswer } from '../panel/errors.ts'
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
  /**
   * Reads a row from its list, because its path was answered with something else.
   * @throws AppError as the panel's client does; `cause` if the list does not show the row as a whole
   */
  const readListed = async (serverId: string, kind: ListedKind, id: string, cause: unknown): Promise<RowOf<Kind>> => {
    const version = inventory.version()
    const rows: readonly ReportedOf<ListedKind>[] = (await inventory.readNow(serverId, kind, userCall)).rows
    const { idOf, ownRead = [] } = rowKind(kind)
    const row = rows.find((each) => idOf(each) === id)
    if (!row || ownRead.some((field) => row[field as keyof typeof row] === null)) throw cause
    return inventory.rowRead(serverId, kind, row, version)
  }
  return {
    'rows.list': ({ kind, serverIds }) => ({ jsonPieces: storage.snapshots.pieces(kind, serverIds) }),
    'rows.get': async ({ serverId, kind, id }): Promise<RowOf<Kind>> => {
      connections.server(serverId)
      const client = connections.client(serverId)
      if (!isListed(kind)) return client.get(kind, id, userCall)
      const version = inventory.version()
      try {
        return inventory.rowRead(serverId, kind, await client.get(kind, id, userCall), version)
      } catch (thrown) {
        if (!isOtherAnswer(thrown)) throw thrown
        return readListed(serverId, kind, id, thrown)
      }
    },
  }
}
