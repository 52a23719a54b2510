import type { Handlers } from '../dispatch.ts'
import type { ServersDeps } from '../servers/server-list.ts'

type FtpMethods = Extract<keyof Handlers, `ftp.${string}`>

/** Creates the `ftp.*` handlers: the FTP service of a server. */
export function createFtpHandlers({ connections }: Pick<ServersDeps, 'connections'>): Pick<Handlers, FtpMethods> {
  return {
    'ftp.status': async ({ serverId }) => {
      connections.server(serverId)
      return connections.client(serverId).ftpStatus({ priority: 'interactive', unshared: true })
    },
  }
}
