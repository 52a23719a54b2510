import type { Settings } from '../../shared/model/settings.ts'
import { listIpSets } from '../ip-sets/handlers.ts'
import { announceServers, type ServersDeps } from '../servers/server-list.ts'
import type { StoredServer } from '../storage/types.ts'

/** Called after the data was replaced, with the servers from before and the ids of those that got a new token. */
export type Reload = (before: readonly StoredServer[], newTokens: ReadonlySet<string>) => void

/**
 * Resets the connections to servers that were removed, added or changed, and reads the added and changed ones. What was
 * read from a server's panel is removed if its address is another now. Then applies the settings, and tells the page
 * that all its copies may be out of date.
 */
export function createReload(
  deps: Pick<ServersDeps, 'storage' | 'connections' | 'inventory' | 'emit'> & {
    readonly settingsChanged: (settings: Settings) => void
  },
): Reload {
  const { storage, connections, inventory, emit } = deps
  const connectionKey = ({ url, allowHttp, pin, hasToken, tokenMark }: StoredServer) =>
    JSON.stringify([url, allowHttp, pin, hasToken, tokenMark?.hash])
  return (before, newTokens) => {
    const now = new Map(storage.servers.list().map((server) => [server.id, server]))
    const old = new Map(before.map((server) => [server.id, server]))
    for (const { id } of before) {
      if (now.has(id)) continue
      connections.reset(id)
      inventory.serverRemoved(id)
    }
    announceServers(deps)
    for (const [id, server] of now) {
      const known = old.get(id)
      if (known && connectionKey(known) === connectionKey(server) && !newTokens.has(id)) continue
      connections.reset(id)
      if (known && known.url !== server.url) inventory.serverMoved(id)
      inventory.serverChanged(id)
    }
    const settings = storage.settings.get()
    emit('settings.changed', settings)
    deps.settingsChanged(settings)
    emit('views.changed', [...storage.views.list()])
    emit('ipSets.changed', listIpSets(storage))
    emit('data.replaced', {})
  }
}
