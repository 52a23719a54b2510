import { type ExportPart, exportParts } from '../../shared/model/data.ts'
import { AppError } from '../../shared/errors.ts'
import type { Output, ParsedInput } from '../../shared/contract.ts'
import { defaultScryptCost } from '../seal/passphrase-key.ts'
import type { ServersDeps } from '../servers/server-list.ts'
import type { Row, Tables } from '../storage/contents.ts'
import { migrations } from '../storage/migrations.ts'
import { countsOf, idOf, ownServers, profileOf, serverOf, textOf, withProfile } from './rows.ts'
import { sealExport } from './sealed-export.ts'

const finishedStates: ReadonlySet<unknown> = new Set(['done', 'cancelled'])

const withTokenOf = (row: Row, tokens: ReadonlyMap<string, string>): Row =>
  tokens.has(idOf(row)) ? row : withProfile(row, { hasToken: false, tokenMark: null })

/**
 * Selects the entries to export: not those of demo servers, nor of runs that have not ended, whose results are not
 * known yet. The head of a run comes with its entries.
 */
function exportedEntries(tables: Tables, demoIds: ReadonlySet<string>): readonly Row[] {
  const unfinished = new Set(tables.runs.filter((row) => !finishedStates.has(row['state'])).map(idOf))
  const isHead = (row: Row) => row['result'] === null
  const kept = tables.entries.filter(
    (row) => !isHead(row) && !demoIds.has(serverOf(row)) && !unfinished.has(textOf(row['run_id'])),
  )
  const keptIds = new Set(kept.flatMap((row) => [row['id'], row['group_id']]))
  return tables.entries.filter((row) => keptIds.has(row['id'] ?? null))
}

/**
 * Selects the rows to export. Demo servers are left out, with their facts, notes and entries. So is the choice of a
 * token store, which concerns only this machine. A run that has not ended is left out too: if it were exported, it
 * could be resumed on both machines and its changes would be sent twice.
 */
function selectRows(tables: Tables, parts: ReadonlySet<ExportPart>, tokens: ReadonlyMap<string, string>): Tables {
  const none: readonly never[] = []
  const servers = parts.has('servers') ? ownServers(tables).map((row) => withTokenOf(row, tokens)) : none
  const serverIds = new Set(servers.map(idOf))
  const demoIds = new Set(tables.servers.map(idOf).filter((id) => !new Set(ownServers(tables).map(idOf)).has(id)))
  const runs = parts.has('runs') ? tables.runs.filter((row) => finishedStates.has(row['state'])) : none
  const runIds = new Set(runs.map(idOf))
  const names = new Set([...(parts.has('settings') ? ['settings'] : []), ...(parts.has('views') ? ['viewsState'] : [])])
  return {
    servers,
    facts: tables.facts.filter((row) => serverIds.has(serverOf(row))),
    notes: tables.notes.filter((row) => serverIds.has(serverOf(row))),
    entries: parts.has('activity') ? exportedEntries(tables, demoIds) : none,
    kept: tables.kept.filter((row) => names.has(textOf(row['name']))),
    saved_plans: parts.has('views') ? tables.saved_plans : none,
    views: parts.has('views') ? tables.views : none,
    ip_sets: parts.has('ipSets') ? tables.ip_sets : none,
    runs,
    run_items: tables.run_items.filter((row) => runIds.has(textOf(row['run_id']))),
  }
}

/**
 * Returns all tokens of the user's servers. Rejects if the token store is locked, instead of returning only some.
 * Leaves out a token whose entry has vanished or that was not given for this address.
 */
async function tokensOf(
  { connections }: Pick<ServersDeps, 'connections'>,
  tables: Tables,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const row of ownServers(tables)) {
    if (profileOf(row)?.hasToken !== true) continue
    try {
      await connections.useToken(idOf(row), (token) => void found.set(idOf(row), token))
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code !== 'vault.missing') throw thrown
    }
  }
  return found
}

export interface ExportDeps extends Pick<ServersDeps, 'storage' | 'connections' | 'activity' | 'clock' | 'log'> {
  readonly version: string
  /** scrypt's N for new exports. */
  readonly scryptCost?: number
}

/** Seals the chosen parts of the data as one text. Returns it with what it holds. */
export async function exportData(
  deps: ExportDeps,
  { passphrase, parts = exportParts }: ParsedInput<'data.export'>,
): Promise<Output<'data.export'>> {
  deps.log.guard(passphrase)
  const wanted = new Set<ExportPart>(parts)
  if (!wanted.has('servers')) wanted.delete('tokens')
  const allTables = deps.storage.contents.read()
  const tokens = wanted.has('tokens') ? await tokensOf(deps, allTables) : new Map<string, string>()
  const selected = selectRows(allTables, wanted, tokens)
  const atMs = deps.clock.now()
  const content = { parts: wanted, contents: { schema: migrations.length, tables: selected }, tokens }
  const text = await sealExport(content, { by: deps.version, atMs }, passphrase, deps.scryptCost ?? defaultScryptCost)
  const unfinishedRuns = wanted.has('runs') ? allTables.runs.length - selected.runs.length : 0
  const counts = countsOf(selected, tokens.size)
  deps.activity.note(
    { action: 'data.export', subject: '', server: null },
    { before: null, after: { ...counts }, result: 'done', error: null },
  )
  return {
    fileName: `wisdeck-${new Date(atMs).toISOString().slice(0, 10)}.wisdeck`,
    text,
    counts,
    unfinishedRuns,
  }
}
