import { once } from 'node:events'
import { createServer, type Server } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { PanelCertificate } from './certificate.ts'

/** The socket side of a panel: one HTTPS server that can stop, start again on its port, and change its certificate. */
export interface Listener {
  readonly server: Server
  readonly port: number
  /** Stops listening and ends every connection. */
  stop(): Promise<void>
  /** Listens on the same port again. Rejects if the port has been taken meanwhile. */
  restart(): Promise<void>
  /** Sends this certificate on new connections and ends existing ones. */
  setCertificate(certificate: PanelCertificate): void
}

const keys = (pair: PanelCertificate) => ({ key: pair.privateKeyPem, cert: pair.certificatePem })

/** Listens on `host`. Port 0 takes any free port. Rejects if the port is taken. */
export async function openListener(host: string, wantedPort: number, certificate: PanelCertificate): Promise<Listener> {
  // This is longer than clients keep an idle connection. So the client closes it, and no request arrives at a closing
  // socket.
  const server = createServer({ ...keys(certificate), keepAliveTimeout: 90_000 })
  // These are the raw sockets, because closeAllConnections() knows only sockets whose handshake is over.
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  const endConnections = () => {
    for (const socket of sockets) socket.destroy()
  }
  const listen = async (port: number) => {
    server.listen(port, host)
    await once(server, 'listening')
  }
  await listen(wantedPort)
  const { port } = server.address() as AddressInfo
  return {
    server,
    port,
    stop: async () => {
      if (!server.listening) return
      const closed = new Promise((resolve) => server.close(resolve))
      endConnections()
      await closed
    },
    restart: async () => {
      if (!server.listening) await listen(port)
    },
    setCertificate: (next) => {
      server.setSecureContext(keys(next))
      endConnections()
    },
  }
}
