import type { ExportPart } from '../../shared/model/data.ts'
import type { Row, Tables } from '../storage/contents.ts'
import { idOf, ownServers, serverOf, textOf, withProfile } from './rows.ts'

const over: ReadonlySet<unknown> = new Set(['done', 'cancelled'])

const withTokenOf = (row: Row, tokens: ReadonlyMap<string, string>): Row =>
  tokens.has(idOf(row)) ? row : withProfile(row, { hasToken: false, tokenMark: null })

/**
 * The rows that leave with these parts. Demo servers and what belongs to them stay, the choice of a token store too: it
 * is a word on this machine. A run that is not over stays where it can be gone on with, or it could be gone on with
 * twice.
 */
export function chosen(tables: Tables, parts: ReadonlySet<ExportPart>, tokens: ReadonlyMap<string, string>): Tables {
  const none: readonly never[] = []
  const servers = parts.has('servers') ? ownServers(tables).map((row) => withTokenOf(row, tokens)) : none
  const ids = new Set(servers.map(idOf))
  const demo = new Set(tables.servers.map(idOf).filter((id) => !new Set(ownServers(tables).map(idOf)).has(id)))
  const runs = parts.has('runs') ? tables.runs.filter((row) => over.has(row['state'])) : none
  const runIds = new Set(runs.map(idOf))
  const names = new Set([...(parts.has('settings') ? ['settings'] : []), ...(parts.has('views') ? ['viewsState'] : [])])
  return {
    servers,
    facts: tables.facts.filter((row) => ids.has(serverOf(row))),
    notes: tables.notes.filter((row) => ids.has(serverOf(row))),
    activity: parts.has('activity') ? tables.activity.filter((row) => !demo.has(serverOf(row))) : none,
    kept: tables.kept.filter((row) => names.has(textOf(row['name']))),
    saved_plans: parts.has('views') ? tables.saved_plans : none,
    views: parts.has('views') ? tables.views : none,
    ip_sets: parts.has('ipSets') ? tables.ip_sets : none,
    runs,
    run_items: tables.run_items.filter((row) => runIds.has(textOf(row['run_id']))),
  }
}
