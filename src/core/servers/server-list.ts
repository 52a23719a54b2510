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
import type { Connections } from './connections.ts'
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

/** Tells the page of the whole desk: profiles are few and small. */
export function announceServers(deps: Pick<ServersDeps, 'storage' | 'emit'>): void {
  deps.emit('servers.changed', deps.storage.servers.list().map(toProfile))
}

/** What the activity log shows of a server. */
export const facts = (server: StoredServer) => {
  const { name, url, tags, folder, colour, environment, readOnly, notes, timeZone, allowHttp } = server
  return { name, url, tags, folder, colour, environment, readOnly, notes, timeZone, allowHttp }
}

/** What an edit changed, with the fate of the token where it did not stay. */
export function edits(before: StoredServer, after: StoredServer) {
  const changed = differing(facts(before), facts(after))
  if (before.hasToken === after.hasToken) return changed
  return { before: { ...changed.before, token: 'kept' }, after: { ...changed.after, token: 'none' } }
}

export type TokenFields = Pick<StoredServer, 'hasToken' | 'tokenMark'>
export const noToken: TokenFields = { hasToken: false, tokenMark: null }
export const aToken = (token: string, nowMs: number): TokenFields => ({
  hasToken: true,
  tokenMark: { hash: tokenHash(token), setAtMs: nowMs },
})

/** The place after the last one: positions have gaps where servers were removed. */
export const nextPosition = (storage: Pick<Storage, 'servers'>) =>
  Math.max(-1, ...storage.servers.list().map((server) => server.position)) + 1

/** Adds a server in one go: profile, trusted certificate, token; then reads it for the first time in the background. */
export async function addServer(
  deps: ServersDeps,
  input: {
    readonly draft: Parameters<typeof newServer>[0]
    readonly token?: string | undefined
    readonly trustFingerprint256?: string | undefined
  },
): Promise<StoredServer> {
  const nowMs = deps.clock.now()
  const drawn = newServer(input.draft, { id: randomUUID(), position: nextPosition(deps.storage), nowMs })
  const pin = input.trustFingerprint256 ? await pinOf(drawn.url, input.trustFingerprint256, nowMs) : null
  return deps.activity.record({ action: 'servers.add', subject: drawn.name, server: drawn }, async () => {
    if (input.token !== undefined) await deps.vault.put(drawn.id, input.token)
    const token = input.token === undefined ? noToken : aToken(input.token, nowMs)
    const server = { ...drawn, position: nextPosition(deps.storage), pin, ...token }
    deps.storage.servers.put(server)
    announceServers(deps)
    deps.inventory.serverChanged(server.id)
    return { value: server, before: null, after: facts(server) }
  })
}

/**
 * Puts a changed profile in place, drops the old line to the panel, with all that was read there if it is another
 * now, and reads the server anew.
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
 * Changes these fields of the profile as it is now: while a keychain asked its user or a certificate was read, it may
 * have been edited. @throws AppError server.unknown where it was removed
 */
export function changeServer(
  deps: ServersDeps,
  id: string,
  fields: Partial<Pick<StoredServer, 'hasToken' | 'tokenMark' | 'pin'>>,
): ServerProfile {
  const server = { ...deps.connections.server(id), ...fields, updatedAtMs: deps.clock.now() }
  return toProfile(replaceServer(deps, server))
}
