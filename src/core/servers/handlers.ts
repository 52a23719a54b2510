import { randomUUID } from 'node:crypto'
import { AppError } from '../../shared/errors.ts'
import type { Diagnosis } from '../../shared/model/diagnosis.ts'
import type { Handlers } from '../dispatch.ts'
import { orderChange, orderOutcome } from '../activity/order-change.ts'
import { failFast } from '../limiter/fail-fast.ts'
import { sameOrigin } from '../connections/same-origin.ts'
import { diagnose } from '../panel/diagnose.ts'
import { isDistrust } from '../panel/network-errors.ts'
import type { Storage, StoredServer } from '../storage/types.ts'
import { removedFields } from './restore-server.ts'
import { newServer, panelUrl, applyPatch, toProfile } from './profile.ts'
import {
  addServer,
  announceServers,
  tokenFields,
  changeServer,
  editedFields,
  activityFields,
  nextPosition,
  noToken,
  replaceServer,
  type ServersDeps,
} from './server-list.ts'
import { tokenHash } from '../vault/token-hash.ts'
import { pinOf } from './trust-server.ts'

function copyName(name: string, storage: Storage): string {
  const taken = new Set(storage.servers.list().map((server) => server.name))
  for (let copy = 2; ; copy++) {
    const candidate = `${name.slice(0, 90)} (${copy})`
    if (!taken.has(candidate)) return candidate
  }
}

/** What a connection test has found out about the token's owner and the panel. */
const learned = ({ ok, panel }: Diagnosis) => (ok || panel !== null ? { ...panel, asked: true } : null)

/** Keeps what the last test of a draft has found out, for the server that is then added with that address and token. */
function createTestedDraft() {
  let last: { readonly url: string; readonly tokenHash: string; readonly facts: ReturnType<typeof learned> } | null =
    null
  return {
    put(url: string, token: string, diagnosis: Diagnosis): void {
      last = { url, tokenHash: tokenHash(token), facts: learned(diagnosis) }
    },
    factsOf: (url: string, token: string) =>
      last !== null && sameOrigin(last.url, url) && last.tokenHash === tokenHash(token) ? last.facts : null,
  }
}
type TestedDraft = ReturnType<typeof createTestedDraft>

type ListMethods = 'servers.list' | 'servers.add' | 'servers.remove' | 'servers.duplicate' | 'servers.reorder'

function createListHandlers(deps: ServersDeps, tested: TestedDraft): Pick<Handlers, ListMethods> {
  const { storage, vault, connections, inventory, activity, clock } = deps
  return {
    'servers.list': () => storage.servers.list().map(toProfile),
    'servers.add': async (input) => {
      const added = await addServer(deps, input)
      const facts = input.token === undefined ? null : tested.factsOf(added.url, input.token)
      if (facts) inventory.learn(added.id, facts)
      return toProfile(added)
    },

    'servers.remove': ({ id }) => {
      const server = connections.server(id)
      return activity.record({ action: 'servers.remove', subject: server.name, server }, async () => {
        if (server.hasToken) await vault.forget(id)
        const before = removedFields(server, storage.notes.all())
        connections.reset(id)
        storage.servers.remove(id)
        inventory.serverRemoved(id)
        announceServers(deps)
        return { value: {}, before, after: null }
      })
    },

    'servers.duplicate': ({ id }) => {
      const source = connections.server(id)
      const nowMs = clock.now()
      const copy: StoredServer = {
        ...newServer(
          { ...activityFields(source), tags: [...source.tags], name: copyName(source.name, storage) },
          { id: randomUUID(), position: nextPosition(storage), nowMs },
        ),
      }
      return activity.record({ action: 'servers.duplicate', subject: copy.name, server: null }, () => ({
        value: toProfile(replaceServer(deps, copy)),
        before: null,
        after: activityFields(copy),
        added: copy,
      }))
    },

    'servers.reorder': ({ ids }) => {
      const orderNow = () => storage.servers.list().map((server) => server.id)
      const before = orderNow()
      storage.servers.reorder(ids)
      announceServers(deps)
      const change = orderChange(before, orderNow())
      if (change) {
        const server = storage.servers.get(change.moved)
        activity.note({ action: 'servers.reorder', subject: server?.name ?? '', server }, orderOutcome(change))
      }
      return storage.servers.list().map(toProfile)
    },
  }
}

function createEditHandler(deps: ServersDeps): Pick<Handlers, 'servers.edit'> {
  const { storage, vault, connections, activity, clock } = deps
  return {
    'servers.edit': ({ id, patch, keepToken }) => {
      const before = connections.server(id)
      const checked = applyPatch(before, patch, clock.now())
      return activity.record({ action: 'servers.edit', subject: checked.name, server: checked }, async () => {
        const moves = !sameOrigin(checked.url, before.url)
        // The token opens the panel that it was made for. At another address it would be sent to a stranger.
        const forgets = moves && before.hasToken && !keepToken
        if (forgets) await vault.forget(id)
        const edited = applyPatch(connections.server(id), patch, clock.now())
        const after = forgets ? { ...edited, ...noToken } : edited
        const reconnect = after.url !== before.url || after.allowHttp !== before.allowHttp
        if (reconnect) replaceServer(deps, after, moves)
        else {
          storage.servers.put(after)
          announceServers(deps)
        }
        return { value: toProfile(after), ...editedFields(before, after) }
      })
    },
  }
}

function createTokenHandlers(deps: ServersDeps): Pick<Handlers, 'servers.setToken' | 'servers.forgetToken'> {
  const { storage, vault, connections, activity, clock } = deps
  return {
    'servers.setToken': ({ id, token }) => {
      const server = connections.server(id)
      return activity.record({ action: 'servers.setToken', subject: server.name, server }, async () => {
        // Change token and profile in one step. A request between the two would refuse the new token as one that
        // was not given for this server.
        await vault.put(
          id,
          token,
          () => void (storage.servers.get(id) && changeServer(deps, id, tokenFields(token, clock.now()))),
        )
        // The server was removed meanwhile, so nothing else would ever delete this token.
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
        return { value: changeServer(deps, id, noToken), before: { token: 'kept' }, after: { token: 'none' } }
      })
    },
  }
}

function createTrustHandlers(deps: ServersDeps): Pick<Handlers, 'servers.trust' | 'servers.forgetTrust'> {
  const { connections, activity, clock } = deps
  return {
    'servers.trust': ({ id, fingerprint256 }) => {
      const server = connections.server(id)
      return activity.record({ action: 'servers.trust', subject: server.name, server }, async () => {
        const pin = await pinOf(server.url, fingerprint256, clock.now())
        if (connections.server(id).url !== server.url)
          throw new AppError('cancelled', 'The address was edited while its certificate was read')
        return {
          value: changeServer(deps, id, { pin }),
          before: { certificate: server.pin?.fingerprint256 ?? null },
          after: { certificate: fingerprint256 },
        }
      })
    },

    'servers.forgetTrust': ({ id }) => {
      const server = connections.server(id)
      return activity.record({ action: 'servers.forgetTrust', subject: server.name, server }, () => ({
        value: changeServer(deps, id, { pin: null }),
        before: { certificate: server.pin?.fingerprint256 ?? null },
        after: { certificate: null },
      }))
    },
  }
}

function createTestHandlers(
  deps: ServersDeps,
  tested: TestedDraft,
): Pick<Handlers, 'servers.test' | 'servers.testDraft'> {
  const { connections, inventory, clock, log } = deps
  return {
    'servers.test': async ({ id }) => {
      const server = connections.server(id)
      const diagnosis = await diagnose({
        url: server.url,
        allowHttp: server.allowHttp,
        pin: server.pin,
        useToken: server.hasToken ? (use) => connections.useToken(id, use) : null,
        budget: async () => failFast(await connections.budget(id), clock.now),
        clock,
        log,
        timeouts: connections.timeouts,
      })
      if (diagnosis.steps.some(({ error }) => error !== null && isDistrust(error))) connections.distrust(server.url)
      const facts = learned(diagnosis)
      if (facts) inventory.learn(id, facts)
      if (diagnosis.ok) inventory.serverChanged(id)
      return diagnosis
    },

    'servers.testDraft': async ({ url, token, trustFingerprint256, allowHttp }) => {
      if (token !== undefined) log.guard(token)
      const diagnosis = await diagnose({
        url,
        allowHttp,
        trustFingerprint256: trustFingerprint256 ?? null,
        ...(token === undefined
          ? { useToken: null }
          : {
              useToken: async (use) => use(token),
              budget: () => failFast(connections.draftBudget(panelUrl(url, allowHttp), token), clock.now),
            }),
        clock,
        log,
        timeouts: connections.timeouts,
      })
      if (token !== undefined) tested.put(panelUrl(url, allowHttp), token, diagnosis)
      return diagnosis
    },
  }
}

/** Creates the handlers for servers: profiles, their order, tokens, trusted certificates and connection tests. */
export function createServerHandlers(deps: ServersDeps) {
  const tested = createTestedDraft()
  return {
    ...createListHandlers(deps, tested),
    ...createEditHandler(deps),
    ...createTokenHandlers(deps),
    ...createTrustHandlers(deps),
    ...createTestHandlers(deps, tested),
  }
}
