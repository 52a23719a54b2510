import type { Ledger } from './ledger.ts'
import type { SoakPanel } from './messages.ts'

/** A server on the desk and the panel behind it. */
export interface SoakServer {
  readonly id: string
  readonly panel: SoakPanel
}

/** Who is on the desk. Servers are taken off and put back, and a sick panel cannot be put back at once. */
export interface Roster {
  servers(): readonly SoakServer[]
  /**
   * Puts a panel on the desk as a person would: address, token, trusted certificate. One that fails counts as missing.
   */
  add(panel: SoakPanel): Promise<void>
  gone(server: SoakServer): void
  /** Tries once more to add those that are missing. */
  addMissing(): Promise<void>
}

const addedTogether = 8

/** Begins with nobody on the desk and all panels missing. */
export function createRoster(call: Ledger['call'], panels: readonly SoakPanel[]): Roster {
  let servers: readonly SoakServer[] = []
  let missing: readonly SoakPanel[] = panels

  const add = async (panel: SoakPanel) => {
    const { name, url, token, fingerprint256 } = panel
    missing = missing.filter((other) => other !== panel)
    const profile = await call('servers.add', { draft: { name, url }, token, trustFingerprint256: fingerprint256 })
    if (profile) servers = [...servers, { id: profile.id, panel }]
    else missing = [...missing, panel]
  }

  return {
    servers: () => servers,
    add,
    gone: (server) => void (servers = servers.filter((other) => other !== server)),
    async addMissing() {
      const waiting = missing
      for (let at = 0; at < waiting.length; at += addedTogether)
        await Promise.all(waiting.slice(at, at + addedTogether).map(add))
    },
  }
}
