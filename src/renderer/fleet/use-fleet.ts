import { computed, type ComputedRef } from 'vue'
import { useNow } from '../composables/now.ts'
import { useText } from '../i18n/index.ts'
import { useBudgetsStore } from '../stores/budgets.ts'
import { useServersStore } from '../stores/servers.ts'
import { useInventoryStore } from '../stores/inventory.ts'
import { useSettingsStore } from '../stores/settings.ts'
import { hostOf, type ServerRow } from './server-row.ts'
import { ageText, serverState, summarise, type FleetSummary } from './server-status.ts'

/** Rows count as stale after this many minutes until the user's own setting is loaded. */
const staleAfterMin = 60

function reuseUnchanged(before: ServerRow | undefined, made: ServerRow): ServerRow {
  if (
    before === undefined ||
    before.server !== made.server ||
    before.status !== made.status ||
    before.budget !== made.budget
  )
    return made
  const keys = ['kind', 'readAtMs', 'stale', 'refreshing'] as const
  return keys.every((key) => before.state[key] === made.state[key]) ? before : made
}

/**
 * Returns all servers in the user's order, each with everything that is known of it now. It is the same array while
 * nothing has changed.
 */
export function useFleet(): ComputedRef<readonly ServerRow[]> {
  const serversStore = useServersStore()
  const inventory = useInventoryStore()
  const budgets = useBudgetsStore()
  const settings = useSettingsStore()
  const now = useNow()
  // A row without changes stays the same object, so that news of one server redraws one row and not all.
  let known = new Map<string, ServerRow>()
  return computed<readonly ServerRow[]>((rowsBefore) => {
    const before = known
    known = new Map()
    const at = { nowMs: now.value, staleAfterMin: settings.settings?.staleAfterMin ?? staleAfterMin }
    const rows = serversStore.servers.map((server) => {
      const status = inventory.statuses.get(server.id)
      const made = {
        server,
        status,
        state: serverState(server, status, at),
        budget: budgets.of(server.id),
        host: hostOf(server.url),
      }
      const row = reuseUnchanged(before.get(server.id), made)
      known.set(server.id, row)
      return row
    })
    const isSame = rows.length === rowsBefore?.length && rows.every((row, at) => row === rowsBefore[at])
    return isSame ? rowsBefore : rows
  })
}

/** Returns the line under the title: "48 servers · 46 current, 1 stale 2 hr, 1 certificate changed". */
export function useSummaryLine(): (rows: readonly ServerRow[]) => string {
  const { tn, list, locale } = useText()
  const now = useNow()
  const part = ({ kind, count, oldestReadAtMs }: FleetSummary['others'][number]): string => {
    if (kind === 'ok') return tn('servers.summary.current', count)
    const named = { age: oldestReadAtMs === null ? '' : ageText(now.value - oldestReadAtMs, locale.value) }
    return tn(`servers.summary.part.${kind}`, count, named)
  }
  return (rows) => {
    const summary = summarise(rows.map((row) => row.state))
    const reading = rows.filter((row) => row.state.refreshing).length
    const parts = [
      ...(summary.current > 0 ? [tn('servers.summary.current', summary.current)] : []),
      ...summary.others.map(part),
      ...(reading > 0 ? [tn('count.reading', reading)] : []),
    ]
    return [tn('count.servers', summary.total), list(parts)].filter(Boolean).join(' · ')
  }
}
