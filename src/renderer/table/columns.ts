import type { MessageKey } from '../i18n/index.ts'

/** What a column sorts by; null comes last in either direction. */
export type SortValue = string | number | null

/** One column of a table over rows of one kind. */
export interface Column<Row> {
  readonly id: string
  readonly header: MessageKey
  /** What the cell says in words: shown, searched, copied and told in full by the tooltip. */
  readonly text: (row: Row) => string
  /** What the column sorts by, where that is not its text: a time, a figure, a rank. */
  readonly sortKey?: (row: Row) => SortValue
  readonly widthPx: number
  /** Takes a share of the room that is left over. */
  readonly grow?: number
  readonly align?: 'start' | 'end'
  readonly mono?: boolean
  /** Not for reading first: printed in the quieter colour. */
  readonly muted?: boolean
  readonly sortable?: boolean
  /** Not shown until someone asks for it in the column chooser. */
  readonly hidden?: boolean
  /** False keeps the column's text out of the free-text filter. */
  readonly searchable?: boolean
}
