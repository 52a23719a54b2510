import { computed, onScopeDispose, type Ref, shallowRef, watch, type ComputedRef } from 'vue'
import { useText } from '../i18n/index.ts'
import { createCollation } from '../table/collation.ts'
import { createGrouping, type GroupKey } from '../table/groups.ts'
import { listSlots, naturalOrder, type RowSlots, rowsByKey } from '../table/row-slots.ts'
import {
  carry,
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

/** What of a table outlives a visit to another screen, where a store holds it. */
export interface KeptTableState {
  readonly query: Ref<string>
  readonly sort: Ref<Sort>
  readonly selection: Ref<Selection>
  readonly activeKey: Ref<string | null>
  /** The id of the group key; null, or one that the table does not know, for no groups. */
  readonly groupBy: Ref<string | null>
  /** Keys of the groups whose rows are put away. */
  readonly folded: Ref<ReadonlySet<string>>
}

const freshTable = (sort: Sort): KeptTableState => ({
  query: shallowRef(''),
  sort: shallowRef(sort),
  selection: shallowRef<Selection>(emptySelection),
  activeKey: shallowRef<string | null>(null),
  groupBy: shallowRef<string | null>(null),
  folded: shallowRef<ReadonlySet<string>>(new Set()),
})

/** What a screen with a DataGrid holds: bind each to the grid's prop of the same name. */
export type TableState<Row extends object> = ReturnType<typeof useTable<Row>>

/**
 * Joins the row engine to rows that are replaced from outside: places of servers' rows, or a plain list that must be
 * the same array while nothing has changed. Keys of rows that are gone leave the selection.
 */
export function useTable<Row extends object>(
  source: () => RowSlots<Row> | readonly Row[],
  options: Omit<TableOptions<Row>, 'fields'> & {
    /**
     * What `name:value` means; as a function it may go by what else is known, and the rows are asked anew when that
     * changes.
     */
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
  const held = options.tableState ?? freshTable(options.initialSort ?? [])
  const { query, sort, selection, activeKey, groupBy, folded } = held
  const rowSlots = computed(() => {
    const given = source()
    return 'blocks' in given ? given : listSlots(given, options.keyOf)
  })
  const listed = computed(() => table.value.view(rowSlots.value, query.value, sort.value))
  const grouping = computed(() => {
    const by = groupKeys.find(({ id }) => id === groupBy.value)
    return by === undefined ? null : createGrouping(by, createCollation(locale))
  })
  const grouped = computed(() => grouping.value?.(rowSlots.value, listed.value) ?? null)
  const order = computed(() => grouped.value?.order ?? listed.value)

  usePreparation(rowSlots, (now, isOver) => table.value.prepare(now, isOver))
  // What was put away are groups of another kind.
  watch(groupBy, () => (folded.value = new Set()), { flush: 'sync' })

  return {
    query,
    sort,
    selection,
    activeKey,
    groupBy,
    folded,
    /** Places in `rows` of what the filter lets through, in order, group by group where there are groups. */
    order,
    /** What rows can be grouped by. */
    groupKeys,
    groups: computed(() => grouped.value?.groups ?? null),
    /** What a DataGrid takes as its `rows`. */
    rowSlots,
    /**
     * By place; of servers' rows some places may be holes, so ask `total` for how many there are. A copy, made only
     * where someone asks for it: the engine's own array stays the same one.
     */
    rows: computed<readonly Row[]>(() => rowSlots.value.rows.slice()),
    total: computed(() => rowSlots.value.count),
    rowByKey: computed(() => rowsByKey(rowSlots.value)),
    ...useSelectedRows(selection, activeKey, rowSlots, order),
  }
}

/** The rows that are selected. */
function useSelectedRows<Row>(
  selection: Ref<Selection>,
  activeKey: Ref<string | null>,
  rowSlots: ComputedRef<RowSlots<Row>>,
  order: ComputedRef<Uint32Array>,
) {
  const chosen = computed<SlotSelection<Row>>(() => carry(selection.value, rowSlots.value))
  const selected = computed(() => selectedRows(chosen.value))
  // What was selected among rows that are replaced now must not keep the old rows alive.
  watch(chosen, (now) => {
    if (now !== selection.value && selection.value.size > 0) selection.value = now
  })

  return {
    selectedRows: selected,
    selectedCount: computed(() => chosen.value.size),
    selectedServers: computed(() => countServers(chosen.value)),
    /** Selected rows that the filter does not show now. */
    hiddenSelected: computed(() => chosen.value.size - countShown(chosen.value, order.value)),
    /** The row that a key for one row means: the only one that is selected, else the one that the keyboard is on. */
    keyRow(): Row | undefined {
      if (chosen.value.size === 1) return selected.value[0]
      return activeKey.value === null ? undefined : rowsByKey(rowSlots.value).get(activeKey.value)
    },
    /** What is selected in the order of the table, what the filter hides last. */
    selectedInOrder(): readonly Row[] {
      const left = chosen.value.marks.slice()
      const take = (slot: number) => {
        const isTaken = left[slot] === 1
        left[slot] = 0
        return isTaken
      }
      const inOrder = [...order.value.filter(take), ...naturalOrder(rowSlots.value).filter(take)]
      return inOrder.map((slot) => rowSlots.value.rows[slot] as Row)
    },
  }
}

/** Reads ahead what the first keystroke in the filter will ask for, in idle moments and only as long as each lasts. */
function usePreparation<Row>(
  rowSlots: ComputedRef<RowSlots<Row>>,
  prepare: (rowSlots: RowSlots<Row>, isOver: () => boolean) => boolean,
): void {
  let idle = 0
  const goOn = (deadline: IdleDeadline) => {
    if (!prepare(rowSlots.value, () => !deadline.didTimeout && deadline.timeRemaining() < 1))
      idle = requestIdleCallback(goOn, { timeout: 2000 })
  }
  watch(
    rowSlots,
    () => {
      cancelIdleCallback(idle)
      idle = requestIdleCallback(goOn, { timeout: 2000 })
    },
    { immediate: true },
  )
  onScopeDispose(() => cancelIdleCallback(idle))
}
