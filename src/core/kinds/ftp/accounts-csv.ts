import { parseIpList } from '../../../shared/ip/index.ts'
import { type AccountLine, newAccount } from '../../../shared/kinds/ftp-model.ts'
import { normalisePanelUrl } from '../../../shared/panel-url.ts'
import { type CsvLine, type CsvShape, readCsv, parseYesNo } from '../../csv/read-csv.ts'
import type { StoredServer } from '../../storage/types.ts'

/** Columns of the file; `server` is a name, an address or an id. */
const columns = ['server', 'username', 'domain', 'quota_mb', 'read_only', 'allowed_ips', 'password'] as const
type Column = (typeof columns)[number]
const shape: CsvShape<Column> = { columns, required: ['server', 'username'], multiline: ['allowed_ips'] }
type Problem = AccountLine['problems'][number]
type KnownServer = Pick<StoredServer, 'id' | 'name' | 'url'>

/** A line with the password that it may hold. `bulk.readCsv` returns the line to the page without the password. */
export interface ReadLine extends AccountLine {
  readonly password: string | undefined
}

const maxPasswordLength = 1000

/** Removes the apostrophe that exports put before text with a leading = + - or @. A password is taken literally. */
const unguarded = (text: string) => (/^'\s*[=+\-@]/.test(text) ? text.slice(1) : text)

/** Creates a function that finds the servers with a name, address or id. If it finds several, a line is ambiguous. */
function createServerFinder(servers: readonly KnownServer[]): (serverText: string) => readonly KnownServer[] {
  const byText = new Map<string, KnownServer[]>()
  const addText = (text: string, server: KnownServer) => byText.set(text, [...(byText.get(text) ?? []), server])
  for (const server of servers)
    for (const text of new Set([server.id, server.name.trim().toLowerCase(), server.url])) addText(text, server)
  return (serverText) => {
    const named = byText.get(serverText) ?? byText.get(serverText.toLowerCase())
    if (named) return named
    const address = normalisePanelUrl(serverText)
    return (address.ok && byText.get(address.url)) || []
  }
}

type Cells = CsvLine<Column>['cells']

/** Whether a cell holds only addresses. In a column other than the list, they come from an unquoted list. */
function isAddresses(text: string): boolean {
  const { entries, problems } = parseIpList(text)
  return entries.length > 0 && problems.length === 0
}

/** Returns the values of a line that can be read, and the columns that cannot. */
function readCells(row: Cells): {
  readonly values: Readonly<Record<string, unknown>>
  readonly problems: readonly Problem[]
} {
  const cell = (column: Column) => unguarded((row[column] ?? '').trim())
  const problems: Problem[] = []
  const addProblem = (column: Column, problem = 'invalid') => void problems.push({ column, problem })
  const [quota, readOnly] = [cell('quota_mb'), parseYesNo(cell('read_only'))]
  const ips = parseIpList(cell('allowed_ips'))
  if (cell('username') === '') addProblem('username', 'required')
  if (quota !== '' && !/^\d{1,9}$/.test(quota)) addProblem('quota_mb')
  if (readOnly === null) addProblem('read_only')
  // A filled cell without any address would leave the account without an IP restriction.
  if (ips.problems.length > 0 || (ips.list.length === 0 && cell('allowed_ips') !== '')) addProblem('allowed_ips')
  if ((row.password ?? '').length > maxPasswordLength) addProblem('password')
  for (const column of ['domain', 'password'] as const)
    if (isAddresses(row[column] ?? '')) addProblem(column, 'address')
  const values = {
    username: cell('username'),
    ...(cell('domain') ? { domain: cell('domain') } : {}),
    ...(quota === '' ? {} : { quotaMb: Number(quota) }),
    ...(cell('read_only') === '' || readOnly === null ? {} : { readOnly }),
    ...(ips.list.length === 0 ? {} : { allowedIps: [...ips.list] }),
  }
  return { values, problems }
}

const columnOf: Readonly<Record<string, Column>> = {
  username: 'username',
  domain: 'domain',
  quotaMb: 'quota_mb',
  readOnly: 'read_only',
  allowedIps: 'allowed_ips',
}

function readLine(
  { line, cells: row, problems: lineProblems }: CsvLine<Column>,
  findServers: ReturnType<typeof createServerFinder>,
): ReadLine {
  const serverText = unguarded((row.server ?? '').trim())
  const found = serverText === '' ? [] : findServers(serverText)
  const { values, problems } = readCells(row)
  const parsed = newAccount.safeParse(values)
  const invalid =
    parsed.error?.issues.map((issue) => ({
      column: columnOf[String(issue.path[0])] ?? 'username',
      problem: 'invalid',
    })) ?? []
  const reported = new Set(problems.map(({ column }) => column))
  const server = found.length === 1 ? found[0] : undefined
  const serverProblem = serverText === '' ? 'required' : found.length === 0 ? 'unknown' : 'ambiguous'
  const password = row.password || undefined
  // If `readCsv` found a problem, the cells are not what the writer meant, and any of them may hold a password.
  const isReadable = lineProblems.length === 0
  const cellProblems = [
    ...(server ? [] : [{ column: 'server', problem: serverProblem }]),
    ...problems,
    ...invalid.filter(({ column }) => !reported.has(column)),
  ]
  return {
    line,
    serverId: server?.id ?? null,
    serverName: server?.name ?? (isReadable ? serverText : ''),
    account: isReadable && parsed.success ? parsed.data : null,
    hasPassword: password !== undefined,
    password,
    problems: isReadable ? cellProblems : lineProblems,
  }
}

/**
 * Reads the lines of a CSV file of accounts with a header line. Besides the problems that `readCsv` reports there are
 * `required`, `invalid`, `unknown` and `ambiguous` (for a server), `address` (addresses where none belong) and
 * `duplicate` (an account that an earlier line creates).
 * @throws AppError file.unreadable, file.columns-unknown, file.columns-twice as `readCsv` does
 */
export function readAccountsCsv(csv: string, servers: readonly KnownServer[]): readonly ReadLine[] {
  const findServers = createServerFinder(servers)
  const taken = new Set<string>()
  return readCsv(csv, shape).map((read) => {
    const line = readLine(read, findServers)
    if (line.account === null || line.problems.length > 0) return line
    const name = `${line.serverId}/${line.account.username}`
    if (taken.has(name)) return { ...line, problems: [{ column: 'username', problem: 'duplicate' }] }
    taken.add(name)
    return line
  })
}
