import { Copy, Eye, KeyRound, Power, PowerOff, RefreshCw, SquarePen } from '@lucide/vue'
import type { MenuItem } from '../../components/types.ts'
import type { useText } from '../../i18n/index.ts'
import { blockedReason } from '../row-menu.ts'
import type { FtpRow } from './account-rows.ts'

/** Returns the items that only the menu of an account has. */
export function accountMenu(row: FtpRow, t: ReturnType<typeof useText>['t']): readonly MenuItem[] {
  const { enabled, readOnly } = row.account
  const reason = blockedReason(row, t)
  return [
    {
      id: 'enabled',
      label: t(enabled ? 'action.disable' : 'action.enable'),
      icon: enabled ? PowerOff : Power,
      ...reason,
    },
    {
      id: 'access',
      label: t(readOnly ? 'ftp.menu.toReadWrite' : 'ftp.menu.toReadOnly'),
      icon: readOnly ? SquarePen : Eye,
      ...reason,
    },
    { id: 'password', label: t('action.setPasswordAsk'), icon: KeyRound, ...reason },
    { id: 'copyName', label: t('action.copyUsername'), icon: Copy, separatorBefore: true },
    { id: 'readNow', label: t('ftp.menu.readNow'), icon: RefreshCw },
  ]
}
