import Papa from 'papaparse'
import { AppError } from '../../../shared/errors.ts'
import { parseIpList } from '../../../shared/ip/index.ts'
import { type AccountLine, newAccount } from '../../../shared/model/bulk-action.ts'
import { normalisePanelUrl } from '../../../shared/panel-url.ts'
import type { StoredServer } from '../../storage/types.ts'

/** Columns of the file; `server` is a name, an address or an id. */
const columns = ['server', 'username', 'domain', 'quota_mb', 'read_only', 'allowed_ips', 'password'] as const
const required = ['server', 'username'] as const
type Column = (typeof columns)[number]
type Problem = AccountLine['problems'][number]
type Known = Pick<StoredServer, 'id' | 'name' | 'url'>

/** A line with the password it may hold, which goes no further than the plan. */
export interface ReadLine extends AccountLine {
  readonly password: string | undefined
}

const longestPassword = 1000

const yes = new Set(['1', 'true', 'yes', 'y', 'on', 'x'])
const no = new Set(['0', 'false', 'no', 'n', 'off'])

/** The apostrophe that exports put before what a spreadsheet would run comes off again. A password is taken as it stands. */
const unguarded = (text: string) => (/^'\s*[=+\-@]/.test(text) ? text.slice(1) : text)

/** Servers by what a line may call them: more than one under a name makes it ambiguous. */
function serverIndex(servers: readonly Known[]): (called: string) => readonly Known[] {
  const byWord = new Map<string, Known[]>()
  const note = (word: string, server: Known) => byWord.set(word, [...(byWord.get(word) ?? []), server])
  for (const server of servers) for (const word of new Set([server.id, server.name.trim().toLowerCase(), server.url])) note(word, server)
  return (called) => {
    const named = byWord.get(called) ?? byWord.get(called.toLowerCase())
    if (named) return named
    const address = normalisePanelUrl(called)
    return (address.ok && byWord.get(address.url)) || []
  }
}

type Cells = Readonly<Record<string, string | undefined>>

/** The values of a line that can be read, and the columns that cannot. */
function readCells(row: Cells): { readonly values: Readonly<Record<string, unknown>>; readonly problems: readonly Problem[] } {
  const cell = (column: Column) => unguarded((row[column] ?? '').trim())
  const problems: Problem[] = []
  const bad = (column: Column, problem = 'invalid') => void problems.push({ column, problem })
  const [quota, flag] = [cell('quota_mb'), cell('read_only').toLowerCase()]
  const ips = parseIpList(cell('allowed_ips'))
  if (cell('username') === '') bad('username', 'required')
  if (quota !== '' && !/^\d{1,9}$/.test(quota)) bad('quota_mb')
  if (flag !== '' && !yes.has(flag) && !no.has(flag)) bad('read_only')
  if (ips.problems.length > 0) bad('allowed_ips')
  if ((row.password ?? '').length > longestPassword) bad('password')
  const values = {
    username: cell('username'),
    ...(cell('domain') ? { domain: cell('domain') } : {}),
    ...(quota === '' ? {} : { quotaMb: Number(quota) }),
    ...(flag === '' ? {} : { readOnly: yes.has(flag) }),
    ...(ips.cidrs.length === 0 ? {} : { allowedIps: [...ips.cidrs] }),
  }
  return { values, problems }
}

const columnOf: Readonly<Record<string, Column>> = { username: 'username', domain: 'domain', quotaMb: 'quota_mb', readOnly: 'read_only', allowedIps: 'allowed_ips' }

function readLine(row: Cells, line: number, find: ReturnType<typeof serverIndex>): ReadLine {
  const called = unguarded((row.server ?? '').trim())
  const found = called === '' ? [] : find(called)
  const { values, problems } = readCells(row)
  const parsed = newAccount.safeParse(values)
  const invalid = parsed.error?.issues.map((issue) => ({ column: columnOf[String(issue.path[0])] ?? 'username', problem: 'invalid' })) ?? []
  const told = new Set(problems.map(({ column }) => column))
  const server = found.length === 1 ? found[0] : undefined
  const serverProblem = called === '' ? 'required' : found.length === 0 ? 'unknown' : 'ambiguous'
  const password = row.password || undefined
  return {
    line,
    serverId: server?.id ?? null,
    serverName: server?.name ?? called,
    account: parsed.success ? parsed.data : null,
    hasPassword: password !== undefined,
    password,
    problems: [...(server ? [] : [{ column: 'server', problem: serverProblem }]), ...problems, ...invalid.filter(({ column }) => !told.has(column))],
  }
}

/**
 * The lines of a CSV file of accounts with a header line; `,`, `;` and tabs are told apart by themselves. Problems are `required`,
 * `invalid`, `unknown` and `ambiguous` (of a server), `duplicate` (an account that an earlier line makes).
 * @throws AppError file.unreadable where it is no such file
 */
export function readAccountsCsv(csv: string, servers: readonly Known[]): readonly ReadLine[] {
  const parsed = Papa.parse<Cells>(csv.replace(/^\uFEFF/, ''), {
    header: true,
    skipEmptyLines: 'greedy',
    transformHeader: (header) => header.trim().toLowerCase().replaceAll(/[\s-]+/g, '_'),
  })
  const missing = required.filter((column) => !parsed.meta.fields?.includes(column))
  if (missing.length > 0) throw new AppError('file.unreadable', 'The first line must name the columns', { missing, known: [...columns] })
  const find = serverIndex(servers)
  const taken = new Set<string>()
  return parsed.data.map((row, at) => {
    const line = readLine(row, at + 2, find)
    if (line.serverId === null || line.account === null) return line
    const name = `${line.serverId}/${line.account.username}`
    if (taken.has(name)) return { ...line, problems: [...line.problems, { column: 'username', problem: 'duplicate' }] }
    taken.add(name)
    return line
  })
}
