import { formulaStart } from '../../shared/formula.ts'

export const copyFormats = ['tsv', 'csv', 'json', 'markdown'] as const
export type CopyFormat = (typeof copyFormats)[number]

/** One column of a copy. `name` is its header. `id` is its key in JSON, where `value` keeps numbers and lists. */
export interface CopyColumn<Row> {
  readonly id: string
  readonly name: string
  readonly text: (row: Row) => string
  readonly value?: (row: Row) => unknown
}

/**
 * Returns rows as text for the clipboard. `json` is an array of objects; the other formats begin with a header line:
 * `tsv` is for pasting into a spreadsheet, `csv` follows RFC 4180, `markdown` is a GitHub table. In `tsv` and `csv` a
 * cell that a spreadsheet would run as a formula gets an apostrophe in front; see `formulaStart`.
 */
export function copyText<Row>(format: CopyFormat, columns: readonly CopyColumn<Row>[], rows: readonly Row[]): string {
  if (format === 'json')
    return JSON.stringify(
      rows.map((row) => jsonRow(columns, row)),
      null,
      2,
    )
  const lines = [columns.map((column) => column.name), ...rows.map((row) => columns.map((column) => column.text(row)))]
  if (format === 'tsv') return lines.map((cells) => cells.map((cell) => oneLine(guarded(cell))).join('\t')).join('\n')
  if (format === 'csv') return lines.map((cells) => cells.map((cell) => quoted(guarded(cell))).join(',')).join('\r\n')
  const [head = [], ...body] = lines.map((cells) => `| ${cells.map(markdownCell).join(' | ')} |`)
  return [head, `|${columns.map(() => ' --- |').join('')}`, ...body].join('\n')
}

function jsonRow<Row>(columns: readonly CopyColumn<Row>[], row: Row): Readonly<Record<string, unknown>> {
  return Object.fromEntries(columns.map(({ id, text, value }) => [id, value === undefined ? text(row) : value(row)]))
}

function guarded(cell: string): string {
  return formulaStart.test(cell) ? `'${cell}` : cell
}

function oneLine(cell: string): string {
  return cell.replace(/[\t\r\n\u2028\u2029]+/g, ' ')
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

function markdownCell(cell: string): string {
  return oneLine(cell).replace(/[\\|<>&*`[\]]/g, (sign) => `\\${sign}`)
}
