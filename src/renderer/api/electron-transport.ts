import type { Envelope } from '../../shared/errors.ts'
import type { BridgeEvent, Transport } from './transport.ts'

/** What the preload exposes: JSON text in both directions. */
export interface ElectronBridge {
  call(name: string, json: string): Promise<string>
  subscribe(listener: (json: string) => void): () => void
}

/** The transport to core inside Electron. It exists as long as the window does, so it is ready at once. */
export function createElectronTransport(bridge: ElectronBridge): Transport {
  return {
    open(report) {
      bridge.subscribe((json) => report.event(JSON.parse(json) as BridgeEvent))
      report.state('ready')
    },
    call: async (method, input) => JSON.parse(await bridge.call(method, JSON.stringify(input))) as Envelope<unknown>,
    retry: () => undefined,
  }
}
