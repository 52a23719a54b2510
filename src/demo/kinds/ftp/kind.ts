import type { CountedKind } from '../kind.ts'
import { ftpRoutes } from './routes.ts'
import { seedAccounts } from './seed.ts'
import type { FtpState } from './state.ts'

interface FtpShape {
  readonly name: 'ftp'
  readonly scope: 'ftp'
  readonly field: 'accounts'
  readonly state: FtpState
}

/** The FTP accounts of a panel. */
export const ftpKind: CountedKind<FtpShape> = {
  name: 'ftp',
  scope: 'ftp',
  field: 'accounts',
  meanCount: 24,
  idOf: (account) => account.username,
  routes: ftpRoutes,
  emptyState: () => ({ ftpRunning: true, accounts: [] }),
  seed: (options) => ({ ftpRunning: true, accounts: seedAccounts(options) }),
}
