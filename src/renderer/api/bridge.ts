import { createLoopbackTransport, takeKey } from './loopback-transport.ts'
import { createPagePass } from './page-pass.ts'
import type { Transport, BridgeEvent } from './transport.ts'
import type { Envelope } from '../../shared/errors.ts'

/** What the preload exposes: JSON text in both directions. */
interface ElectronBridge {
  call(name: string, json: string): Promise<string>
  subscribe(listener: (json: string) => void): () => void
}

/** The transport to core inside Electron. It exists as long as the window does, so it is ready at once. */
function createElectronTransport(bridge: ElectronBridge): Transport {
  return {
    open(report) {
      bridge.subscribe((json) => report.event(JSON.parse(json) as BridgeEvent))
      report.state('ready')
    },
    call: async (method, input) => JSON.parse(await bridge.call(method, JSON.stringify(input))) as Envelope<unknown>,
    retry: () => undefined,
  }
}

declare global {
  interface Window {
    readonly wisdeck?: ElectronBridge
  }
}

/** Returns the page's only transport to core: Electron's preload if there is one, the loopback server otherwise. */
export function createTransport(page: Window): Transport {
  if (page.wisdeck !== undefined) return createElectronTransport(page.wisdeck)
  return createLoopbackTransport({ key: takeKey(page.location, page.history), pass: createPagePass(page) })
}
