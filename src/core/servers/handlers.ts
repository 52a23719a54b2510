import { randomUUID } from 'node:crypto'
import { AppError } from '../../shared/errors.ts'
import type { Handlers } from '../dispatch.ts'
import { differing, type Activity } from '../activity/activity.ts'
import type { Emit } from '../events.ts'
import type { Inventory } from '../inventory/inventory.ts'
import { impatient } from '../limiter/impatient.ts'
import type { Logger } from '../log/types.ts'
import { diagnose } from '../panel/diagnose.ts'
import type { Clock } from '../ports.ts'
import type { Storage, StoredServer } from '../storage/types.ts'
import { tokenHash } from '../vault/token-hash.ts'
import type { Vault } from '../vault/types.ts'
import type { Connections } from './connections.ts'
import { newServer, panelUrl, patched, sameOrigin, toProfile } from './profile.ts'
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

const facts = (server: StoredServer) => {
  const { name, url, tags, folder, colour, environment, readOnly, notes, timeZone, allowHttp } = server
  return { name, url, tags, folder, colour, environment, readOnly, notes, timeZone, allowHttp }
}

/** What an edit changed, with the fate of the token where it did not stay. */
function edits(before: StoredServer, after: StoredServer) {
  const changed = differing(facts(before), facts(after))
  if (before.hasToken === after.hasToken) return changed
  return { before: { ...changed.before, token: 'kept' }, after: { ...changed.after, token: 'none' } }
}

type TokenFields = Pick<StoredServer, 'hasToken' | 'tokenMark'>
const noToken: TokenFields = { hasToken: false, tokenMark: null }
const aToken = (token: string, nowMs: number): TokenFields => ({
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

type ServerMethods =
  | 'servers.list'
  | 'servers.add'
  | 'servers.edit'
  | 'servers.remove'
  | 'servers.duplicate'
  | 'servers.reorder'
  | 'servers.setToken'
  | 'servers.forgetToken'
  | 'servers.trust'
  | 'servers.forgetTrust'
  | 'servers.test'
  | 'servers.testDraft'

/** The desk: profiles, their order, their tokens and the certificates they trust. */
export function createServerHandlers(deps: ServersDeps): Pick<Handlers, ServerMethods> {
  const { storage, vault, connections, inventory, activity, clock } = deps

  /**
   * Puts a changed profile in place, drops the old line to the panel, with all that was read there if it is another
   * now, and reads the server anew.
   */
  const replace = (server: StoredServer, moved = false) => {
    storage.servers.put(server)
    connections.reset(server.id)
    announceServers(deps)
    if (moved) inventory.serverMoved(server.id)
    inventory.serverChanged(server.id)
    return server
  }

  /**
   * Changes these fields of the profile as it is now: while a keychain asked its user or a certificate was read, it may
   * have been edited. @throws AppError server.unknown where it was removed
   */
  const change = (id: string, fields: Partial<Pick<StoredServer, 'hasToken' | 'tokenMark' | 'pin'>>) =>
    toProfile(replace({ ...connections.server(id), ...fields, updatedAtMs: clock.now() }))

  return {
    'servers.list': () => storage.servers.list().map(toProfile),
    'servers.add': async (input) => toProfile(await addServer(deps, input)),

    'servers.edit': ({ id, patch, keepToken }) => {
      const before = connections.server(id)
      const checked = patched(before, patch, clock.now())
      return activity.record({ action: 'servers.edit', subject: checked.name, server: checked }, async () => {
        const moves = !sameOrigin(checked.url, before.url)
        // It opens the panel it was made for; at another address it would be sent to a stranger.
        const forgets = moves && before.hasToken && !keepToken
        if (forgets) await vault.forget(id)
        const edited = patched(connections.server(id), patch, clock.now())
        const after = forgets ? { ...edited, ...noToken } : edited
        const reconnect = after.url !== before.url || after.allowHttp !== before.allowHttp
        if (reconnect) replace(after, moves)
        else {
          storage.servers.put(after)
          announceServers(deps)
        }
        return { value: toProfile(after), ...edits(before, after) }
      })
    },

    'servers.remove': ({ id }) => {
      const server = connections.server(id)
      return activity.record({ action: 'servers.remove', subject: server.name, server }, async () => {
        if (server.hasToken) await vault.forget(id)
        connections.reset(id)
        storage.servers.remove(id)
        inventory.serverRemoved(id)
        announceServers(deps)
        return { value: {}, before: facts(server), after: null }
      })
    },

    'servers.duplicate': ({ id }) => {
      const source = connections.server(id)
      const nowMs = clock.now()
      const copy: StoredServer = {
        ...newServer(
          { ...facts(source), tags: [...source.tags], name: copyName(source.name, storage) },
          { id: randomUUID(), position: nextPosition(storage), nowMs },
        ),
      }
      return activity.record({ action: 'servers.duplicate', subject: copy.name, server: copy }, () => ({
        value: toProfile(replace(copy)),
        before: null,
        after: facts(copy),
      }))
    },

    'servers.reorder': ({ ids }) => {
      storage.servers.reorder(ids)
      announceServers(deps)
      return storage.servers.list().map(toProfile)
    },

    'servers.setToken': ({ id, token }) => {
      const server = connections.server(id)
      return activity.record({ action: 'servers.setToken', subject: server.name, server }, async () => {
        // Token and profile in one turn: a request between the two would take the new token for a stranger's.
        await vault.put(id, token, () => void (storage.servers.get(id) && change(id, aToken(token, clock.now()))))
        // Removed meanwhile: nobody would ever forget this token.
        if (!storage.servers.get(id)) await vault.forget(id)
        return {
          value: toProfile(connections.server(id)),
          before: { token: server.hasToken ? 'kept' : 'none' },
          after: { token: 'replaced' },
        }
      })
    },

    'servers.forgetToken': ({ id }) => {
      const server = connections.server(id)
      return activity.record({ action: 'servers.forgetToken', subject: server.name, server }, async () => {
        await vault.forget(id)
        return { value: change(id, noToken), before: { token: 'kept' }, after: { token: 'none' } }
      })
    },

    'servers.trust': ({ id, fingerprint256 }) => {
      const server = connections.server(id)
      return activity.record({ action: 'servers.trust', subject: server.name, server }, async () => {
        const pin = await pinOf(server.url, fingerprint256, clock.now())
        if (connections.server(id).url !== server.url)
          throw new AppError('cancelled', 'The address was edited while its certificate was read')
        return {
          value: change(id, { pin }),
          before: { certificate: server.pin?.fingerprint256 ?? null },
          after: { certificate: fingerprint256 },
        }
      })
    },

    'servers.forgetTrust': ({ id }) => {
      const server = connections.server(id)
      return activity.record({ action: 'servers.forgetTrust', subject: server.name, server }, () => ({
        value: change(id, { pin: null }),
        before: { certificate: server.pin?.fingerprint256 ?? null },
        after: { certificate: null },
      }))
    },

    'servers.test': async ({ id }) => {
      const server = connections.server(id)
      const diagnosis = await diagnose({
        url: server.url,
        allowHttp: server.allowHttp,
        pin: server.pin,
        useToken: server.hasToken ? (use) => connections.useToken(id, use) : null,
        budget: async () => impatient(await connections.budget(id), clock.now),
        clock,
        log: deps.log,
        timeouts: connections.timeouts,
      })
      if (diagnosis.panel) inventory.learn(id, diagnosis.panel)
      if (diagnosis.ok) inventory.serverChanged(id)
      return diagnosis
    },

    'servers.testDraft': async ({ url, token, trustFingerprint256, allowHttp }) => {
      if (token !== undefined) deps.log.guard(token)
      return diagnose({
        url,
        allowHttp,
        trustFingerprint256: trustFingerprint256 ?? null,
        ...(token === undefined
          ? { useToken: null }
          : {
              useToken: async (use) => use(token),
              budget: () => impatient(connections.draftBudget(panelUrl(url, allowHttp), token), clock.now),
            }),
        clock,
        log: deps.log,
        timeouts: connections.timeouts,
      })
    },
  }
}

function copyName(name: string, storage: Storage): string {
  const taken = new Set(storage.servers.list().map((server) => server.name))
  for (let copy = 2; ; copy++) {
    const candidate = `${name.slice(0, 90)} (${copy})`
    if (!taken.has(candidate)) return candidate
  }
}
