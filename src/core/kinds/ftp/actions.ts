import type { FtpAccount } from '../../../shared/kinds/ftp.ts'
import { impossible, type Outcome, combined, edit, removal } from '../../planning/outcome.ts'
import { newPassword } from '../../planning/password.ts'
import { planRows } from '../../planning/plan-rows.ts'
import { passwordSource, type PlannedActions, type PreparedPlan } from '../../planning/prepared.ts'
import { countLinesWithPassword, prepareAccountOnMany, prepareImport } from './new-accounts.ts'
import type { AccountEdit } from '../../../shared/kinds/ftp-model.ts'
import { allowedIpsEdit } from './allowed-ips.ts'
import { isSameValue } from './is-same-value.ts'

/**
 * Plans changes of the switch, quota, access and allow list of an account, all in one item.
 * @throws AppError input.invalid for entries of the list that cannot be read
 */
function ftpEdit({ ips, ...plain }: AccountEdit, protectedIps: readonly string[]): (row: FtpAccount) => Outcome {
  const changeList = ips && allowedIpsEdit(ips, protectedIps)
  return (row) => combined(edit(row, plain, isSameValue), changeList?.(row) ?? 'noop')
}

/** Plans the deletion of an account. Its password is lost with it, so the same account cannot be created again. */
const ftpRemove = (row: FtpAccount): Outcome => removal(row, 'none')

const subjectOf = (_account: FtpAccount | undefined, username: string) => username

const planAccounts = (keys: readonly string[], outcomeFor: (account: FtpAccount) => Outcome): PreparedPlan =>
  planRows('ftp', keys, { subjectOf, outcomes: () => outcomeFor })

/** What can be done to FTP accounts. */
export const accountActions: PlannedActions<'ftp'> = {
  'ftp.edit': {
    prepare({ patch }, keys, { protectedIps }) {
      const outcomeFor = ftpEdit(patch, protectedIps)
      if (patch.ips === undefined) return planAccounts(keys, outcomeFor)
      return planRows('ftp', keys, {
        subjectOf,
        whole: true,
        outcomes: () => (account, view) => {
          const failed = account.allowedIps === null ? view.wholeFailed.ftp.get(account.username) : undefined
          return failed === undefined ? outcomeFor(account) : impossible('unread', failed)
        },
      })
    },
  },
  'ftp.password': {
    prepare: ({ length }, keys, deps) => planAccounts(keys, () => newPassword(passwordSource(deps, length))),
  },
  'ftp.remove': { prepare: (_action, keys) => planAccounts(keys, ftpRemove) },
  'ftp.create': { prepare: (action, _keys, deps) => prepareAccountOnMany(action, deps), makesRows: true },
  'ftp.import': {
    prepare: (action, _keys, deps) => prepareImport(action, deps),
    makesRows: true,
    countPasswords: countLinesWithPassword,
  },
}
