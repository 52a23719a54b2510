import { computed, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useText } from '../../i18n/index.ts'
import { useDeskStore } from '../../stores/desk.ts'
import { useFtpTableStore } from '../../stores/ftp-table.ts'
import { useInventoryStore } from '../../stores/inventory.ts'
import type { FtpRow } from '../../stores/rows.ts'
import { parseQuery } from '../../table/query.ts'
import { keepExisting } from '../../table/selection.ts'
import { serverQuery } from '../../table/server-fields.ts'
import { createTable } from '../../table/table.ts'
import { ftpColumns } from './ftp-columns.ts'
import { ftpFields } from './ftp-filter.ts'
import { filterWords } from './filter-words.ts'
import { useAccountWords } from './use-account-words.ts'

/** The rows of the screen in their order, what is selected of them, and the filter as conditions and in words. */
export function useFtpTable() {
  const { t, locale } = useText()
  const desk = useDeskStore()
  const inventory = useInventoryStore()
  const state = useFtpTableStore()
  const words = useAccountWords()
  const columns = ftpColumns(words)
  const fields = ftpFields()
  const fieldNames = new Set(Object.keys(fields))
  const table = createTable<FtpRow>({ columns, keyOf: (row) => row.key, fields, locale: locale.value })

  const rows = computed(() => inventory.ftpRows)
  const order = computed(() => table.view(rows.value, state.query, state.sort))
  const terms = computed(() => parseQuery(state.query, fieldNames))
  const byKey = computed(() => new Map(rows.value.map((row) => [row.key, row])))
  // A row that is gone from its panel is no longer selected. Without a selection nobody needs 100,000 keys.
  watch(rows, () => {
    if (state.selection.size > 0) state.selection = keepExisting(state.selection, (key) => byKey.value.has(key))
  })

  const selected = computed(() => (state.selection.size === 0 ? [] : rows.value.filter((row) => state.selection.has(row.key))))
  const hidden = computed(() => {
    if (selected.value.length === 0) return 0
    let shown = 0
    for (const place of order.value) if (state.selection.has(rows.value[place]?.key ?? '')) shown += 1
    return selected.value.length - shown
  })
  /** What is selected in the order of the table, what the filter hides last. */
  const selectedInOrder = (): readonly FtpRow[] => {
    const shown = Array.from(order.value, (place) => rows.value[place]).filter((row) => row !== undefined && state.selection.has(row.key)) as FtpRow[]
    const keys = new Set(shown.map((row) => row.key))
    return [...shown, ...selected.value.filter((row) => !keys.has(row.key))]
  }

  useServerOfRoute((name) => (state.query = serverQuery(name)), desk)

  /** The server that the filter names alone, for a new account. */
  const filteredServerId = computed(() => {
    const names = terms.value.filter((term) => term.field === 'server' && !term.negated)
    const [only] = names
    if (names.length !== 1 || only === undefined) return null
    const found = desk.servers.filter((server) => fields['server']?.({ key: '', server, account: noAccount }, only.value))
    return found.length === 1 ? (found[0]?.id ?? null) : null
  })

  return {
    columns,
    words,
    rows,
    order,
    terms,
    byKey,
    selected,
    hidden,
    selectedInOrder,
    filteredServerId,
    selectedServers: computed(() => new Set(selected.value.map((row) => row.server.id)).size),
    termWords: (term: (typeof terms.value)[number]) => filterWords(term, t),
  }
}

export type FtpTable = ReturnType<typeof useFtpTable>

/** A server's field test looks at the server alone. */
const noAccount: FtpRow['account'] = {
  username: '',
  owner: '',
  homeDir: '',
  quotaMb: 0,
  readOnly: false,
  enabled: true,
  domain: null,
  allowedIps: null,
  createdAt: null,
  updatedAt: null,
}

/** `?server=<id>` of a link becomes a filter that can be seen and taken away; the address is cleared of it. */
function useServerOfRoute(show: (name: string) => void, desk: ReturnType<typeof useDeskStore>): void {
  const route = useRoute()
  const router = useRouter()
  watch(
    () => [route.query['server'], desk.loaded] as const,
    ([id, loaded]) => {
      if (route.name !== 'ftp' || !loaded || typeof id !== 'string') return
      const server = desk.byId.get(id)
      if (server !== undefined) show(server.name)
      void router.replace({ path: route.path, query: {} })
    },
    { immediate: true },
  )
}
