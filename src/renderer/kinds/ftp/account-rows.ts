import type { FtpAccount } from '../../../shared/kinds/ftp.ts'
import { defineRows, type KindRow } from '../rows.ts'

/** An FTP account in the table. */
export interface FtpRow extends KindRow {
  readonly account: FtpAccount
}

/** All FTP accounts. */
export const useAccountRows = defineRows<'ftp', FtpRow>('ftp', {
  rowsOf: (slice, server) =>
    slice.rows.map((account) => ({ key: `${server.id}/ftp/${account.username}`, server, account })),
})
