import { computed } from 'vue'
import { parseIpList } from '../../../shared/ip/index.ts'
import type { IpSet } from '../../../shared/model/ip-sets.ts'
import { absoluteTime } from '../../composables/relative-time.ts'
import { useTable } from '../../composables/table.ts'
import { useText } from '../../i18n/index.ts'
import { useAccountRows } from '../../kinds/ftp/account-rows.ts'
import { useIpSetsStore } from '../../stores/ip-sets.ts'
import type { Column } from '../../table/columns.ts'
import { createUses, noUse, type SetUse } from '../../kinds/ftp/set-uses.ts'

/** One set with its uses. */
export interface SetRow {
  readonly set: IpSet
  readonly use: SetUse
  /** The entries of its text as they were typed, without the comments. */
  readonly entries: readonly string[]
}

/** Returns a function that puts a use in words: "12 accounts on 5 servers". */
export function useUsageText(): (use: SetUse) => string {
  const { t, tn } = useText()
  return ({ rows, servers }) =>
    rows.length === 0
      ? t('ipSets.used.none')
      : tn('ipSets.used.on', servers, { accounts: tn('kinds.ftp.count', rows.length) })
}

/** The sets as a table: the columns, and the uses of each set. */
export function useIpSetsTable() {
  const { list, locale } = useText()
  const ipSets = useIpSetsStore()
  const accountRows = useAccountRows()
  const usageText = useUsageText()

  const countUses = computed(() => createUses(ipSets.sets))
  /** Which accounts use which set, as far as the accounts are known. */
  const uses = computed(() => countUses.value(Array.from(accountRows.slots().blocks.values(), ({ rows }) => rows)))

  const columns: readonly Column<SetRow>[] = [
    { id: 'name', header: 'field.name', text: ({ set }) => set.name, widthPx: 168, grow: 1 },
    {
      id: 'addresses',
      header: 'field.addresses',
      text: ({ entries }) => list(entries),
      sortKey: ({ entries }) => entries.length,
      widthPx: 190,
      grow: 2,
      mono: true,
    },
    {
      id: 'used',
      header: 'ipSets.column.used',
      text: ({ use }) => usageText(use),
      sortKey: ({ use }) => use.rows.length,
      widthPx: 212,
    },
    {
      id: 'note',
      header: 'field.note',
      text: ({ set }) => set.note.replaceAll(/\s+/g, ' '),
      widthPx: 160,
      grow: 1,
      muted: true,
    },
    {
      id: 'changed',
      header: 'ipSets.column.changed',
      text: ({ set }) => absoluteTime(set.updatedAtMs, locale.value),
      sortKey: ({ set }) => set.updatedAtMs,
      widthPx: 112,
      muted: true,
      searchable: false,
    },
  ]
  const entriesOf = computed(
    () => new Map(ipSets.sets.map((set) => [set, parseIpList(set.text).entries.map(({ text }) => text)])),
  )
  const rows = computed<readonly SetRow[]>(() =>
    ipSets.sets.map((set) => ({
      set,
      use: uses.value.bySet.get(set.id) ?? noUse,
      entries: entriesOf.value.get(set) ?? [],
    })),
  )
  const table = useTable(() => rows.value, {
    columns,
    keyOf: ({ set }) => set.id,
    initialSort: [{ columnId: 'name', direction: 'asc' }],
  })
  return { columns, table, rows, uses }
}
