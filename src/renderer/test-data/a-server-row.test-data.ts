import { eachKind } from './each-kind.test-data.ts'
import type { ServerProfile } from '../../shared/model/server.ts'
import { hostOf, type ServerRow } from '../fleet/server-row.ts'
import { serverState } from '../fleet/server-status.ts'
import { aServer } from './a-server.test-data.ts'

/** A server as the table shows it, with a count of its accounts and jobs; null for a server that was never read. */
export function aServerRow(patch: Partial<ServerProfile> = {}, count: number | null = 0): ServerRow {
  const server = aServer(patch)
  const kind = { readAtMs: count === null ? null : 1, triedAtMs: 1, count: count ?? 0, error: null }
  const status = {
    serverId: server.id,
    health: count === null ? 'never-read' : 'ok',
    refreshing: false,
    kinds: eachKind(kind),
    panel: null,
    utcOffsetMin: null,
    clockAheadMs: null,
    listHasAllowedIps: null,
  } as const
  return {
    server,
    status,
    state: serverState(server, status, { nowMs: 2, staleAfterMin: 60 }),
    budget: undefined,
    host: hostOf(server.url),
  }
}
