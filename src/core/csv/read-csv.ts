import Papa from 'papaparse'
import { AppError } from '../../shared/errors.ts'

/** The columns that a file may have. */
export interface CsvShape<C extends string> {
  readonly columns: readonly C[]
  readonly required: readonly C[]
  /** Columns whose cells may hold line breaks. */
  readonly multiline: readonly C[]
}

interface CsvProblem {
  /** Empty if the problem concerns the whole line. */
  readonly column: string
  /**
   * `quotes`, `more-cells` (text under a column without a name) or `fewer-cells` for a line; `line-break` for a cell.
   */
  readonly problem: string
}

export interface CsvLine<C extends string> {
  /** The number of its first line in the file, from 1. Blank lines and line breaks within cells count. */
  readonly line: number
  /** The cells as written, with their spaces. They are not reliable if there are problems. */
  readonly cells: Readonly<Partial<Record<C, string>>>
  readonly problems: readonly CsvProblem[]
}

/** Possible delimiters. If two of them read the first line equally well, the earlier one is used. */
const delimiters = [',', ';', '\t'] as const

/** Limits on how much of a file's content an error quotes. */
const mostReported = 10
const longestReported = 40

const columnName = (text: string) =>
  text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_')
const isBlank = (cells: readonly string[]) => cells.every((text) => text.trim() === '')
const linesIn = (cells: readonly string[]) => 1 + cells.reduce((sum, text) => sum + text.split('\n').length - 1, 0)

/**
 * Parses all lines with the delimiter under which the first line names the most known columns. Guessing from the data
 * would be wrong, because a list of addresses could look like columns.
 */
function parse(text: string, columns: readonly string[]) {
  const known = new Set(columns)
  const countColumns = (delimiter: string) =>
    new Set(
      (Papa.parse<string[]>(text, { delimiter, newline: '\n', preview: 1 }).data[0] ?? [])
        .map(columnName)
        .filter((name) => known.has(name)),
    ).size
  const delimiter = [...delimiters].sort((a, b) => countColumns(b) - countColumns(a))[0]
  const { data, errors } = Papa.parse<string[]>(text, { delimiter, newline: '\n' })
  return { rows: data, badQuotes: new Set(errors.filter(({ type }) => type === 'Quotes').map(({ row }) => row)) }
}

/** @throws AppError file.unreadable, file.columns-unknown, file.columns-twice */
function checkHeader({ columns, required }: CsvShape<string>, cells: readonly string[]): void {
  const names = cells.map(columnName)
  const missing = required.filter((column) => !names.includes(column))
  if (missing.length > 0)
    throw new AppError('file.unreadable', 'The first line must name the columns', { missing, columns: [...columns] })
  const unknown = cells
    .filter((_, at) => names[at] !== '' && !columns.includes(names[at] ?? ''))
    .slice(0, mostReported)
    .map((text) => text.trim().slice(0, longestReported))
  if (unknown.length > 0)
    throw new AppError('file.columns-unknown', 'The first line names columns that are not known', {
      unknown,
      columns: [...columns],
    })
  const twice = columns.filter((column) => names.indexOf(column) !== names.lastIndexOf(column))
  if (twice.length > 0) throw new AppError('file.columns-twice', 'The first line names a column twice', { twice })
}

/**
 * Returns the lines of a CSV text (RFC 4180) below its first line. The first line names the columns in any order and
 * case, with spaces or dashes for `_`, and determines the delimiter: `,`, `;` or tab. Blank lines are skipped. A line
 * has problems if it cannot be what its writer meant: unmatched quotation marks, text under a column without a name,
 * no cell for a named column, or a line break where none may be. Its cells may have slipped into other columns.
 * @throws AppError file.unreadable if a required column is missing; file.columns-unknown; file.columns-twice
 */
export function readCsv<C extends string>(csv: string, shape: CsvShape<C>): readonly CsvLine<C>[] {
  const text = csv.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n')
  const [blank = ''] = /^(?:[^\S\n]*\n)*/.exec(text) ?? []
  const { rows, badQuotes } = parse(text.slice(blank.length), shape.columns)
  const [header = []] = rows
  checkHeader(shape, header)
  const columnAt = header.map((text) => shape.columns.find((column) => column === columnName(text)))
  const width = columnAt.findLastIndex((column) => column !== undefined) + 1
  const multiline = new Set<string>(shape.multiline)

  const problemsOf = (cells: readonly string[], row: number): readonly CsvProblem[] => {
    if (badQuotes.has(row)) return [{ column: '', problem: 'quotes' }]
    if (cells.some((text, at) => columnAt[at] === undefined && text.trim() !== ''))
      return [{ column: '', problem: 'more-cells' }]
    if (cells.length < width) return [{ column: '', problem: 'fewer-cells' }]
    return columnAt.flatMap((column, at) =>
      column !== undefined && !multiline.has(column) && cells[at]?.trim().includes('\n')
        ? [{ column, problem: 'line-break' }]
        : [],
    )
  }

  let line = linesIn([blank])
  return rows.flatMap((cells, row) => {
    const at = line
    line += linesIn(cells)
    if (row === 0 || (isBlank(cells) && !badQuotes.has(row))) return []
    const cellsByColumn = Object.fromEntries(
      columnAt.flatMap((column, index) => (column === undefined ? [] : [[column, cells[index] ?? '']])),
    ) as Partial<Record<C, string>>
    return [{ line: at, cells: cellsByColumn, problems: problemsOf(cells, row) }]
  })
}

const yes = new Set(['1', 'true', 'yes', 'y', 'on', 'x'])
const no = new Set(['', '0', 'false', 'no', 'n', 'off'])

/** Reads a cell as yes or no. Empty is no; null means that the text is neither. */
export function parseYesNo(text: string): boolean | null {
  const word = text.trim().toLowerCase()
  return yes.has(word) ? true : no.has(word) ? false : null
}
