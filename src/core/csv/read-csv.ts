import Papa from 'papaparse'
import { AppError } from '../../shared/errors.ts'

/** What a file may hold. */
export interface CsvShape<C extends string> {
  readonly columns: readonly C[]
  readonly required: readonly C[]
  /** Columns whose cells may hold line breaks. */
  readonly multiline: readonly C[]
}

export interface CsvProblem {
  /** Empty where it is the line as a whole. */
  readonly column: string
  /** `quotes`, `more-cells`, `fewer-cells` of a line; `line-break` of a column. */
  readonly problem: string
}

export interface CsvLine<C extends string> {
  /** Line of the file on which it begins, the first being line 1; blank lines and those within cells are counted. */
  readonly line: number
  /** As they stand, with their spaces. Not to be relied on where there are problems. */
  readonly cells: Readonly<Partial<Record<C, string>>>
  readonly problems: readonly CsvProblem[]
}

/** What parts cells; of two that read the first line equally well, the first. */
const delimiters = [',', ';', '\t'] as const

/** Of what a file holds, an error tells no more. */
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
 * The cells of all lines by the delimiter under which the first line names most of the columns: guessed by the data, a
 * list of addresses could be one.
 */
function parse(text: string, columns: readonly string[]) {
  const known = new Set(columns)
  const named = (delimiter: string) =>
    new Set(
      (Papa.parse<string[]>(text, { delimiter, newline: '\n', preview: 1 }).data[0] ?? [])
        .map(columnName)
        .filter((name) => known.has(name)),
    ).size
  const delimiter = [...delimiters].sort((a, b) => named(b) - named(a))[0]
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
 * The lines of a CSV text (RFC 4180) below its first line, which names the columns: in any order and case, with spaces
 * or dashes for `_`; `,`, `;` and tabs are told apart by that line. Blank lines are passed over. A line that cannot be
 * what its writer meant has problems: quotation marks that do not match, more cells than named columns, or fewer, for
 * what slipped into another column would be taken for it.
 * @throws AppError file.unreadable where a required column is missing; file.columns-unknown; file.columns-twice
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
    const named = Object.fromEntries(
      columnAt.flatMap((column, index) => (column === undefined ? [] : [[column, cells[index] ?? '']])),
    ) as Partial<Record<C, string>>
    return [{ line: at, cells: named, problems: problemsOf(cells, row) }]
  })
}

const yes = new Set(['1', 'true', 'yes', 'y', 'on', 'x'])
const no = new Set(['', '0', 'false', 'no', 'n', 'off'])

/** A cell that says yes or no; empty is no, and null is neither. */
export function readFlag(text: string): boolean | null {
  const word = text.trim().toLowerCase()
  return yes.has(word) ? true : no.has(word) ? false : null
}
