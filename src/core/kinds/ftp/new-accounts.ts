import { AppError } from '../../../shared/errors.ts'
import { normaliseList } from '../../../shared/ip/index.ts'
import { rowKey } from '../../../shared/model/inventory.ts'
import { newAccount } from '../../../shared/kinds/ftp-model.ts'
import type { RunItem } from '../../../shared/model/run.ts'
import { ftpCreate, type NewAccount, predictedName } from './new-account.ts'
import type { PasswordSource } from '../../planning/password.ts'
import { readAccountsCsv, type ReadLine } from './accounts-csv.ts'
import { type Draft, impossible } from '../../planning/outcome.ts'
import {
  type ActionOf,
  newRowDraft,
  passwordSource,
  type PlanDeps,
  type PreparedPlan,
} from '../../planning/prepared.ts'
import { createPlannedReads } from '../../planning/planned-reads.ts'
import type { ServerView } from '../../planning/server-view.ts'

type Views = (serverId: string) => ServerView

/** Drafts an account to be created on a server, under the key of a row that does not exist yet. */
function newAccountDraft(view: ServerView, account: NewAccount, password: PasswordSource): Draft {
  const { username } = account
  const computeOutcome = () => ftpCreate(view, account, password)
  return newRowDraft(view, 'ftp', username, computeOutcome, predictedName(view, username))
}

/** Drafts accounts once more that a run has not created. */
export const createAccountRetry = (password: PasswordSource) => (view: ServerView, item: RunItem) => {
  const account = newAccount.safeParse(item.after)
  return account.success ? newAccountDraft(view, account.data, password) : null
}

/**
 * Returns the reads for new accounts. Cron jobs are read too, as a hint: if a server has no accounts yet, they show the
 * token owner, from whom the name of a new account is predicted.
 */
function accountReads(accounts: Iterable<readonly [serverId: string, username: string]>) {
  const plannedReads = createPlannedReads()
  for (const [serverId, username] of accounts) {
    plannedReads.add(serverId, { kind: 'ftp', newRow: { username } })
    plannedReads.add(serverId, { hint: 'cron' })
  }
  return plannedReads.list()
}

/** Prepares the creation of the same account on many servers. @throws AppError input.invalid for invalid addresses */
export function prepareAccountOnMany(action: ActionOf<'ftp.create'>, deps: PlanDeps): PreparedPlan {
  const { problems } = normaliseList(action.account.allowedIps ?? [])
  if (problems.length > 0) {
    const issues = problems.map(({ entry, reason }) => ({
      path: 'intent.action.account.allowedIps',
      message: reason,
      text: entry,
    }))
    throw new AppError('input.invalid', 'Not a list of addresses', { issues })
  }
  const serverIds = new Set(action.serverIds)
  return {
    plannedReads: accountReads([...serverIds].map((serverId) => [serverId, action.account.username])),
    *drafts(view: Views): Iterable<Draft> {
      for (const serverId of serverIds)
        yield newAccountDraft(view(serverId), action.account, passwordSource(deps, action.length))
    },
  }
}

/** Drafts an impossible row for a line that cannot become an account. Its key has the number of the line. */
const badLine = ({ line, serverId, serverName, problems }: ReadLine): Draft => ({
  key: rowKey(serverId ?? '', 'ftp', `+#${line}`),
  serverId: serverId ?? '',
  kind: 'ftp',
  subject: `${serverName} #${line}`,
  outcome: impossible('invalid-result', problems.map(({ column, problem }) => `${column}: ${problem}`).join(', ')),
})

/**
 * Prepares the chosen lines of a CSV file.
 * @throws AppError file.* as `readAccountsCsv` does; input.invalid if the file has none of those lines
 */
export function prepareImport(action: ActionOf<'ftp.import'>, { servers, random }: PlanDeps): PreparedPlan {
  const wanted = new Set(action.lines)
  const lines = readAccountsCsv(action.csv, servers).filter(({ line }) => wanted.has(line))
  if (lines.length === 0)
    throw new AppError('input.invalid', 'No lines of the file', {
      issues: [{ path: 'intent.action.lines', message: 'No lines' }],
    })
  return {
    plannedReads: accountReads(
      lines.flatMap(({ serverId, account, problems }) =>
        serverId !== null && account !== null && problems.length === 0 ? [[serverId, account.username]] : [],
      ),
    ),
    *drafts(view: Views): Iterable<Draft> {
      for (const line of lines) {
        if (line.serverId === null || line.account === null || line.problems.length > 0) yield badLine(line)
        else
          yield newAccountDraft(view(line.serverId), line.account, line.password ?? { length: action.length, random })
      }
    },
  }
}

/** Counts the lines of a CSV file that hold a password. A line that cannot be read may hold one in any of its cells. */
export const countLinesWithPassword = ({ csv }: ActionOf<'ftp.import'>, servers: PlanDeps['servers']): number =>
  readAccountsCsv(csv, servers).filter(
    ({ hasPassword, problems }) => hasPassword || problems.some(({ column }) => column !== 'server'),
  ).length
