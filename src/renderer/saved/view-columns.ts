import type { Column } from '../table/columns.ts'
import { type ColumnLayout, plainLayout, shownColumns } from '../table/layout.ts'
import type { ViewState } from './view-state.ts'

type AnyColumn = Pick<Column<never>, 'id' | 'hidden'>
type ViewColumns = NonNullable<ViewState['columns']>

const asShown = (columns: readonly AnyColumn[], layout: ColumnLayout): ViewColumns =>
  shownColumns(columns, layout).map(({ id }) => ({ id, widthPx: layout.widths[id] ?? null }))

/** Returns the columns that a view saves of a table; undefined if they are the defaults. */
export function columnsOf(columns: readonly AnyColumn[], layout: ColumnLayout): ViewColumns | undefined {
  const shown = asShown(columns, layout)
  return JSON.stringify(shown) === JSON.stringify(asShown(columns, plainLayout)) ? undefined : shown
}

/** Returns the column layout of a view. Columns that the view does not name are hidden. */
export function layoutOf(columns: readonly AnyColumn[], wanted: ViewColumns): ColumnLayout {
  const known = new Set(wanted.map(({ id }) => id))
  return {
    order: wanted.map(({ id }) => id),
    visible: Object.fromEntries(columns.map(({ id }) => [id, known.has(id)])),
    widths: Object.fromEntries(wanted.flatMap(({ id, widthPx }) => (widthPx === null ? [] : [[id, widthPx]]))),
  }
}
