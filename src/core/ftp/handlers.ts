import type { Handlers } from '../dispatch.ts'
import { setAndRead } from '../panel/set-and-read.ts'
import type { CallOptions } from '../panel/types.ts'
import type { ServersDeps } from '../servers/server-list.ts'
import type { WithLock } from '../keyed-mutex.ts'

/** Options for a request of the user: it leaves before queued work, and shares no read that left before a change. */
const userCall: CallOptions = { priority: 'interactive', unshared: true }

type FtpMethods = Extract<keyof Handlers, `ftp.${string}`>
/** Changes of one domain run one after another, so that none reads back another's value. */
type FtpDeps = Pick<ServersDeps, 'connections' | 'activity'> & { readonly withLock: WithLock }

/** Creates the `ftp.*` handlers: the FTP service of a server, and anonymous FTP of a domain. */
export function createFtpHandlers(deps: FtpDeps): Pick<Handlers, FtpMethods> {
  return {
    'ftp.status': async ({ serverId }) => {
      deps.connections.server(serverId)
      return deps.connections.client(serverId).ftpStatus(userCall)
    },
    ...anonymousHandlers(deps),
  }
}

function anonymousHandlers(deps: FtpDeps): Pick<Handlers, 'ftp.setAnonymous'> {
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
