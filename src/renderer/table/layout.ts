import type { Column } from './columns.ts'

/** How a user has arranged the columns of one table. Columns that are not named have their default. */
export interface ColumnLayout {
  /** Column ids in the chosen order. */
  readonly order: readonly string[]
  /** Whether a column is shown, by id, if the user has chosen that. */
  readonly visible: Readonly<Record<string, boolean>>
  /** Widths in px by id. */
  readonly widths: Readonly<Record<string, number>>
}

export const plainLayout: ColumnLayout = { order: [], visible: {}, widths: {} }

type AnyColumn = Pick<Column<never>, 'id' | 'hidden'>

/**
 * Returns all columns in their order. The first column names the row, so it stays first. A column that the layout
 * does not know follows the column that precedes it in `columns`.
 */
export function arrangedColumns<C extends AnyColumn>(columns: readonly C[], layout: ColumnLayout): readonly C[] {
  const known = layout.order.flatMap((id) => columns.find((column, at) => at > 0 && column.id === id) ?? [])
  const arranged = [...columns.slice(0, 1), ...known]
  columns.forEach((column, at) => {
    if (arranged.includes(column)) return
    const before = columns[at - 1]
    arranged.splice(before === undefined ? 0 : arranged.indexOf(before) + 1, 0, column)
  })
  return arranged
}

/** Whether a column is shown. The first always is. */
export function isShown(columns: readonly AnyColumn[], layout: ColumnLayout, column: AnyColumn): boolean {
  return column.id === columns[0]?.id || (layout.visible[column.id] ?? column.hidden !== true)
}

/** Returns the columns to draw, in order. */
export function shownColumns<C extends AnyColumn>(columns: readonly C[], layout: ColumnLayout): readonly C[] {
  return arrangedColumns(columns, layout).filter((column) => isShown(columns, layout, column))
}

/** Returns the layout with one column shown or hidden. */
export function toggleColumn(columns: readonly AnyColumn[], layout: ColumnLayout, column: AnyColumn): ColumnLayout {
  return { ...layout, visible: { ...layout.visible, [column.id]: !isShown(columns, layout, column) } }
}

/** Returns the layout with a column moved `steps` to the right (left if negative), always behind the first column. */
export function moveColumn(
  columns: readonly AnyColumn[],
  layout: ColumnLayout,
  id: string,
  steps: number,
): ColumnLayout {
  const order = arrangedColumns(columns, layout).map((column) => column.id)
  const from = order.indexOf(id)
  const to = Math.min(order.length - 1, Math.max(1, from + steps))
  if (from < 1 || to === from) return layout
  order.splice(to, 0, ...order.splice(from, 1))
  return { ...layout, order: order.slice(1) }
}

/** Returns the layout with one column's width in px; null restores the default width. */
export function setWidth(layout: ColumnLayout, id: string, px: number | null): ColumnLayout {
  const others = Object.fromEntries(Object.entries(layout.widths).filter(([known]) => known !== id))
  return { ...layout, widths: px === null ? others : { ...others, [id]: px } }
}
