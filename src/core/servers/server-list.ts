import { randomUUID } from 'node:crypto'
import { differing, type Activity } from '../activity/activity.ts'
import type { ServerProfile } from '../../shared/model/server.ts'
import type { Emit } from '../events.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { Logger } from '../log/types.ts'
import type { Clock } from '../ports.ts'
import type { Storage, StoredServer } from '../storage/types.ts'
import { tokenHash } from '../vault/token-hash.ts'
import type { Vault } from '../vault/types.ts'
import type { Connections } from '../connections/connections.ts'
import { newServer, toProfile } from './profile.ts'
import { pinOf } from './trust-server.ts'

export interface ServersDeps {
  readonly storage: Storage
  readonly vault: Vault
  readonly connections: Connections
  readonly inventory: Inventory
  readonly activity: Activity
  readonly clock: Clock
  readonly log: Logger
  readonly emit: Emit
}

/** Sends the whole list of servers to the page: profiles are few and small. */
export function announceServers(deps: Pick<ServersDeps, 'storage' | 'emit'>): void {
  deps.emit('servers.changed', deps.storage.servers.list().map(toProfile))
}

/** Returns what the activity log shows of a server. */
export const activityFields = (server: StoredServer) => {
  const { name, url, tags, folder, colour, environment, readOnly, notes, timeZone, allowHttp } = server
  return { name, url, tags, folder, colour, environment, readOnly, notes, timeZone, allowHttp }
}

/** Returns what an edit changed. If the edit removed the token, that is included. */
export function editedFields(before: StoredServer, after: StoredServer) {
  const changed = differing(activityFields(before), activityFields(after))
  if (before.hasToken === after.hasToken) return changed
  return { before: { ...changed.before, token: 'kept' }, after: { ...changed.after, token: 'none' } }
}

type TokenFields = Pick<StoredServer, 'hasToken' | 'tokenMark'>
export const noToken: TokenFields = { hasToken: false, tokenMark: null }
export const tokenFields = (token: string, nowMs: number): TokenFields => ({
  hasToken: true,
  tokenMark: { hash: tokenHash(token), setAtMs: nowMs },
})

/** Returns the position after the last one. Positions have gaps where servers were removed. */
export const nextPosition = (storage: Pick<Storage, 'servers'>) =>
  Math.max(-1, ...storage.servers.list().map((server) => server.position)) + 1

/** Adds a server with its trusted certificate and token in one step. Then reads it in the background. */
export async function addServer(
  deps: ServersDeps,
  input: {
    readonly draft: Parameters<typeof newServer>[0]
    readonly token?: string | undefined
    readonly trustFingerprint256?: string | undefined
  },
): Promise<StoredServer> {
  const nowMs = deps.clock.now()
  const draftProfile = newServer(input.draft, { id: randomUUID(), position: nextPosition(deps.storage), nowMs })
  const pin = input.trustFingerprint256 ? await pinOf(draftProfile.url, input.trustFingerprint256, nowMs) : null
  // A server that cannot be added does not exist, so its failed addition names no server.
  return deps.activity.record({ action: 'servers.add', subject: draftProfile.name, server: null }, async () => {
    if (input.token !== undefined) await deps.vault.put(draftProfile.id, input.token)
    const token = input.token === undefined ? noToken : tokenFields(input.token, nowMs)
    const server = { ...draftProfile, position: nextPosition(deps.storage), pin, ...token }
    deps.storage.servers.put(server)
    announceServers(deps)
    deps.inventory.serverChanged(server.id)
    return { value: server, before: null, after: activityFields(server), added: server }
  })
}

/**
 * Stores a new or changed profile, drops the old connection to the panel, and reads the server in the background. With
 * `moved` the address leads to another panel, so everything that was read from the old one is removed.
 */
export function replaceServer(
  { storage, connections, inventory, emit }: ServersDeps,
  server: StoredServer,
  moved = false,
): StoredServer {
  storage.servers.put(server)
  connections.reset(server.id)
  announceServers({ storage, emit })
  if (moved) inventory.serverMoved(server.id)
  inventory.serverChanged(server.id)
  return server
}

/**
 * Changes these fields of the profile as it is now. The profile may have been edited while a keychain asked its
 * user or a certificate was read.
 * @throws AppError server.unknown if the server was removed
 */
export function changeServer(
  deps: ServersDeps,
  id: string,
  fields: Partial<Pick<StoredServer, 'hasToken' | 'tokenMark' | 'pin'>>,
): ServerProfile {
  const server = { ...deps.connections.server(id), ...fields, updatedAtMs: deps.clock.now() }
  return toProfile(replaceServer(deps, server))
}
