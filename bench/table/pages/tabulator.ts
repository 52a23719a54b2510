import 'tabulator-tables/dist/css/tabulator.min.css'
import { FilterModule, FrozenColumnsModule, SelectRowModule, SortModule, Tabulator } from 'tabulator-tables'
import { columnIds, flatRows, flatSlice, type FlatRow } from './rows.ts'
import * as bench from './measure.ts'

/** Set up as Tabulator's docs advise: a fixed height for the virtual renderer, plain cells, only the modules in use. */
Tabulator.registerModule([FilterModule, FrozenColumnsModule, SelectRowModule, SortModule])
let table: Tabulator
let data: FlatRow[] = []
const matchesFilter = (row: FlatRow, { text }: { text: string }) =>
  columnIds.some((id) => String(row[id]).toLowerCase().includes(text))

window.bench = bench
window.contestant = {
  prepare: (rows) => void (data = flatRows(rows)),
  mount: (root) =>
    new Promise((done) => {
      table = new Tabulator(root, {
        height: 800,
        index: 'key',
        data,
        autoResize: false,
        selectableRows: true,
        initialSort: [{ column: 'account', dir: 'asc' }],
        columns: columnIds.map((field) => ({
          title: field,
          field,
          width: 150,
          sorter: field === 'quota' ? 'number' : 'string',
          ...(field === 'account' ? { frozen: true } : {}),
        })),
      })
      table.on('tableBuilt', () => done())
    }),
  filter: (text) => (text === '' ? table.clearFilter(true) : table.setFilter(matchesFilter, { text })),
  sort: () => table.setSort('domain', 'asc'),
  select: (isAll) => (isAll ? table.selectRow('active') : table.deselectRow()),
  update: (server, version) => table.updateData(flatSlice(server, version)),
  counts: () => ({ shown: table.getDataCount('active'), selected: table.getSelectedData().length }),
  scroller: () => document.querySelector<HTMLElement>('.tabulator-tableholder') as HTMLElement,
}
