import { generatePassword } from '../../../../shared/password.ts'
import type { AccountEdit } from '../../../../shared/model/bulk-action.ts'
import type { FtpAccount } from '../../../../shared/kinds/ftp.ts'
import { allowedIpsEdit } from './allowed-ips.ts'
import { combined, edit, type Outcome } from './outcome.ts'

/** Returns `count` bytes from a cryptographic source. */
export type RandomBytes = (count: number) => Uint8Array

/** A given password, or the length and the random source of one to generate. */
export type PasswordSource = string | { readonly length: number; readonly random: RandomBytes }

/** Returns the given password, or generates one, a different one at each call. */
export const passwordFrom = (source: PasswordSource): string =>
  typeof source === 'string' ? source : generatePassword(source)

/**
 * Plans changes of the switch, quota, access and allow list of an account, all in one item.
 * @throws AppError input.invalid for entries of the list that cannot be read
 */
export function ftpEdit({ ips, ...plain }: AccountEdit, protectedIps: readonly string[]): (row: FtpAccount) => Outcome {
  const changeList = ips && allowedIpsEdit(ips, protectedIps)
  return (row) => combined(edit(row, plain), changeList?.(row) ?? 'noop')
}

/** Plans a new password. Nobody can read the old one, so nothing can restore it. */
export const ftpPassword = (source: PasswordSource) => (): Outcome => ({
  op: 'password',
  before: null,
  after: null,
  flags: [],
  undo: 'none',
  secret: passwordFrom(source),
})

/** Plans the deletion of an account. Its password is lost with it, so the same account cannot be created again. */
export const ftpRemove = (row: FtpAccount): Outcome => ({
  op: 'remove',
  before: { ...row },
  after: null,
  flags: [],
  undo: 'none',
})
