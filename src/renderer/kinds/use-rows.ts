import { computed, type ComputedRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { type TableState, useTable } from '../composables/table.ts'
import type { ServerProfile } from '../../shared/model/server.ts'
import { useFleetSummary } from '../fleet/fleet-summary.ts'
import { useText } from '../i18n/index.ts'
import { useInventoryStore } from '../stores/inventory.ts'
import { useServersStore } from '../stores/servers.ts'
import { parseQuery, type Term } from '../table/query.ts'
import { serverFields, serverQuery } from '../table/server-fields.ts'
import type { RowKind, RowTable } from './kind.ts'
import type { KindRow } from './rows.ts'
import { useTableStatesStore } from './table-states.ts'
import { termWords } from './term-words.ts'
import type { ScreenName } from '../../shared/screens.ts'
import { useMissing } from '../composables/missing.ts'

/** Turns `?server=<id>` of a link into a filter that the user can see and remove, and removes it from the address. */
function useServerOfAddress(screen: ScreenName, show: (server: ServerProfile) => void): void {
  const route = useRoute()
  const router = useRouter()
  const serversStore = useServersStore()
  const tellMissing = useMissing()
  watch(
    () => [route.name === screen ? route.query['server'] : undefined, serversStore.loaded] as const,
    ([id, loaded]) => {
      if (!loaded || typeof id !== 'string') return
      const server = serversStore.byId.get(id)
      if (server === undefined) tellMissing()
      else show(server)
      void router.replace({ name: screen })
    },
    { immediate: true },
  )
}

/** Where a new row can be created. `terms` are the conditions of the filter. */
function useCreation<Row extends KindRow>(
  { order, rowSlots }: Pick<TableState<Row>, 'order' | 'rowSlots'>,
  terms: ComputedRef<readonly Term[]>,
) {
  const { t } = useText()
  const serversStore = useServersStore()
  const writable = computed(() => serversStore.servers.filter((server) => !server.readOnly))
  const { server: isNamed } = serverFields()

  /** Returns the servers that the filter names, or else those whose rows it shows. */
  function filteredServers(): Iterable<ServerProfile | undefined> {
    const [only, ...others] = terms.value.filter((term) => term.field === 'server' && !term.negated)
    if (only !== undefined && others.length === 0)
      return serversStore.servers.filter((server) => isNamed?.({ server }, only.value))
    return new Set(Array.from(order.value, (slot) => rowSlots.value.rows[slot]?.server))
  }

  return {
    /** Why no row can be created; undefined if one can. */
    noCreation: computed(() =>
      serversStore.servers.length > 0 && writable.value.length === 0 ? t('rows.noWritable') : undefined,
    ),
    /**
     * Returns the id of the server that a new row is most likely meant for: the server of the open row, or the only one
     * that the filter names or shows, or the only writable one if there is no filter. Null if there are several or
     * none, or if it is read-only.
     */
    likelyServer(open: Row | undefined): string | null {
      const candidates = open ? [open.server] : terms.value.length > 0 ? filteredServers() : writable.value
      const [only, ...others] = candidates
      return only && others.length === 0 && !only.readOnly ? only.id : null
    },
  }
}

/** The combined table of one kind: its rows in their order, its filter in words, and what is known of the servers. */
export function useRows<Row extends KindRow>(rowKind: RowKind<Row>, rowTable: RowTable<Row>) {
  const { t } = useText()
  const { kind } = rowKind
  const serversStore = useServersStore()
  const inventory = useInventoryStore()
  const allRows = rowKind.useRows()
  const parts = rowTable.useParts()
  const fields = computed(() => parts.fields())
  const table = useTable<Row>(() => allRows.slots(), {
    columns: parts.columns,
    keyOf: ({ key }) => key,
    fields: () => fields.value,
    tableState: useTableStatesStore().of(kind, rowTable.sortedBy),
    groupKeys: parts.groupKeys,
  })
  const { query, order, rowSlots, total } = table
  const fleet = useFleetSummary(kind)
  const names = new Set(Object.keys(fields.value))
  let grid: { focus(): void } | null = null
  const terms = computed(() => parseQuery(query.value, names))
  useServerOfAddress(kind, ({ name }) => (query.value = serverQuery(name)))

  return {
    ...table,
    kind: rowKind,
    columns: parts.columns,
    copyColumns: parts.copyColumns,
    guide: parts.guide,
    fleet,
    /** The conditions of the filter. */
    terms,
    /** Returns a condition in words; null if it needs no chip. */
    wordsOf: (term: Term) => (parts.isQuickFilter?.(term) ? null : termWords(term, t, parts.termWords)),
    isLoading: computed(
      () =>
        total.value === 0 &&
        (!inventory.loaded ||
          !serversStore.loaded ||
          (fleet.refreshing.value > 0 && fleet.troubled.value.length === 0)),
    ),
    isStale: (row: Row) => fleet.staleIds.value.has(row.server.id),
    /** Returns how long ago a server's rows were read, in words. */
    ageOf: (serverId: string) =>
      fleet.ageOf(fleet.states.value.find(({ server }) => server.id === serverId)?.readAtMs ?? null),
    /** The grid registers itself when it is drawn. */
    setGrid: (drawn: { focus(): void } | null) => void (grid = drawn),
    focusGrid: () => grid?.focus(),
    shownKeys: () => Array.from(order.value, (slot) => rowSlots.value.rows[slot]?.key ?? ''),
    selectedKeys: () => table.selectedInOrder().map(({ key }) => key),
    ...useCreation(table, terms),
  }
}

/** What the parts of a combined screen share. */
export type RowsState<Row extends KindRow = KindRow> = ReturnType<typeof useRows<Row>>
