import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import { useText } from '../i18n/index.ts'
import { emptySelection, keepExisting, type Selection } from '../table/selection.ts'
import type { Sort } from '../table/sort.ts'
import { createTable, type TableOptions } from '../table/table.ts'

/** What a screen with a DataGrid holds: bind each to the grid's prop of the same name. */
export interface TableState<Row> {
  readonly query: ShallowRef<string>
  readonly sort: ShallowRef<Sort>
  /** Places in `rows` of what is shown, in order. */
  readonly order: ComputedRef<Uint32Array>
  readonly selection: ShallowRef<Selection>
  readonly activeKey: ShallowRef<string | null>
  readonly rowByKey: ComputedRef<ReadonlyMap<string, Row>>
  readonly selectedRows: ComputedRef<readonly Row[]>
  /** Selected rows that the filter does not show now. */
  readonly hiddenSelected: ComputedRef<number>
}

/**
 * Joins the row engine to a list that is replaced from outside. `rows` must return the same array while nothing has
 * changed, and the same row objects for what has not changed. Keys of rows that are gone leave the selection.
 */
export function useTable<Row extends object>(
  rows: () => readonly Row[],
  options: TableOptions<Row> & { readonly initialSort?: Sort },
): TableState<Row> {
  const table = createTable({ ...options, locale: useText().locale.value })
  const query = shallowRef('')
  const sort = shallowRef<Sort>(options.initialSort ?? [])
  const selection = shallowRef<Selection>(emptySelection)
  const activeKey = shallowRef<string | null>(null)
  const order = computed(() => table.view(rows(), query.value, sort.value))
  const rowByKey = computed(() => new Map(rows().map((row) => [options.keyOf(row), row])))
  const selectedRows = computed(() => [...selection.value].flatMap((key) => rowByKey.value.get(key) ?? []))
  const hiddenSelected = computed(() => {
    if (selection.value.size === 0) return 0
    let shown = 0
    for (const place of order.value) {
      const row = rows()[place]
      if (row !== undefined && selection.value.has(options.keyOf(row))) shown += 1
    }
    return selection.value.size - shown
  })

  let idle = 0
  watch(
    rows,
    (now) => {
      if (selection.value.size > 0) selection.value = keepExisting(selection.value, (key) => rowByKey.value.has(key))
      cancelIdleCallback(idle)
      idle = requestIdleCallback(() => table.prepare(now), { timeout: 2000 })
    },
    { immediate: true },
  )
  onScopeDispose(() => cancelIdleCallback(idle))

  return { query, sort, order, selection, activeKey, rowByKey, selectedRows, hiddenSelected }
}
