import Papa from 'papaparse'
import { AppError, toErrorValue } from '../../shared/errors.ts'
import { serverDraft, type ServerDraft } from '../../shared/model/server.ts'
import type { Handlers } from '../dispatch.ts'
import type { StoredServer } from '../storage/types.ts'
import { addServer, type ServersDeps } from './handlers.ts'
import { panelUrl, toProfile } from './profile.ts'

/** Columns of the CSV file, in the order they are written. `token` is read and never written. */
const columns = ['name', 'url', 'tags', 'folder', 'colour', 'environment', 'read_only', 'notes', 'time_zone', 'allow_http'] as const
const required = ['name', 'url'] as const

const longestToken = 4096

interface ParsedRow {
  /** Line in the file, the header being line 1. */
  readonly line: number
  readonly draft: ServerDraft | null
  readonly token: string | undefined
  readonly problems: readonly { readonly column: string; readonly problem: string }[]
}

const yes = new Set(['1', 'true', 'yes', 'y', 'on', 'x'])
const cell = (row: Readonly<Record<string, string>>, column: string) => unguarded((row[column] ?? '').trim())

/** Spreadsheets run cells that start with = + - @ as formulas, so exports put a quote in front; it comes off again here. */
const unguarded = (text: string) => (/^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text)

/** Tags in one cell: `;` or `,` between them, and a backslash before one that belongs to a tag. */
const writeTags = (tags: readonly string[]) => tags.map((tag) => tag.replaceAll(/[\\;,]/g, '\\$&')).join(';')
const readTags = (text: string) =>
  (text.match(/(?:\\[\\;,]|[^;,])+/g) ?? []).map((tag) => tag.replaceAll(/\\([\\;,])/g, '$1').trim()).filter(Boolean)

function readRow(row: Readonly<Record<string, string>>, line: number, taken: ReadonlySet<string>): ParsedRow {
  const allowHttp = yes.has(cell(row, 'allow_http').toLowerCase())
  const parsed = serverDraft.safeParse({
    name: cell(row, 'name'),
    url: cell(row, 'url'),
    tags: readTags(cell(row, 'tags')),
    folder: cell(row, 'folder'),
    colour: cell(row, 'colour').toLowerCase() || 'none',
    environment: cell(row, 'environment').toLowerCase() || 'none',
    readOnly: yes.has(cell(row, 'read_only').toLowerCase()),
    notes: cell(row, 'notes'),
    timeZone: cell(row, 'time_zone') || null,
    allowHttp,
  })
  const token = cell(row, 'token') || undefined
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => ({ column: String(issue.path[0] ?? ''), problem: 'invalid' }))
    return { line, draft: null, token, problems }
  }
  try {
    const url = panelUrl(parsed.data.url, allowHttp)
    const problems = [
      ...(taken.has(url) ? [{ column: 'url', problem: 'already-here' }] : []),
      // The contract's limit for a token: another column has slipped into this one.
      ...((token?.length ?? 0) > longestToken ? [{ column: 'token', problem: 'invalid' }] : []),
    ]
    return { line, draft: { ...parsed.data, url }, token, problems }
  } catch (thrown) {
    const { code } = toErrorValue(thrown)
    return { line, draft: parsed.data, token, problems: [{ column: 'url', problem: code }] }
  }
}

/**
 * The rows of a CSV file with a header line; `,`, `;` and tabs are told apart by themselves.
 * @throws AppError file.unreadable where it is no such file
 */
export function parseServersCsv(csv: string, knownUrls: readonly string[]): readonly ParsedRow[] {
  const parsed = Papa.parse<Record<string, string>>(csv.replace(/^\uFEFF/, ''), {
    header: true,
    skipEmptyLines: 'greedy',
    transformHeader: (header) => header.trim().toLowerCase().replaceAll(/[\s-]+/g, '_'),
  })
  const missing = required.filter((column) => !parsed.meta.fields?.includes(column))
  if (missing.length > 0) throw new AppError('file.unreadable', 'The first line must name the columns', { missing, known: [...columns, 'token'] })
  const taken = new Set(knownUrls)
  return parsed.data.map((row, at) => {
    const read = readRow(row, at + 2, taken)
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
  const read = (csv: string) => parseServersCsv(csv, deps.storage.servers.list().map((server) => server.url))
  return {
    'servers.importPreview': ({ csv }) => ({
      rows: read(csv).map(({ line, draft, token, problems }) => ({ line, draft, hasToken: token !== undefined, problems })),
    }),

    'servers.import': async ({ csv, lines }) => {
      const wanted = new Set(lines)
      const outcome = { added: [] as ReturnType<typeof toProfile>[], failed: [] as { line: number; error: ReturnType<typeof toErrorValue> }[] }
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
      const text = format === 'csv' ? serversToCsv(servers) : `${JSON.stringify({ wisdeck: 1, servers: servers.map(toProfile) }, null, 2)}\n`
      return { fileName: `wisdeck-servers-${day}.${format}`, text }
    },
  }
}
