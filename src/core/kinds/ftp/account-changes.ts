import type { AccountEdit } from '../../../shared/kinds/ftp-model.ts'
import type { FtpAccount } from '../../../shared/kinds/ftp.ts'
import { allowedIpsEdit } from './allowed-ips.ts'
import { isSameValue } from './is-same-value.ts'
import { combined, edit, type Outcome, removal } from '../../planning/outcome.ts'

/**
 * Plans changes of the switch, quota, access and allow list of an account, all in one item.
 * @throws AppError input.invalid for entries of the list that cannot be read
 */
export function ftpEdit({ ips, ...plain }: AccountEdit, protectedIps: readonly string[]): (row: FtpAccount) => Outcome {
  const changeList = ips && allowedIpsEdit(ips, protectedIps)
  return (row) => combined(edit(row, plain, isSameValue), changeList?.(row) ?? 'noop')
}

/** Plans the deletion of an account. Its password is lost with it, so the same account cannot be created again. */
export const ftpRemove = (row: FtpAccount): Outcome => removal(row, 'none')
