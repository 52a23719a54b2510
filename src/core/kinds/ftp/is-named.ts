import type { FtpAccount } from '../../../shared/kinds/ftp.ts'

/**
 * Returns whether this is the account that a creation of this short name makes: `<owner>_<name>`, with any owner if
 * the panel does not report it. The full username counts too.
 */
export const isNamed = (row: Pick<FtpAccount, 'username' | 'owner'>, username: string): boolean =>
  row.username === username ||
  (row.owner === '' ? row.username.endsWith(`_${username}`) : row.username === `${row.owner}_${username}`)
