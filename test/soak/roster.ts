import type { CallCounter } from './call-counter.ts'
import type { SoakPanel } from './messages.ts'

/** A server in the app and the panel behind it. */
export interface SoakServer {
  readonly id: string
  readonly panel: SoakPanel
}

/** The servers of the app, and the panels it lacks. Servers are removed and added again; adding a sick panel fails. */
export interface Roster {
  servers(): readonly SoakServer[]
  /** Adds a panel as a user would: address, trusted certificate, token. If that fails, the panel counts as missing. */
  add(panel: SoakPanel): Promise<void>
  removed(server: SoakServer): void
  /** Tries again to add the panels that are missing. */
  addMissing(): Promise<void>
}

const addedTogether = 8

/** Starts without servers: all panels are missing. */
export function createRoster(call: CallCounter['call'], panels: readonly SoakPanel[]): Roster {
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
    removed: (server) => void (servers = servers.filter((other) => other !== server)),
    async addMissing() {
      const waiting = missing
      for (let at = 0; at < waiting.length; at += addedTogether)
        await Promise.all(waiting.slice(at, at + addedTogether).map(add))
    },
  }
}
