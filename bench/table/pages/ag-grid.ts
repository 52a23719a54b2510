import {
  ClientSideRowModelApiModule,
  ClientSideRowModelModule,
  ColumnApiModule,
  createGrid,
  type GridApi,
  ModuleRegistry,
  QuickFilterModule,
  RowApiModule,
  RowSelectionModule,
} from 'ag-grid-community'
import { columnIds, flatRows, flatSlice, type FlatRow } from './rows.ts'
import * as bench from './measure.ts'

/** Set up as AG Grid's docs advise: row ids, cached quick filter, delta sort, no animation, changes as transactions. */
ModuleRegistry.registerModules([
  ClientSideRowModelModule,
  ClientSideRowModelApiModule,
  ColumnApiModule,
  QuickFilterModule,
  RowApiModule,
  RowSelectionModule,
])
let api: GridApi<FlatRow>
let data: FlatRow[] = []

window.bench = bench
window.contestant = {
  prepare: (rows) => void (data = flatRows(rows)),
  mount(root) {
    root.style.height = '800px'
    api = createGrid<FlatRow>(root, {
      columnDefs: columnIds.map((field) => ({
        field,
        width: 150,
        ...(field === 'account' ? { pinned: 'left' as const, sort: 'asc' as const } : {}),
      })),
      rowData: data,
      getRowId: ({ data }) => data.key,
      rowSelection: { mode: 'multiRow', selectAll: 'filtered' },
      cacheQuickFilter: true,
      deltaSort: true,
      animateRows: false,
      suppressColumnMoveAnimation: true,
      rowHeight: 32,
    })
  },
  filter: (text) => api.setGridOption('quickFilterText', text),
  sort: () => void api.applyColumnState({ state: [{ colId: 'domain', sort: 'asc' }], defaultState: { sort: null } }),
  select: (isAll) => (isAll ? api.selectAll('filtered') : api.deselectAll()),
  update: (server, version) => void api.applyTransaction({ update: flatSlice(server, version) }),
  counts: () => ({ shown: api.getDisplayedRowCount(), selected: api.getSelectedNodes().length }),
  scroller: () => document.querySelector<HTMLElement>('.ag-grid-viewport') as HTMLElement,
}
