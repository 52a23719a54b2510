import { computed, shallowRef } from 'vue'
import { useRoute } from 'vue-router'
import { useColumnLayout } from '../composables/column-layout.ts'
import type { Column } from '../table/columns.ts'
import { type ColumnLayout, plainLayout, shownColumns } from '../table/layout.ts'
import type { ViewState } from './view-state.ts'

type AnyColumn = Pick<Column<never>, 'id' | 'hidden'>
type ViewColumns = NonNullable<ViewState['columns']>

const viewColumnsOf = (columns: readonly AnyColumn[], layout: ColumnLayout): ViewColumns =>
  shownColumns(columns, layout).map(({ id }) => ({ id, widthPx: layout.widths[id] ?? null }))

/** Returns the columns that a view saves of a table; undefined if they are the defaults. */
export function columnsOf(columns: readonly AnyColumn[], layout: ColumnLayout): ViewColumns | undefined {
  const shown = viewColumnsOf(columns, layout)
  return JSON.stringify(shown) === JSON.stringify(viewColumnsOf(columns, plainLayout)) ? undefined : shown
}

/** Returns the column layout of a view. Columns that the view does not name are hidden. */
export function layoutOf(columns: readonly AnyColumn[], wanted: ViewColumns): ColumnLayout {
  const visibleIds = new Set(wanted.map(({ id }) => id))
  return {
    order: wanted.map(({ id }) => id),
    visible: Object.fromEntries(columns.map(({ id }) => [id, visibleIds.has(id)])),
    widths: Object.fromEntries(wanted.flatMap(({ id, widthPx }) => (widthPx === null ? [] : [[id, widthPx]]))),
  }
}

/**
 * The columns of one table: those of the open view if it has any, otherwise the user's layout for the table. Changes
 * while a view is open apply only to that view, and are saved when the view is updated.
 */
export function useViewColumns<Row>(table: string, columns: readonly Column<Row>[]) {
  const route = useRoute()
  const userLayout = useColumnLayout(table)
  const viewLayout = shallowRef<ColumnLayout | null>(null)
  const isViewOpen = () => route.query['view'] !== undefined
  const layout = computed({
    get: () => viewLayout.value ?? userLayout.value,
    set(next: ColumnLayout) {
      if (isViewOpen()) viewLayout.value = next
      else userLayout.value = next
    },
  })
  return {
    layout,
    read(): Pick<ViewState, 'columns'> {
      // A view without columns shows the table's own, which do not become part of the view.
      const shown = isViewOpen() && viewLayout.value === null ? undefined : columnsOf(columns, layout.value)
      return shown === undefined ? {} : { columns: shown }
    },
    write({ columns: wanted }: ViewState): void {
      viewLayout.value = wanted === undefined ? null : layoutOf(columns, wanted)
    },
  }
}
