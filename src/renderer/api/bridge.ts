import { createElectronWire, type ElectronBridge } from './electron-wire.ts'
import { createLoopbackWire, takeKey } from './loopback-wire.ts'
import { createPagePass } from './page-pass.ts'
import type { Wire } from './wire.ts'

declare global {
  interface Window {
    readonly wisdeck?: ElectronBridge
  }
}

/** The page's one joint to core: Electron's preload where there is one, the loopback server otherwise. */
export function createWire(page: Window): Wire {
  if (page.wisdeck !== undefined) return createElectronWire(page.wisdeck)
  return createLoopbackWire({ key: takeKey(page.location, page.history), pass: createPagePass(page) })
}
