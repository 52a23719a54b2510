import type { Column } from './columns.ts'

/** How a user has arranged the columns of one table. What is not named stands as the table was made. */
export interface ColumnLayout {
  /** Ids in the order that was chosen. */
  readonly order: readonly string[]
  /** By id: shown or not, where that was chosen. */
  readonly visible: Readonly<Record<string, boolean>>
  /** By id, px. */
  readonly widths: Readonly<Record<string, number>>
}

export const plainLayout: ColumnLayout = { order: [], visible: {}, widths: {} }

type AnyColumn = Pick<Column<never>, 'id' | 'hidden'>

/**
 * All columns in their order. The first names the row: it stays first. A column that the layout does not know follows
 * the one it was made after.
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

/** Whether a column is shown; the first always is. */
export function isShown(columns: readonly AnyColumn[], layout: ColumnLayout, column: AnyColumn): boolean {
  return column.id === columns[0]?.id || (layout.visible[column.id] ?? column.hidden !== true)
}

/** The columns to draw, in order. */
export function shownColumns<C extends AnyColumn>(columns: readonly C[], layout: ColumnLayout): readonly C[] {
  return arrangedColumns(columns, layout).filter((column) => isShown(columns, layout, column))
}

/** One column shown or hidden. */
export function toggleColumn(columns: readonly AnyColumn[], layout: ColumnLayout, column: AnyColumn): ColumnLayout {
  return { ...layout, visible: { ...layout.visible, [column.id]: !isShown(columns, layout, column) } }
}

/** One column by `steps` further on (or back), as far as there is room behind the first. */
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

/** One column of a width in px; null gives it back the width it was made with. */
export function setWidth(layout: ColumnLayout, id: string, px: number | null): ColumnLayout {
  const others = Object.fromEntries(Object.entries(layout.widths).filter(([known]) => known !== id))
  return { ...layout, widths: px === null ? others : { ...others, [id]: px } }
}
