import { computed, shallowRef } from 'vue'
import { useRoute } from 'vue-router'
import { useColumnLayout } from '../composables/column-layout.ts'
import type { Column } from '../table/columns.ts'
import type { ColumnLayout } from '../table/layout.ts'
import type { ViewState } from './view-state.ts'
import { columnsOf, layoutOf } from './view-columns.ts'

/**
 * The columns of one table: those of the view that is open, where it has any, else as the user has arranged them for
 * the whole table. What is arranged while a view is open changes that view alone, and is kept once it is brought up to
 * date.
 */
export function useViewColumns<Row>(table: string, columns: readonly Column<Row>[]) {
  const route = useRoute()
  const own = useColumnLayout(table)
  const ofView = shallowRef<ColumnLayout | null>(null)
  const isViewOpen = () => route.query['view'] !== undefined
  const layout = computed({
    get: () => ofView.value ?? own.value,
    set(next: ColumnLayout) {
      if (isViewOpen()) ofView.value = next
      else own.value = next
    },
  })
  return {
    layout,
    read(): Pick<ViewState, 'columns'> {
      // A view without columns shows the table's own and does not take them over.
      const shown = isViewOpen() && ofView.value === null ? undefined : columnsOf(columns, layout.value)
      return shown === undefined ? {} : { columns: shown }
    },
    write({ columns: wanted }: ViewState): void {
      ofView.value = wanted === undefined ? null : layoutOf(columns, wanted)
    },
  }
}
