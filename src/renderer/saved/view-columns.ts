import type { Column } from '../table/columns.ts'
import { type ColumnLayout, plainLayout, shownColumns } from '../table/layout.ts'
import type { ViewState } from './view-state.ts'

type AnyColumn = Pick<Column<never>, 'id' | 'hidden'>
type ViewColumns = NonNullable<ViewState['columns']>

const asShown = (columns: readonly AnyColumn[], layout: ColumnLayout): ViewColumns =>
  shownColumns(columns, layout).map(({ id }) => ({ id, widthPx: layout.widths[id] ?? null }))

/** The columns that a view keeps of a table; undefined where they stand as the table was made. */
export function columnsOf(columns: readonly AnyColumn[], layout: ColumnLayout): ViewColumns | undefined {
  const shown = asShown(columns, layout)
  return JSON.stringify(shown) === JSON.stringify(asShown(columns, plainLayout)) ? undefined : shown
}

/** A table arranged as a view has it: what the view does not name is not shown. */
export function layoutOf(columns: readonly AnyColumn[], wanted: ViewColumns): ColumnLayout {
  const known = new Set(wanted.map(({ id }) => id))
  return {
    order: wanted.map(({ id }) => id),
    visible: Object.fromEntries(columns.map(({ id }) => [id, known.has(id)])),
    widths: Object.fromEntries(wanted.flatMap(({ id, widthPx }) => (widthPx === null ? [] : [[id, widthPx]]))),
  }
}
