import { FolderSync, Eye, FileSpreadsheet, KeyRound, Plus, Power, PowerOff, ShieldCheck, Trash2 } from '@lucide/vue'
import type { RowKind } from '../kind.ts'
import { type FtpRow, useAccountRows } from './account-rows.ts'
import { defineAsyncComponent } from 'vue'
import type { RowAction, RowCreation } from '../../bulk/row-actions.ts'

/** The actions on many accounts. Their forms load when they are first opened. */
const accountActions: readonly RowAction[] = [
  {
    id: 'ips',
    label: 'bulk.action.ips',
    icon: ShieldCheck,
    form: defineAsyncComponent(() => import('./forms/IpsForm.vue')),
  },
  { id: 'enable', label: 'action.enable', icon: Power, change: { type: 'ftp.edit', patch: { enabled: true } } },
  { id: 'disable', label: 'action.disable', icon: PowerOff, change: { type: 'ftp.edit', patch: { enabled: false } } },
  {
    id: 'settings',
    label: 'bulk.action.settings',
    icon: Eye,
    form: defineAsyncComponent(() => import('./forms/SettingsForm.vue')),
    isAside: true,
  },
  {
    id: 'passwords',
    label: 'bulk.action.passwords',
    icon: KeyRound,
    form: defineAsyncComponent(() => import('./forms/PasswordsForm.vue')),
    isAside: true,
  },
  { id: 'remove', label: 'action.deleteOnServerAsk', icon: Trash2, change: { type: 'ftp.remove' }, danger: true },
]

/** The ways to create many accounts. */
const accountCreations: readonly RowCreation[] = [
  {
    id: 'many',
    label: 'bulk.action.createMany',
    icon: Plus,
    form: defineAsyncComponent(() => import('./forms/CreateForm.vue')),
  },
  {
    id: 'import',
    label: 'bulk.action.import',
    icon: FileSpreadsheet,
    form: defineAsyncComponent(() => import('./forms/ImportForm.vue')),
  },
]

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
