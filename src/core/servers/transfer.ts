import Papa from 'papaparse'
import { toErrorValue } from '../../shared/errors.ts'
import { serverDraft, type ServerDraft } from '../../shared/model/server.ts'
import { type CsvLine, type CsvShape, readCsv, parseYesNo } from '../csv/read-csv.ts'
import type { Handlers } from '../dispatch.ts'
import type { StoredServer } from '../storage/types.ts'
import { addServer, type ServersDeps } from './server-list.ts'
import { panelUrl, toProfile } from './profile.ts'

/** The columns of the CSV file, in the order in which they are written. `token` is read and never written. */
const columns = [
  'name',
  'url',
  'tags',
  'folder',
  'colour',
  'environment',
  'read_only',
  'notes',
  'time_zone',
  'allow_http',
] as const
type Column = (typeof columns)[number] | 'token'
const shape: CsvShape<Column> = { columns: [...columns, 'token'], required: ['name', 'url'], multiline: ['notes'] }

const longestToken = 4096
/** How the tokens of a panel look (API document). */
const tokenShape = /\bwsp_[\w-]{8,}/

interface ParsedRow {
  /** The number of its first line in the file, as in `CsvLine`. */
  readonly line: number
  readonly draft: ServerDraft | null
  readonly token: string | undefined
  readonly problems: readonly { readonly column: string; readonly problem: string }[]
}

type Cells = CsvLine<Column>['cells']
const cell = (row: Cells, column: Column) => removeFormulaGuard((row[column] ?? '').trim())

/** Removes the quote by which exports keep spreadsheets from running cells that start with = + - @ as formulas. */
const removeFormulaGuard = (text: string) => (/^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text)

/**
 * Writes tags into one cell: with `;` between them, and a backslash before a `\`, `;` or `,` inside a tag.
 * `readTags` also accepts `,` between tags.
 */
const writeTags = (tags: readonly string[]) => tags.map((tag) => tag.replaceAll(/[\\;,]/g, '\\$&')).join(';')
const readTags = (text: string) =>
  (text.match(/(?:\\[\\;,]|[^;,])+/g) ?? []).map((tag) => tag.replaceAll(/\\([\\;,])/g, '$1').trim()).filter(Boolean)

const invalid = (column: string) => ({ column, problem: 'invalid' })

function readRow(
  { line, cells: row, problems: lineProblems }: CsvLine<Column>,
  takenUrls: ReadonlySet<string>,
): ParsedRow {
  const token = cell(row, 'token') || undefined
  // The cells of a line with problems are not reliable, and one of them may be a token, so they are not shown.
  if (lineProblems.length > 0) return { line, draft: null, token, problems: lineProblems }
  // A token in another column would be stored, shown and exported in plain text.
  const columnWithToken = columns.find((column) => tokenShape.test(cell(row, column)))
  if (columnWithToken !== undefined)
    return { line, draft: null, token, problems: [{ column: columnWithToken, problem: 'token-here' }] }
  const [readOnly, allowHttp] = [parseYesNo(cell(row, 'read_only')), parseYesNo(cell(row, 'allow_http'))]
  const parsed = serverDraft.safeParse({
    name: cell(row, 'name'),
    url: cell(row, 'url'),
    tags: readTags(cell(row, 'tags')),
    folder: cell(row, 'folder'),
    colour: cell(row, 'colour').toLowerCase() || 'none',
    environment: cell(row, 'environment').toLowerCase() || 'none',
    readOnly: readOnly ?? false,
    notes: cell(row, 'notes'),
    timeZone: cell(row, 'time_zone') || null,
    allowHttp: allowHttp ?? false,
  })
  const flagProblems = [
    ...(readOnly === null ? [invalid('read_only')] : []),
    ...(allowHttp === null ? [invalid('allow_http')] : []),
  ]
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => invalid(String(issue.path[0] ?? '')))
    return { line, draft: null, token, problems: [...problems, ...flagProblems] }
  }
  try {
    const url = panelUrl(parsed.data.url, allowHttp ?? false)
    const problems = [
      ...(takenUrls.has(url) ? [{ column: 'url', problem: 'already-here' }] : []),
      // A text above the contract's limit for a token means that another column has slipped into this one.
      ...((token?.length ?? 0) > longestToken ? [invalid('token')] : []),
    ]
    return { line, draft: { ...parsed.data, url }, token, problems: [...problems, ...flagProblems] }
  } catch (thrown) {
    const { code } = toErrorValue(thrown)
    return { line, draft: parsed.data, token, problems: [{ column: 'url', problem: code }, ...flagProblems] }
  }
}

/**
 * Returns the rows of a CSV file with a header line (`readCsv`). A word that is neither yes nor no is a problem,
 * because a server that was to be read-only must not become writable. A URL that is in `knownUrls` or in an earlier
 * row without problems is a problem too.
 * @throws AppError file.unreadable, file.columns-unknown, file.columns-twice if the text is no such file
 */
export function parseServersCsv(csv: string, knownUrls: readonly string[]): readonly ParsedRow[] {
  const takenUrls = new Set(knownUrls)
  return readCsv(csv, shape).map((line) => {
    const read = readRow(line, takenUrls)
    if (read.draft && read.problems.length === 0) takenUrls.add(read.draft.url)
    return read
  })
}

/** Returns profiles as CSV, without tokens or certificates. Cells that a spreadsheet runs as formulas are guarded. */
export function serversToCsv(servers: readonly StoredServer[]): string {
  const data = servers.map((server) => [
    server.name,
    server.url,
    writeTags(server.tags),
    server.folder,
    server.colour,
    server.environment,
    server.readOnly ? 'yes' : 'no',
    server.notes,
    server.timeZone ?? '',
    server.allowHttp ? 'yes' : 'no',
  ])
  return Papa.unparse({ fields: [...columns], data }, { escapeFormulae: /^[=+\-@\t\r]/ })
}

type TransferMethods = 'servers.importPreview' | 'servers.import' | 'servers.export'

/** Creates the handlers that import and export profiles. */
export function createTransferHandlers(deps: ServersDeps): Pick<Handlers, TransferMethods> {
  const read = (csv: string) =>
    parseServersCsv(
      csv,
      deps.storage.servers.list().map((server) => server.url),
    )
  return {
    'servers.importPreview': ({ csv }) => ({
      rows: read(csv).map(({ line, draft, token, problems }) => ({
        line,
        draft,
        hasToken: token !== undefined,
        problems,
      })),
    }),

    'servers.import': async ({ csv, lines }) => {
      const wanted = new Set(lines)
      const outcome = {
        added: [] as ReturnType<typeof toProfile>[],
        failed: [] as { line: number; error: ReturnType<typeof toErrorValue> }[],
      }
      for (const { line, draft, token, problems } of read(csv)) {
        if (!wanted.has(line) || draft === null || problems.length > 0) continue
        try {
          outcome.added.push(toProfile(await addServer(deps, { draft, token })))
        } catch (thrown) {
          outcome.failed.push({ line, error: toErrorValue(thrown) })
        }
      }
      return outcome
    },

    'servers.export': ({ format }) => {
      const servers = deps.storage.servers.list().filter((server) => !server.demo)
      const day = new Date(deps.clock.now()).toISOString().slice(0, 10)
      const text =
        format === 'csv'
          ? serversToCsv(servers)
          : `${JSON.stringify({ wisdeck: 1, servers: servers.map(toProfile) }, null, 2)}\n`
      return { fileName: `wisdeck-servers-${day}.${format}`, text }
    },
  }
}
