import { computed, onScopeDispose, type Ref, shallowRef, watch, type ComputedRef } from 'vue'
import { useText } from '../i18n/index.ts'
import { listPlaces, naturalOrder, type Places, type RowsByKey, rowsByKey } from '../table/places.ts'
import { carry, countServers, countShown, emptySelection, type PlaceSelection, type Selection, selectedRows } from '../table/selection.ts'
import type { Sort } from '../table/sort.ts'
import { createTable, type TableOptions } from '../table/table.ts'

/** What of a table outlives a visit to another screen, where a store holds it. */
export interface HeldTable {
  readonly query: Ref<string>
  readonly sort: Ref<Sort>
  readonly selection: Ref<Selection>
  readonly activeKey: Ref<string | null>
}

/** What a screen with a DataGrid holds: bind each to the grid's prop of the same name. */
export interface TableState<Row> extends HeldTable {
  /** What a DataGrid takes as its `rows`. */
  readonly places: ComputedRef<Places<Row>>
  /** By place; of servers' rows some places may be holes, so ask `total` for how many there are. */
  readonly rows: ComputedRef<readonly Row[]>
  readonly total: ComputedRef<number>
  /** Places in `rows` of what is shown, in order. */
  readonly order: ComputedRef<Uint32Array>
  readonly rowByKey: ComputedRef<RowsByKey<Row>>
  readonly selectedRows: ComputedRef<readonly Row[]>
  readonly selectedCount: ComputedRef<number>
  readonly selectedServers: ComputedRef<number>
  /** Selected rows that the filter does not show now. */
  readonly hiddenSelected: ComputedRef<number>
  /** What is selected in the order of the table, what the filter hides last. */
  selectedInOrder(): readonly Row[]
}

/**
 * Joins the row engine to rows that are replaced from outside: places of servers' rows, or a plain list that must be the
 * same array while nothing has changed. Keys of rows that are gone leave the selection.
 */
export function useTable<Row extends object>(
  source: () => Places<Row> | readonly Row[],
  options: TableOptions<Row> & { readonly initialSort?: Sort; readonly held?: HeldTable },
): TableState<Row> {
  const table = createTable({ ...options, locale: useText().locale.value })
  const { query, sort, selection, activeKey } = options.held ?? {
    query: shallowRef(''),
    sort: shallowRef<Sort>(options.initialSort ?? []),
    selection: shallowRef<Selection>(emptySelection),
    activeKey: shallowRef<string | null>(null),
  }
  const places = computed(() => {
    const given = source()
    return 'blocks' in given ? given : listPlaces(given, options.keyOf)
  })
  const order = computed(() => table.view(places.value, query.value, sort.value))
  const chosen = computed<PlaceSelection<Row>>(() => carry(selection.value, places.value))
  const selected = computed(() => selectedRows(chosen.value))

  usePreparation(places, table.prepare)
  // What was selected among rows that are replaced now must not keep the old rows alive.
  watch(chosen, (now) => {
    if (now !== selection.value && selection.value.size > 0) selection.value = now
  })

  return {
    query,
    sort,
    order,
    selection,
    activeKey,
    places,
    // A copy, made only where someone asks for it: the engine's own array stays the same one.
    rows: computed(() => places.value.rows.slice()),
    total: computed(() => places.value.count),
    rowByKey: computed(() => rowsByKey(places.value)),
    selectedRows: selected,
    selectedCount: computed(() => chosen.value.size),
    selectedServers: computed(() => countServers(chosen.value)),
    hiddenSelected: computed(() => chosen.value.size - countShown(chosen.value, order.value)),
    selectedInOrder() {
      const left = chosen.value.marks.slice()
      const take = (place: number) => {
        const isTaken = left[place] === 1
        left[place] = 0
        return isTaken
      }
      const inOrder = [...order.value.filter(take), ...naturalOrder(places.value).filter(take)]
      return inOrder.map((place) => places.value.rows[place] as Row)
    },
  }
}

/** Reads ahead what the first keystroke in the filter will ask for, in idle moments and only as long as each lasts. */
function usePreparation<Row>(places: ComputedRef<Places<Row>>, prepare: (places: Places<Row>, isOver: () => boolean) => boolean): void {
  let idle = 0
  const goOn = (deadline: IdleDeadline) => {
    if (!prepare(places.value, () => !deadline.didTimeout && deadline.timeRemaining() < 1)) idle = requestIdleCallback(goOn, { timeout: 2000 })
  }
  watch(
    places,
    () => {
      cancelIdleCallback(idle)
      idle = requestIdleCallback(goOn, { timeout: 2000 })
    },
    { immediate: true },
  )
  onScopeDispose(() => cancelIdleCallback(idle))
}
