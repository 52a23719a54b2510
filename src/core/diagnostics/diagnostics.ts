import { arch, homedir, platform, release } from 'node:os'
import type { Handlers } from '../dispatch.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { Redactor } from '../log/redact.ts'
import type { Clock, LogSink } from '../ports.ts'
import type { Storage } from '../storage/types.ts'
import type { Vault } from '../vault/types.ts'
import { createAnonymiser, type Anonymiser } from './anonymiser.ts'

/** How far back the log is told. */
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

/** A line of the log as data; one that is none, because a crash cut it off, as the text it is. */
function readLine(line: string): unknown {
  try {
    return JSON.parse(line) as unknown
  } catch {
    return line
  }
}

/**
 * A report for whoever helps with a fault, as one JSON text the user can read before sending it: versions, settings,
 * how servers are by number, the end of the log. All of it passes the logger's redactor and loses what names a person,
 * a server or an address; of our own addresses it tells how many there are.
 */
export function createDiagnostics(deps: DiagnosticsDeps): Pick<Handlers, 'app.diagnostics'> {
  const states = (anonymous: Anonymiser) =>
    deps.inventory.statuses().map(({ serverId, health, ftp, cron, panel }) => ({
      server: anonymous.text(serverId),
      health,
      ftp: { count: ftp.count, readAtMs: ftp.readAtMs, error: ftp.error?.code ?? null },
      cron: { count: cron.count, readAtMs: cron.readAtMs, error: cron.error?.code ?? null },
      panelVersion: panel?.version ? anonymous.text(deps.redactor.text(panel.version)) : null,
    }))
  // "tokens" is a name the redactor blanks, whatever it holds.
  const vaultFacts = async () => {
    const { tokens: kept, ...facts } = await deps.vault.status()
    return { ...facts, kept }
  }
  const ownSettings = () => {
    const { ourAddresses, ...settings } = deps.storage.settings.get()
    return { ...settings, ourAddresses: ourAddresses.length }
  }
  const gather = async () => ({
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
        const reported = anonymous.value(deps.redactor.value(readLine(line)))
        return typeof reported === 'string' ? reported : JSON.stringify(reported)
      })
      // The lists stand beside the redactor's own bound of a hundred entries: codes and figures alone are in them.
      const report = {
        at: new Date(atMs).toISOString(),
        app: deps.version,
        // A version of four numbers looks like an address and is none.
        versions: { ...process.versions },
        ...(anonymous.value(deps.redactor.value(await gather())) as object),
        servers: states(anonymous),
        log: lines,
      }
      const day = new Date(atMs).toISOString().slice(0, 10)
      return { fileName: `wisdeck-diagnostics-${day}.json`, text: `${JSON.stringify(report, null, 2)}\n` }
    },
  }
}
