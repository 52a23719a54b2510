import type { ListedKind } from '../../shared/kinds/index.ts'
import type { TableState } from '../composables/table.ts'
import type { Column } from '../table/columns.ts'
import { useSavedView } from './use-saved-view.ts'
import { useViewColumns } from './view-columns.ts'
import type { ViewStatePort } from './view-state.ts'

/** Connects a combined table to its saved views: the open view, and the columns that it or the user has chosen. */
export function useTableView<Row extends object>(
  kind: ListedKind,
  { query, sort, groupBy }: Pick<TableState<Row>, 'query' | 'sort' | 'groupBy'>,
  columns: readonly Column<Row>[],
) {
  const viewColumns = useViewColumns(kind, columns)
  const port: ViewStatePort = {
    kind,
    read: () => ({ query: query.value, sort: sort.value, groupBy: groupBy.value, ...viewColumns.read() }),
    write: (viewState) => {
      query.value = viewState.query
      if (viewState.sort.length > 0) sort.value = viewState.sort
      groupBy.value = viewState.groupBy ?? null
      viewColumns.write(viewState)
    },
    filter: (text) => (query.value = text),
  }
  return { port, layout: viewColumns.layout, saved: useSavedView(port) }
}
