import { computed, onScopeDispose, type Ref, shallowRef, watch, type ComputedRef } from 'vue'
import { useText } from '../i18n/index.ts'
import { createCollation } from '../table/collation.ts'
import { createGrouping, type GroupKey } from '../table/groups.ts'
import { listSlots, naturalOrder, type RowSlots, rowsByKey } from '../table/row-slots.ts'
import {
  updateSelection,
  countServers,
  countShown,
  emptySelection,
  type SlotSelection,
  type Selection,
  selectedRows,
} from '../table/selection.ts'
import type { Sort } from '../table/sort.ts'
import type { FieldTests } from '../table/filter.ts'
import { createTable, type TableOptions } from '../table/table.ts'

/** The state of a table that outlives a visit to another screen if a store keeps it. */
export interface KeptTableState {
  readonly query: Ref<string>
  readonly sort: Ref<Sort>
  readonly selection: Ref<Selection>
  readonly activeKey: Ref<string | null>
  /** The id of the group key. Null, or an id that the table does not know, means no groups. */
  readonly groupBy: Ref<string | null>
  /** The keys of the collapsed groups. */
  readonly folded: Ref<ReadonlySet<string>>
}

/** Returns the state of a table that nobody has changed yet. */
export const freshTable = (sort: Sort): KeptTableState => ({
  query: shallowRef(''),
  sort: shallowRef(sort),
  selection: shallowRef<Selection>(emptySelection),
  activeKey: shallowRef<string | null>(null),
  groupBy: shallowRef<string | null>(null),
  folded: shallowRef<ReadonlySet<string>>(new Set()),
})

/**
 * What a screen with a DataGrid holds. Bind `rowSlots` to the grid's `rows`, `query` to its `asked`, and `order`,
 * `groups`, `groupKeys`, `sort`, `selection`, `activeKey`, `groupBy` and `folded` to the props of the same names.
 */
export type TableState<Row extends object> = ReturnType<typeof useTable<Row>>

/**
 * Connects the row engine to rows that are replaced from outside. The rows are slots of servers' rows, or a plain
 * list that must be the same array while nothing has changed. Rows that are gone leave the selection.
 */
export function useTable<Row extends object>(
  source: () => RowSlots<Row> | readonly Row[],
  options: Omit<TableOptions<Row>, 'fields'> & {
    /** What `name:value` means. A function may depend on reactive state; a change of it filters the rows again. */
    readonly fields?: FieldTests<Row> | (() => FieldTests<Row>)
    readonly initialSort?: Sort
    readonly tableState?: KeptTableState
    readonly groupKeys?: readonly GroupKey<Row>[]
  },
) {
  const locale = useText().locale.value
  const { groupKeys = [], fields = {} } = options
  const table = computed(() =>
    createTable({ ...options, fields: typeof fields === 'function' ? fields() : fields, locale }),
  )
  const tableState = options.tableState ?? freshTable(options.initialSort ?? [])
  const { query, sort, selection, activeKey, groupBy, folded } = tableState
  const rowSlots = computed(() => {
    const rows = source()
    return 'blocks' in rows ? rows : listSlots(rows, options.keyOf)
  })
  const filteredOrder = computed(() => table.value.view(rowSlots.value, query.value, sort.value))
  const grouping = computed(() => {
    const groupKey = groupKeys.find(({ id }) => id === groupBy.value)
    return groupKey === undefined ? null : createGrouping(groupKey, createCollation(locale))
  })
  const grouped = computed(() => grouping.value?.(rowSlots.value, filteredOrder.value) ?? null)
  const order = computed(() => grouped.value?.order ?? filteredOrder.value)

  usePreparation(rowSlots, (slots, isOver) => table.value.prepare(slots, isOver))
  // The collapsed groups belong to the previous group key.
  watch(groupBy, () => (folded.value = new Set()), { flush: 'sync' })

  return {
    query,
    sort,
    selection,
    activeKey,
    groupBy,
    folded,
    /** Slots in `rows` of the rows that pass the filter, in order, group by group if there are groups. */
    order,
    /** The fields by which rows can be grouped. */
    groupKeys,
    groups: computed(() => grouped.value?.groups ?? null),
    /** What a DataGrid takes as its `rows`. */
    rowSlots,
    /**
     * The rows by slot. Slots of servers' rows can be empty, so use `total` for the number of rows. This is a copy,
     * made only when it is read, because the engine keeps changing its own array.
     */
    rows: computed<readonly Row[]>(() => rowSlots.value.rows.slice()),
    total: computed(() => rowSlots.value.count),
    rowByKey: computed(() => rowsByKey(rowSlots.value)),
    ...useSelectedRows(selection, activeKey, rowSlots, order),
  }
}

/** The selected rows and what is computed from them. */
function useSelectedRows<Row>(
  selection: Ref<Selection>,
  activeKey: Ref<string | null>,
  rowSlots: ComputedRef<RowSlots<Row>>,
  order: ComputedRef<Uint32Array>,
) {
  const chosen = computed<SlotSelection<Row>>(() => updateSelection(selection.value, rowSlots.value))
  const selected = computed(() => selectedRows(chosen.value))
  // A selection must not keep old rows alive after they have been replaced.
  watch(chosen, (updated) => {
    if (updated !== selection.value && selection.value.size > 0) selection.value = updated
  })

  return {
    selectedRows: selected,
    selectedCount: computed(() => chosen.value.size),
    selectedServers: computed(() => countServers(chosen.value)),
    /** The number of selected rows that the filter hides now. */
    hiddenSelected: computed(() => chosen.value.size - countShown(chosen.value, order.value)),
    /** Returns the row that a key press is for: the only selected row, otherwise the row with the keyboard focus. */
    keyRow(): Row | undefined {
      if (chosen.value.size === 1) return selected.value[0]
      return activeKey.value === null ? undefined : rowsByKey(rowSlots.value).get(activeKey.value)
    },
    /** Returns the selected rows in the order of the table. Rows that the filter hides come last. */
    selectedInOrder(): readonly Row[] {
      const remaining = chosen.value.marks.slice()
      const take = (slot: number) => {
        const isTaken = remaining[slot] === 1
        remaining[slot] = 0
        return isTaken
      }
      const inOrder = [...order.value.filter(take), ...naturalOrder(rowSlots.value).filter(take)]
      return inOrder.map((slot) => rowSlots.value.rows[slot] as Row)
    },
  }
}

/**
 * Prepares what the first keystroke in the filter will need. The work runs in idle time; if the page is not idle for
 * 2 s, all of it runs at once.
 */
function usePreparation<Row>(
  rowSlots: ComputedRef<RowSlots<Row>>,
  prepare: (rowSlots: RowSlots<Row>, isOver: () => boolean) => boolean,
): void {
  let idle = 0
  const continuePreparing = (deadline: IdleDeadline) => {
    if (!prepare(rowSlots.value, () => !deadline.didTimeout && deadline.timeRemaining() < 1))
      idle = requestIdleCallback(continuePreparing, { timeout: 2000 })
  }
  watch(
    rowSlots,
    () => {
      cancelIdleCallback(idle)
      idle = requestIdleCallback(continuePreparing, { timeout: 2000 })
    },
    { immediate: true },
  )
  onScopeDispose(() => cancelIdleCallback(idle))
}
