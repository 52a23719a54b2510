import { arch, homedir, platform, release } from 'node:os'
import type { Handlers } from '../dispatch.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { Redactor } from '../log/redact.ts'
import type { Clock, LogSink } from '../ports.ts'
import type { Storage } from '../storage/types.ts'
import type { Vault } from '../vault/types.ts'

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

type Server = ReturnType<Storage['servers']['list']>[number]

/** What a server may be called by in a line of the log, longest first: none of it is for strangers. */
function wordsOf({ id, name, url }: Server): readonly string[] {
  const address = URL.canParse(url) ? [new URL(url).host, new URL(url).hostname] : []
  return [id, url, name, ...address].filter((word) => word.length >= 3)
}

/** Replaces what names a server, this user's folder and every address that looks like one. */
function createAnonymiser(servers: readonly Server[]): (text: string) => string {
  const words: readonly (readonly [string, string])[] = [
    ...servers.flatMap((server, index) => wordsOf(server).map((word) => [word, `server-${index + 1}`] as const)),
    [homedir(), '~'] as const,
  ].toSorted(([a], [b]) => b.length - a.length)
  return (text) =>
    words
      .reduce((rest, [word, instead]) => rest.replaceAll(word, instead), text)
      .replace(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, '<address>')
      .replace(/\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/g, '<mail>')
}

/**
 * A report for whoever helps with a fault, as one JSON text the user can read before sending it: versions, settings, how
 * servers are by number, the end of the log. All of it passes the logger's redactor and loses what names a server.
 */
export function createDiagnostics(deps: DiagnosticsDeps): Pick<Handlers, 'app.diagnostics'> {
  const states = () =>
    deps.inventory.statuses().map(({ health, ftp, cron, panel }, index) => ({
      server: `server-${index + 1}`,
      health,
      ftp: { count: ftp.count, readAtMs: ftp.readAtMs, error: ftp.error?.code ?? null },
      cron: { count: cron.count, readAtMs: cron.readAtMs, error: cron.error?.code ?? null },
      panelVersion: panel?.version ? deps.redactor.text(panel.version) : null,
    }))
  // "tokens" is a name the redactor blanks, whatever it holds.
  const vaultFacts = async () => {
    const { tokens: kept, ...facts } = await deps.vault.status()
    return { ...facts, kept }
  }
  const gather = async () => ({
    app: deps.version,
    versions: { ...process.versions },
    system: { platform: platform(), arch: arch(), release: release() },
    settings: deps.storage.settings.get(),
    vault: await vaultFacts(),
    storageNotice: deps.storage.notice?.kind ?? null,
  })
  return {
    'app.diagnostics': async () => {
      const atMs = deps.clock.now()
      const anonymous = createAnonymiser(deps.storage.servers.list())
      const lines = (deps.log.tail?.(logLines) ?? []).map((line) => anonymous(deps.redactor.text(line)))
      // The lists stand beside the redactor's own bound of a hundred entries: codes and figures alone are in them.
      const report = { at: new Date(atMs).toISOString(), ...(deps.redactor.value(await gather()) as object), servers: states(), log: lines }
      const day = new Date(atMs).toISOString().slice(0, 10)
      return { fileName: `wisdeck-diagnostics-${day}.json`, text: `${JSON.stringify(report, null, 2)}\n` }
    },
  }
}
