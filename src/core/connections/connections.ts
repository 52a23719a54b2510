import { createHash, randomUUID } from 'node:crypto'
import { AppError, toErrorValue } from '../../shared/errors.ts'
import type { Budget, Limiter } from '../limiter/types.ts'
import type { Logger } from '../log/types.ts'
import { createPanelClient } from '../panel/client.ts'
import type { PanelClient } from '../panel/types.ts'
import { defaultTimeouts, type Timeouts } from '../panel/http-transport.ts'
import type { Clock } from '../ports.ts'
import type { Storage, StoredServer } from '../storage/types.ts'
import { tokenHash } from '../vault/token-hash.ts'
import type { Vault } from '../vault/types.ts'
import { createPanels } from './panels.ts'
import { sameOrigin } from './same-origin.ts'

/**
 * The connections to all panels: one client for each server, made at first use, and dropped when the server's
 * address, trust or token changes.
 */
export interface Connections {
  /** @throws AppError server.unknown */
  server(id: string): StoredServer
  /** @throws AppError server.unknown | server.read-only */
  writable(id: string): StoredServer
  /** @throws AppError server.unknown; cancelled once closed */
  client(id: string): PanelClient
  /** Drops the client of this server and its known budget. The next call makes a new client with new sockets. */
  reset(id: string): void
  /**
   * Notes that this address has shown a certificate that is not trusted: no request to it leaves over a socket that is
   * open now.
   */
  distrust(url: string): void
  /** Subscribes to resets. After a reset, a view that is open in the server's former budget has to be opened again. */
  onReset(listener: (id: string) => void): void
  /** Ends all calls. No more clients are made. */
  close(): void
  /** Returns the time limits by the current settings. */
  timeouts(): Timeouts
  /**
   * Runs `use` with the token that was given for this server's address. Refuses a token whose mark shows that it is
   * another one, because an import or a restore that ended halfway may have left it.
   * @throws AppError server.unknown | vault.missing, and as the vault does
   */
  useToken<T>(id: string, use: (token: string) => Promise<T> | T): Promise<T>
  /**
   * Returns the budget of this server's token.
   * @throws AppError as `useToken` does if the token is needed to find the budget
   */
  budget(id: string): Promise<Budget>
  /** Returns the budget of a token that is only being tested. A server with the same origin and token shares it. */
  draftBudget(url: string, token: string): Budget
  /** Returns the budget of this server's token, or null if no call has needed it yet. */
  knownBudget(id: string): Budget | null
  /** Returns the servers whose calls go through this budget. */
  serversOf(budgetKey: string): readonly string[]
  /** Returns the id of the panel that a server leads to. Servers that may lead to one panel share it; see panels.ts. */
  panelOf(id: string): string
}

/** Returns the name of a budget: origin and token, hashed so that nothing downstream holds the token. */
function budgetKey(url: string, token: string): string {
  return createHash('sha256')
    .update(`${new URL(url).origin}\n${token}`)
    .digest('hex')
}

interface ConnectionsDeps {
  readonly storage: Pick<Storage, 'servers' | 'settings'>
  readonly vault: Vault
  readonly limiter: Limiter
  readonly clock: Clock
  readonly log: Logger
}

type ServerOf = (id: string) => StoredServer

/** Stores a mark for a token that has none, at its first use. If the disk fails, the next use tries again. */
function storeTokenMark({ storage, log }: ConnectionsDeps, stored: StoredServer, hash: string): void {
  try {
    storage.servers.put({ ...stored, tokenMark: { hash, setAtMs: null } })
  } catch (thrown) {
    log.warn('vault.mark-not-kept', { server: stored.id, code: toErrorValue(thrown).code })
  }
}

/**
 * Returns a function that lends tokens. `clientProfile` is the profile with which a client was made; the stored profile
 * may have another address by now.
 */
function createTokenUse(deps: ConnectionsDeps, server: ServerOf) {
  return async <T>(clientProfile: StoredServer, use: (token: string) => Promise<T> | T): Promise<T> => {
    const initial = server(clientProfile.id)
    if (!initial.hasToken) throw new AppError('vault.missing', 'This server has no token yet')
    return deps.vault.use(clientProfile.id, (token) => {
      const hash = tokenHash(token)
      const current = server(clientProfile.id)
      // While the vault fetched the token, the user may have stored another one.
      const isGiven = [initial, current].some(
        ({ url, hasToken, tokenMark }) =>
          hasToken && sameOrigin(url, clientProfile.url) && (tokenMark === null || tokenMark.hash === hash),
      )
      if (!isGiven) throw new AppError('vault.missing', 'The token that is kept was not given for this address')
      if (current.hasToken && current.tokenMark === null && sameOrigin(current.url, clientProfile.url))
        storeTokenMark(deps, current, hash)
      return use(token)
    })
  }
}

/** Keeps which server calls through which budget. This is learned when a call first needs the budget. */
function createServerBudgets(limiter: Limiter, server: ServerOf, useToken: ReturnType<typeof createTokenUse>) {
  const keys = new Map<string, string>()
  const serverIdsByKey = new Map<string, Set<string>>()
  /** How many times each server was forgotten. */
  const resets = new Map<string, number>()
  return {
    async budget(id: string): Promise<Budget> {
      for (;;) {
        const known = keys.get(id)
        if (known) return limiter.budget(known)
        const resetsBefore = resets.get(id)
        const key = await useToken(server(id), (token) => budgetKey(server(id).url, token))
        // While the vault fetched the token, the address or the token was changed.
        if (resets.get(id) !== resetsBefore) continue
        keys.set(id, key)
        serverIdsByKey.set(key, (serverIdsByKey.get(key) ?? new Set()).add(id))
        return limiter.budget(key)
      }
    },
    known(id: string): Budget | null {
      const key = keys.get(id)
      return key === undefined ? null : limiter.budget(key)
    },
    serversOf: (key: string): readonly string[] => [...(serverIdsByKey.get(key) ?? [])],
    forget(id: string): void {
      resets.set(id, (resets.get(id) ?? 0) + 1)
      serverIdsByKey.get(keys.get(id) ?? '')?.delete(id)
      keys.delete(id)
    },
  }
}

/** Keeps one client for each server, made at first use. */
function createClients(connect: (id: string) => PanelClient) {
  const clients = new Map<string, PanelClient>()
  let closed = false
  return {
    get(id: string): PanelClient {
      if (closed) throw new AppError('cancelled', 'Wisdeck is closing', { sent: false })
      const client = clients.get(id) ?? connect(id)
      clients.set(id, client)
      return client
    },
    each(use: (client: PanelClient, id: string) => void): void {
      clients.forEach(use)
    },
    forget(id: string): void {
      clients.get(id)?.close()
      clients.delete(id)
    },
    close(): void {
      closed = true
      for (const client of clients.values()) client.close()
      clients.clear()
    },
  }
}

export function createConnections(deps: ConnectionsDeps): Connections {
  const { storage, limiter, clock, log } = deps
  const resetListeners: ((id: string) => void)[] = []

  const server = (id: string): StoredServer => {
    const found = storage.servers.get(id)
    if (!found) throw new AppError('server.unknown', `No server ${id}`)
    return found
  }
  const timeouts = (): Timeouts => {
    const wholeMs = storage.settings.get().answerTimeoutSec * 1000
    return { connectMs: Math.min(defaultTimeouts.connectMs, wholeMs), wholeMs }
  }
  const useToken = createTokenUse(deps, server)
  const budgets = createServerBudgets(limiter, server, useToken)
  const clients = createClients((id) => {
    const stored = server(id)
    return createPanelClient({
      id: randomUUID(),
      target: { url: stored.url, pin: stored.pin, allowHttp: stored.allowHttp },
      useToken: (use) => useToken(stored, use),
      budget: () => budgets.budget(id),
      clock,
      log,
      idempotencyKey: randomUUID,
      timeouts,
      onDistrust: () => distrust(stored.url),
    })
  })
  const distrust = (url: string) =>
    clients.each((client, id) => {
      const stored = storage.servers.get(id)
      if (stored && sameOrigin(stored.url, url)) client.renewSockets()
    })

  return {
    server,
    useToken: (id, use) => useToken(server(id), use),
    timeouts,
    budget: budgets.budget,
    draftBudget: (url, token) => limiter.budget(budgetKey(url, token)),
    writable(id) {
      const stored = server(id)
      if (stored.readOnly)
        throw new AppError('server.read-only', `${stored.name} is set to read-only`, { server: stored.name })
      return stored
    },
    client: clients.get,
    reset(id) {
      clients.forget(id)
      budgets.forget(id)
      for (const listener of resetListeners) listener(id)
    },
    onReset: (listener) => void resetListeners.push(listener),
    distrust,
    close: clients.close,
    knownBudget: budgets.known,
    serversOf: budgets.serversOf,
    panelOf: createPanels(storage.servers),
  }
}
