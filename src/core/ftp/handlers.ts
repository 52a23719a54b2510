import { AppError } from '../../shared/errors.ts'
import { confirmNeeded, normaliseList, sameList } from '../../shared/ip/index.ts'
import type { FtpAccount } from '../../shared/kinds/ftp.ts'
import { rowKey } from '../../shared/model/inventory.ts'
import { differing } from '../activity/activity.ts'
import type { Handlers } from '../dispatch.ts'
import { setFtpEnabled, reconcileFtpCreate } from '../panel/reconcile.ts'
import { setAndRead } from '../panel/set-and-read.ts'
import { reconcileOptions } from '../panel/reconcile-options.ts'
import type { CallOptions, PanelClient } from '../panel/types.ts'
import type { ServersDeps } from '../servers/server-list.ts'
import type { WithLock } from '../keyed-mutex.ts'

/** Options for a request of the user: it leaves before queued work, and shares no read that left before a change. */
const userCall: CallOptions = { priority: 'interactive', unshared: true }

type FtpMethods = Extract<keyof Handlers, `ftp.${string}`>
type FtpDeps = Pick<ServersDeps, 'storage' | 'connections' | 'inventory' | 'activity' | 'clock'>
/**
 * Dependencies of changes. Changes of one account run one after another: a panel can only toggle the
 * switch, so two changes at once would cancel each other out, and each change would read back the other's values.
 */
type ChangeDeps = FtpDeps & { readonly withLock: WithLock }

/** Creates the `ftp.*` handlers. Each change concerns one account or one domain. Updates are read back and compared. */
export function createFtpHandlers(deps: ChangeDeps): Pick<Handlers, FtpMethods> {
  return {
    ...readHandlers(deps),
    ...changeHandlers(deps),
    ...createAndRemoveHandlers(deps),
    ...anonymousHandlers(deps),
  }
}

/** Reads one account and puts it in its slice. */
async function readAccount(
  deps: FtpDeps,
  serverId: string,
  username: string,
  client: PanelClient = deps.connections.client(serverId),
  options: CallOptions = userCall,
): Promise<FtpAccount> {
  const version = deps.inventory.version()
  return deps.inventory.rowRead(serverId, 'ftp', await client.get('ftp', username, options), version)
}

/** Returns an error handler for a read whose failure decides nothing: an AppError gives the known account instead. */
function orKnownAccount(known: FtpAccount): (thrown: unknown) => FtpAccount {
  return (thrown) => {
    if (thrown instanceof AppError) return known
    throw thrown
  }
}

function readHandlers(deps: FtpDeps): Pick<Handlers, 'ftp.status'> {
  return {
    'ftp.status': async ({ serverId }) => {
      deps.connections.server(serverId)
      return deps.connections.client(serverId).ftpStatus(userCall)
    },
  }
}

/**
 * Makes one change of one account: reads the account, sends the change, reads it back and compares. A change that no
 * read can show (`writeOnly`) does not fail if the read-back fails, because the panel's positive answer is all there is
 * to know.
 * @throws AppError server.unknown, server.read-only, the errors of setAndRead, and those of the panel
 */
async function changeAccount(
  deps: ChangeDeps,
  change: {
    readonly action: FtpMethods
    readonly serverId: string
    readonly username: string
    readonly options?: CallOptions
    readonly writeOnly?: true
  },
  send: (client: PanelClient, before: FtpAccount) => Promise<unknown>,
  isApplied: (after: FtpAccount) => boolean | null,
  loggedFields: Readonly<Record<string, unknown>> = {},
): Promise<{ before: FtpAccount; after: FtpAccount }> {
  const { serverId, username } = change
  return deps.withLock(rowKey(serverId, 'ftp', username), async () => {
    const server = deps.connections.writable(serverId)
    return deps.activity.record({ action: change.action, subject: username, server }, async () => {
      // All three requests use one client: if the address is edited in between, the change must not go to another panel
      // than the one that was read.
      const client = deps.connections.client(serverId)
      const before = await readAccount(deps, serverId, username, client)
      const read = () => readAccount(deps, serverId, username, client, change.options)
      const after = await setAndRead(username, {
        set: async () => send(client, before),
        read: () => (change.writeOnly ? read().catch(orKnownAccount(before)) : read()),
        isApplied,
      })
      const difference = differing({ ...before, updatedAt: null }, { ...after, updatedAt: null })
      return { value: { before, after }, before: difference.before, after: { ...difference.after, ...loggedFields } }
    })
  })
}

function changeHandlers(
  deps: ChangeDeps,
): Pick<Handlers, 'ftp.update' | 'ftp.setPassword' | 'ftp.setAllowedIps' | 'ftp.setEnabled'> {
  return {
    'ftp.update': ({ serverId, username, patch }) =>
      changeAccount(
        deps,
        { action: 'ftp.update', serverId, username },
        (client) => client.set('ftp', username, 'settings', patch, userCall),
        (after) =>
          (patch.quotaMb === undefined || after.quotaMb === patch.quotaMb) &&
          (patch.readOnly === undefined || after.readOnly === patch.readOnly),
      ),

    // A password cannot be read back.
    'ftp.setPassword': ({ serverId, username, password }) =>
      changeAccount(
        deps,
        { action: 'ftp.setPassword', serverId, username, options: { ...userCall, secret: password }, writeOnly: true },
        (client) => client.set('ftp', username, 'password', { password }, userCall),
        () => null,
        { password: 'changed' },
      ),

    'ftp.setAllowedIps': ({ serverId, username, allowedIps, confirm }) => {
      const { entries: wanted, problems } = normaliseList(allowedIps)
      return changeAccount(
        deps,
        { action: 'ftp.setAllowedIps', serverId, username },
        (client, before) => {
          refuseUnreadable(problems, before.allowedIps ?? [])
          const confirmation = confirmNeeded(before.allowedIps, wanted)
          if (confirmation !== null && confirmation !== confirm) {
            throw new AppError(`confirm.${confirmation}`, 'This turns a restriction on or off and must be confirmed', {
              subject: username,
            })
          }
          return client.set('ftp', username, 'allowedIps', { allowedIps: wanted }, userCall)
        },
        // A panel that never shows the list cannot be checked.
        (after) => (after.allowedIps === null ? null : sameList(after.allowedIps, wanted)),
        { allowedIps: wanted },
      )
    },

    'ftp.setEnabled': ({ serverId, username, enabled }) =>
      deps.withLock(rowKey(serverId, 'ftp', username), async () => {
        const server = deps.connections.writable(serverId)
        return deps.activity.record({ action: 'ftp.setEnabled', subject: username, server }, async () => {
          const value = await setFtpEnabled(
            deps.connections.client(serverId),
            username,
            enabled,
            userCall,
            reconcileOptions(deps.clock, [], null),
          )
          deps.inventory.rowRead(serverId, 'ftp', value.after)
          return { value, before: { enabled: value.before.enabled }, after: { enabled: value.after.enabled } }
        })
      }),
  }
}

/**
 * Refuses entries that are no address, CIDR or range, unless the panel holds the same entry already: keeping it
 * changes nothing.
 * @throws AppError input.invalid naming each such entry
 */
function refuseUnreadable(problems: ReturnType<typeof normaliseList>['problems'], current: readonly string[]): void {
  const refused = problems.filter(({ entry }) => !current.some((kept) => kept.trim() === entry))
  if (refused.length === 0) return
  throw new AppError('input.invalid', 'Not a list of addresses', {
    issues: refused.map(({ entry, reason }) => ({ path: 'allowedIps', message: reason, text: entry })),
  })
}

function createAndRemoveHandlers(deps: ChangeDeps): Pick<Handlers, 'ftp.create' | 'ftp.remove'> {
  return {
    'ftp.create': ({ serverId, draft }) => {
      const server = deps.connections.writable(serverId)
      return deps.activity.record({ action: 'ftp.create', subject: draft.username, server }, async () => {
        const options: CallOptions = { ...userCall, secret: draft.password }
        const slice = deps.inventory.slice(serverId, 'ftp')
        const client = deps.connections.client(serverId)
        const reported = await reconcileFtpCreate(
          client,
          draft,
          options,
          deps.clock.now(),
          reconcileOptions(
            deps.clock,
            slice.rows.map((row) => row.username),
            slice.readAtMs,
          ),
        )
        // The account exists. If reading it back fails, return what is known of it, so that nobody creates it twice.
        const created = deps.inventory.rowRead(serverId, 'ftp', reported)
        const after = await readAccount(deps, serverId, created.username, client, options).catch(
          orKnownAccount(created),
        )
        return { value: { before: null, after }, before: null, after: { ...after } }
      })
    },
    'ftp.remove': ({ serverId, username }) =>
      deps.withLock(rowKey(serverId, 'ftp', username), async () => {
        const server = deps.connections.writable(serverId)
        return deps.activity.record({ action: 'ftp.remove', subject: username, server }, async () => {
          const before = deps.inventory.slice(serverId, 'ftp').rows.find((row) => row.username === username) ?? null
          await deps.connections.client(serverId).remove('ftp', username, userCall)
          deps.inventory.rowGone(serverId, 'ftp', username)
          return { value: {}, before: before && { ...before }, after: null }
        })
      }),
  }
}

function anonymousHandlers(deps: ChangeDeps): Pick<Handlers, 'ftp.setAnonymous'> {
  return {
    'ftp.setAnonymous': ({ serverId, domain, enabled }) =>
      deps.withLock(`${serverId}/anonymous/${domain}`, async () => {
        const server = deps.connections.writable(serverId)
        return deps.activity.record({ action: 'ftp.setAnonymous', subject: domain, server }, async () => {
          const client = deps.connections.client(serverId)
          const before = await client.get('anonymous', domain, userCall)
          const after = await setAndRead(domain, {
            set: () => client.set('anonymous', domain, 'enabled', { enabled }, userCall),
            read: () => client.get('anonymous', domain, userCall),
            isApplied: (read) => (read.enabled === null ? null : read.enabled === enabled),
          })
          return { value: after, before: { enabled: before.enabled }, after: { enabled: after.enabled ?? enabled } }
        })
      }),
  }
}
