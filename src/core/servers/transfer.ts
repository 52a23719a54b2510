import Papa from 'papaparse'
import { toErrorValue } from '../../shared/errors.ts'
import { serverDraft, type ServerDraft } from '../../shared/model/server.ts'
import { type CsvLine, type CsvShape, readCsv, readFlag } from '../csv/read-csv.ts'
import type { Handlers } from '../dispatch.ts'
import type { StoredServer } from '../storage/types.ts'
import { addServer, type ServersDeps } from './server-list.ts'
import { panelUrl, toProfile } from './profile.ts'

/** Columns of the CSV file, in the order they are written. `token` is read and never written. */
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
  /** Line in the file, the header being line 1. */
  readonly line: number
  readonly draft: ServerDraft | null
  readonly token: string | undefined
  readonly problems: readonly { readonly column: string; readonly problem: string }[]
}

type Cells = CsvLine<Column>['cells']
const cell = (row: Cells, column: Column) => unguarded((row[column] ?? '').trim())

/**
 * Spreadsheets run cells that start with = + - @ as formulas, so exports put a quote in front; it comes off again here.
 */
const unguarded = (text: string) => (/^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text)

/** Tags in one cell: `;` or `,` between them, and a backslash before one that belongs to a tag. */
const writeTags = (tags: readonly string[]) => tags.map((tag) => tag.replaceAll(/[\\;,]/g, '\\$&')).join(';')
const readTags = (text: string) =>
  (text.match(/(?:\\[\\;,]|[^;,])+/g) ?? []).map((tag) => tag.replaceAll(/\\([\\;,])/g, '$1').trim()).filter(Boolean)

const invalid = (column: string) => ({ column, problem: 'invalid' })

function readRow({ line, cells: row, problems: ofLine }: CsvLine<Column>, taken: ReadonlySet<string>): ParsedRow {
  const token = cell(row, 'token') || undefined
  // What its cells say is not what was meant, and may be a token.
  if (ofLine.length > 0) return { line, draft: null, token, problems: ofLine }
  // It would be kept, shown and exported in the clear.
  const strayed = columns.find((column) => tokenShape.test(cell(row, column)))
  if (strayed !== undefined) return { line, draft: null, token, problems: [{ column: strayed, problem: 'token-here' }] }
  const [readOnly, allowHttp] = [readFlag(cell(row, 'read_only')), readFlag(cell(row, 'allow_http'))]
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
  const unclear = [
    ...(readOnly === null ? [invalid('read_only')] : []),
    ...(allowHttp === null ? [invalid('allow_http')] : []),
  ]
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => invalid(String(issue.path[0] ?? '')))
    return { line, draft: null, token, problems: [...problems, ...unclear] }
  }
  try {
    const url = panelUrl(parsed.data.url, allowHttp ?? false)
    const problems = [
      ...(taken.has(url) ? [{ column: 'url', problem: 'already-here' }] : []),
      // The contract's limit for a token: another column has slipped into this one.
      ...((token?.length ?? 0) > longestToken ? [invalid('token')] : []),
    ]
    return { line, draft: { ...parsed.data, url }, token, problems: [...problems, ...unclear] }
  } catch (thrown) {
    const { code } = toErrorValue(thrown)
    return { line, draft: parsed.data, token, problems: [{ column: 'url', problem: code }, ...unclear] }
  }
}

/**
 * The rows of a CSV file with a header line (`readCsv`). A word that is neither yes nor no is a problem: a server that
 * was to be read-only must not become another.
 * @throws AppError file.unreadable, file.columns-unknown, file.columns-twice where it is no such file
 */
export function parseServersCsv(csv: string, knownUrls: readonly string[]): readonly ParsedRow[] {
  const taken = new Set(knownUrls)
  return readCsv(csv, shape).map((line) => {
    const read = readRow(line, taken)
    if (read.draft && read.problems.length === 0) taken.add(read.draft.url)
    return read
  })
}

/** Profiles as CSV text; cells that a spreadsheet would run are guarded. Holds no token and no certificate. */
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

/** Profiles in and out of files. */
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
