import { generatePassword } from '../../../../shared/password.ts'
import type { BulkAction } from '../../../../shared/model/bulk-action.ts'
import type { FtpAccount } from '../../../../shared/model/ftp.ts'
import { edit, type Outcome } from './outcome.ts'

/** Returns `count` bytes from a cryptographic source. */
export type RandomBytes = (count: number) => Uint8Array

export const ftpEnabled = (action: Extract<BulkAction, { readonly type: 'ftp.enabled' }>) => (row: FtpAccount) =>
  edit(row, { enabled: action.enabled })

export const ftpSettings = (action: Extract<BulkAction, { readonly type: 'ftp.settings' }>) => (row: FtpAccount) =>
  edit(row, action.patch)

/**
 * Plans a new password: the given one, or a different one at each call. Nobody can read the old one, so nothing can
 * restore it.
 */
export const ftpPassword =
  ({ length }: { readonly length: number }, random: RandomBytes, given?: string) =>
  (): Outcome => ({
    op: 'password',
    before: null,
    after: null,
    flags: [],
    undo: 'none',
    secret: given ?? generatePassword({ length, random }),
  })

/** Plans the deletion of an account. Its password is lost with it, so the same account cannot be created again. */
export const ftpRemove = (row: FtpAccount): Outcome => ({
  op: 'remove',
  before: { ...row },
  after: null,
  flags: [],
  undo: 'none',
})
