import { storeToRefs } from 'pinia'
import { computed } from 'vue'
import { useServerOfAddress } from '../../composables/server-of-address.ts'
import { useTable } from '../../composables/table.ts'
import { useText } from '../../i18n/index.ts'
import { useServersStore } from '../../stores/servers.ts'
import { useFtpTableStore } from '../../stores/ftp-table.ts'
import { useInventoryStore } from '../../stores/inventory.ts'
import { useIpSetsStore } from '../../stores/ip-sets.ts'
import type { FtpRow } from '../../stores/rows.ts'
import { parseQuery } from '../../table/query.ts'
import { serverQuery } from '../../table/server-fields.ts'
import { ftpColumns } from './ftp-columns.ts'
import { ftpFields, ftpGuide } from './ftp-filter.ts'
import { ftpGroups } from './ftp-groups.ts'
import { filterWords } from './filter-words.ts'
import { useAccountWords } from './use-account-words.ts'

/** The rows of the screen in their order, their selection, and the filter as conditions and in words. */
export function useFtpTable() {
  const { t, locale } = useText()
  const serversStore = useServersStore()
  const inventory = useInventoryStore()
  const state = useFtpTableStore()
  const words = useAccountWords()
  const columns = ftpColumns(words)
  const ipSets = useIpSetsStore()
  const fields = computed(() => ftpFields(ipSets.sets))
  const fieldNames = new Set(Object.keys(fields.value))
  const table = useTable<FtpRow>(() => inventory.ftpSlots, {
    columns,
    keyOf: (row) => row.key,
    fields: () => fields.value,
    tableState: storeToRefs(state),
    groupKeys: ftpGroups(words, t, locale.value),
  })
  const { rowSlots, rows, total, order } = table
  const terms = computed(() => parseQuery(state.query, fieldNames))

  useServerOfAddress('ftp', ({ name }) => (state.query = serverQuery(name)))

  /** The server for a new account: the only one that the filter names, or null. */
  const filteredServerId = computed(() => {
    const names = terms.value.filter((term) => term.field === 'server' && !term.negated)
    const [only] = names
    if (names.length !== 1 || only === undefined) return null
    const found = serversStore.servers.filter((server) =>
      fields.value['server']?.({ key: '', server, account: noAccount }, only.value),
    )
    return found.length === 1 ? (found[0]?.id ?? null) : null
  })

  return {
    columns,
    guide: ftpGuide(serversStore, () => ipSets.sets),
    words,
    rowSlots,
    rows,
    total,
    order,
    groupKeys: table.groupKeys,
    groupBy: table.groupBy,
    groups: table.groups,
    folded: table.folded,
    terms,
    byKey: table.rowByKey,
    selected: table.selectedRows,
    hidden: table.hiddenSelected,
    selectedInOrder: table.selectedInOrder,
    keyRow: table.keyRow,
    selectedCount: table.selectedCount,
    selectedServers: table.selectedServers,
    filteredServerId,
    termWords: (term: (typeof terms.value)[number]) => filterWords(term, t),
  }
}

export type FtpTable = ReturnType<typeof useFtpTable>

/** A placeholder, because the test for the field `server` reads only the server. */
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
