import type { MessageKey } from '../i18n/index.ts'

/** A value to sort by; null, NaN and an empty text come last in either direction. */
export type SortValue = string | number | null

/** One column of a table with rows of one kind. */
export interface Column<Row> {
  readonly id: string
  readonly header: MessageKey
  /** The cell as text: shown unless a slot of the grid draws the cell, searched, and shown in full by the tooltip. */
  readonly text: (row: Row) => string
  /** The value to sort by if it is not the text: a time, a number, a rank. A column mixes no numbers with texts. */
  readonly sortKey?: (row: Row) => SortValue
  readonly widthPx: number
  /** The width down to which the column may be narrowed in a narrow table; without it, not at all. */
  readonly leastPx?: number
  /** The column's share of the remaining width. */
  readonly grow?: number
  readonly align?: 'start' | 'end'
  readonly mono?: boolean
  /** Less important: printed in a quieter colour. */
  readonly muted?: boolean
  readonly sortable?: boolean
  /** Hidden until the user shows it in the column chooser. */
  readonly hidden?: boolean
  /** False excludes the column's text from the free-text filter. */
  readonly searchable?: boolean
}
