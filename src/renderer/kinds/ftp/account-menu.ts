import {
  Eye,
  KeyRound,
  Link,
  PenLine,
  Power,
  PowerOff,
  RefreshCw,
  ShieldCheck,
  SquarePen,
  Trash2,
  Copy,
} from '@lucide/vue'
import type { MenuItem } from '../../components/types.ts'
import type { MessageKey } from '../../i18n/index.ts'
import type { FtpRow } from '../../stores/rows.ts'

type MenuId = 'open' | 'ips' | 'enabled' | 'access' | 'password' | 'copyName' | 'link' | 'readNow' | 'delete'

/** Returns the menu of an account. On a read-only server, items that change the account say why they are disabled. */
export function accountMenu(row: FtpRow, t: (key: MessageKey) => string): readonly MenuItem[] {
  const { enabled, readOnly } = row.account
  const readOnlyReason = row.server.readOnly ? { disabledReason: t('ftp.panel.readOnlyServer') } : {}
  const item = (id: MenuId, label: MessageKey, options: Omit<MenuItem, 'id' | 'label'>): MenuItem => ({
    id,
    label: t(label),
    ...options,
  })
  return [
    item('open', 'action.openDetails', { icon: PenLine, shortcut: 'Enter' }),
    item('ips', 'ftp.menu.editIps', { icon: ShieldCheck, shortcut: 'F2', ...readOnlyReason }),
    item('enabled', enabled ? 'action.disable' : 'action.enable', {
      icon: enabled ? PowerOff : Power,
      separatorBefore: true,
      ...readOnlyReason,
    }),
    item('access', readOnly ? 'ftp.menu.toReadWrite' : 'ftp.menu.toReadOnly', {
      icon: readOnly ? SquarePen : Eye,
      ...readOnlyReason,
    }),
    item('password', 'action.setPasswordAsk', { icon: KeyRound, ...readOnlyReason }),
    item('copyName', 'action.copyUsername', { icon: Copy, separatorBefore: true }),
    item('link', 'common.copyLink', { icon: Link }),
    item('readNow', 'ftp.menu.readNow', { icon: RefreshCw }),
    item('delete', 'action.deleteOnServerAsk', {
      icon: Trash2,
      shortcut: 'Del',
      danger: true,
      separatorBefore: true,
      ...readOnlyReason,
    }),
  ]
}
