import { arch, homedir, platform, release } from 'node:os'
import type { Handlers } from '../dispatch.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { Redactor } from '../log/redact.ts'
import type { Clock, LogSink } from '../ports.ts'
import type { Storage } from '../storage/types.ts'
import type { Vault } from '../vault/types.ts'
import { createAnonymiser, type Anonymiser } from './anonymiser.ts'

/** The number of log lines in a report. */
const logLines = 500

interface DiagnosticsDeps {
  readonly storage: Pick<Storage, 'servers' | 'settings' | 'notice'>
  readonly inventory: Pick<Inventory, 'statuses'>
  readonly vault: Pick<Vault, 'status'>
  readonly clock: Pick<Clock, 'now'>
  readonly redactor: Redactor
  readonly log: LogSink
  readonly version: string
}

/** Returns a line of the log as data, or as text if it is not JSON because a crash cut it off. */
function readLine(line: string): unknown {
  try {
    return JSON.parse(line) as unknown
  } catch {
    return line
  }
}

/**
 * Makes a report for a person who helps with a fault, as one JSON text that the user can read before sending it:
 * versions, settings, the state of each server by number, the end of the log. The logger's redactor removes secrets,
 * and the anonymiser removes what identifies a person, a server or an address. Of the protected addresses, only their
 * number is reported.
 */
export function createDiagnostics(deps: DiagnosticsDeps): Pick<Handlers, 'app.diagnostics'> {
  const states = (anonymous: Anonymiser) =>
    deps.inventory.statuses().map(({ serverId, health, kinds, panel }) => ({
      server: anonymous.text(serverId),
      health,
      ...Object.fromEntries(
        Object.entries(kinds).map(([kind, { count, readAtMs, error }]) => [
          kind,
          { count, readAtMs, error: error?.code ?? null },
        ]),
      ),
      panelVersion: panel?.version ? anonymous.text(deps.redactor.text(panel.version)) : null,
    }))
  // The redactor blanks everything under the name "tokens", so the count gets another name.
  const vaultFacts = async () => {
    const { tokens: kept, ...facts } = await deps.vault.status()
    return { ...facts, kept }
  }
  const ownSettings = () => {
    const { ourAddresses, ...settings } = deps.storage.settings.get()
    return { ...settings, ourAddresses: ourAddresses.length }
  }
  const collectFacts = async () => ({
    system: { platform: platform(), arch: arch(), release: release() },
    settings: ownSettings(),
    vault: await vaultFacts(),
    storageNotice: deps.storage.notice?.kind ?? null,
  })
  return {
    'app.diagnostics': async () => {
      const atMs = deps.clock.now()
      const anonymous = createAnonymiser(deps.storage.servers.list(), homedir())
      const lines = (deps.log.tail?.(logLines) ?? []).map((line) => {
        const cleanLine = anonymous.value(deps.redactor.value(readLine(line)))
        return typeof cleanLine === 'string' ? cleanLine : JSON.stringify(cleanLine)
      })
      // The lists do not pass the redactor again, because it would cut them after a hundred entries. `servers` holds
      // codes, figures and texts that `states` has cleaned, and each line of `log` has been cleaned above.
      const report = {
        at: new Date(atMs).toISOString(),
        app: deps.version,
        // A version of four numbers looks like an address, so versions are not anonymised.
        versions: { ...process.versions },
        ...(anonymous.value(deps.redactor.value(await collectFacts())) as object),
        servers: states(anonymous),
        log: lines,
      }
      const day = new Date(atMs).toISOString().slice(0, 10)
      return { fileName: `wisdeck-diagnostics-${day}.json`, text: `${JSON.stringify(report, null, 2)}\n` }
    },
  }
}
