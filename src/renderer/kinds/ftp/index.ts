import { FolderSync } from '@lucide/vue'
import type { RowKind } from '../kind.ts'
import { accountActions, accountCreations } from './account-bulk.ts'
import { type FtpRow, useAccountRows } from './account-rows.ts'

/** FTP accounts. */
export const ftpAccounts: RowKind<FtpRow> = {
  kind: 'ftp',
  icon: FolderSync,
  useRows: useAccountRows,
  nameOf: ({ account }) => account.username,
  actions: accountActions,
  creations: accountCreations,
  suggestedViews: [{ id: 'suggested-open', name: 'field.unrestricted', query: 'ip:any' }],
  loadTable: async () => (await import('./account-table.ts')).accountTable,
}
