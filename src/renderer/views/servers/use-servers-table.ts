import { computed, watch } from 'vue'
import { useTable } from '../../composables/table.ts'
import type { ServerRow } from '../../fleet/server-row.ts'
import { statusKinds } from '../../fleet/server-status.ts'
import { useFleet } from '../../fleet/use-fleet.ts'
import { useText } from '../../i18n/index.ts'
import { useServersStore } from '../../stores/servers.ts'
import type { GroupKey } from '../../table/groups.ts'
import { serverGroups } from '../../table/server-groups.ts'
import { serverColumns } from './server-columns.ts'
import { serverFilterGuide, serverTerms, serverTests } from './server-filter.ts'

/** The servers as a table: columns, filter and groups. Without a sort they are in the user's own order. */
export function useServersTable() {
  const { t, number, locale } = useText()
  const serversStore = useServersStore()
  const fleet = useFleet()
  const columns = serverColumns({ t, number, locale: locale.value })
  const groupKeys: readonly GroupKey<ServerRow>[] = [
    ...serverGroups<ServerRow>((environment) => t(`shell.env.${environment}`), locale.value).filter(
      ({ id }) => id !== 'server',
    ),
    {
      id: 'status',
      header: 'field.status',
      of: ({ state }) => state.kind,
      label: ({ state }) => t(`servers.status.${state.kind}`),
      rank: ({ state }) => statusKinds.indexOf(state.kind),
    },
  ]
  const table = useTable<ServerRow>(() => fleet.value, {
    columns,
    keyOf: ({ server }) => server.id,
    fields: serverTests(Date.now),
    groupKeys,
  })

  // If the active server is removed, the one that takes its place becomes active.
  const ids = computed(() => Array.from(table.order.value, (slot) => table.rowSlots.value.rows[slot]?.server.id ?? ''))
  watch(ids, (after, before) => {
    const active = table.activeKey.value
    if (active === null || table.rowByKey.value.has(active)) return
    table.activeKey.value = after[Math.min(before.indexOf(active), after.length - 1)] ?? null
  })

  return {
    ...table,
    fleet,
    columns,
    guide: serverFilterGuide(serversStore),
    isFiltered: computed(() => serverTerms(table.query.value).length > 0),
  }
}

export type ServersTable = ReturnType<typeof useServersTable>
