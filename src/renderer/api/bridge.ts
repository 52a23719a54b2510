import { createElectronTransport, type ElectronBridge } from './electron-transport.ts'
import { createLoopbackTransport, takeKey } from './loopback-transport.ts'
import { createPagePass } from './page-pass.ts'
import type { Transport } from './transport.ts'

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
