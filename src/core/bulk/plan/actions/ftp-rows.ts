import { generatePassword } from '../../../../shared/password.ts'
import type { BulkAction } from '../../../../shared/model/bulk-action.ts'
import type { FtpAccount } from '../../../../shared/model/ftp.ts'
import { edit, type Outcome } from '../outcome.ts'

/** `count` bytes of a cryptographic source. */
export type Random = (count: number) => Uint8Array

export const ftpEnabled = (action: Extract<BulkAction, { readonly type: 'ftp.enabled' }>) => (row: FtpAccount) =>
  edit(row, { enabled: action.enabled })

export const ftpSettings = (action: Extract<BulkAction, { readonly type: 'ftp.settings' }>) => (row: FtpAccount) =>
  edit(row, action.patch)

/** A new password for every account; what it was before nobody knows, so nothing brings it back. */
export const ftpPassword =
  ({ length }: { readonly length: number }, random: Random) =>
  (): Outcome => ({
    op: 'password',
    before: null,
    after: null,
    flags: [],
    undo: 'none',
    secret: generatePassword({ length, random }),
  })

/** An account that is deleted takes its password with it: it cannot be made again. */
export const ftpRemove = (row: FtpAccount): Outcome => ({
  op: 'remove',
  before: { ...row },
  after: null,
  flags: [],
  undo: 'none',
})
