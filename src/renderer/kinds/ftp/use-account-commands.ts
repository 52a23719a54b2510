import { Copy, Eye, KeyRound, Power, PowerOff, RefreshCw, SquarePen } from '@lucide/vue'
import { h } from 'vue'
import type { MenuItem } from '../../components/types.ts'
import { useText } from '../../i18n/index.ts'
import type { ChangeOutcome } from '../../stores/changes.ts'
import type { RowCommands, RowsScreen } from '../kind.ts'
import { useRowDialog } from '../use-row-dialog.ts'
import type { FtpRow } from './account-rows.ts'
import NewAccountDialog from './create/NewAccountDialog.vue'
import PasswordDialog from './PasswordDialog.vue'
import { useAccountActions, type AccountActions } from './use-account-actions.ts'
import { blockedReason } from '../row-menu.ts'

/** Returns the items that only the menu of an account has. */
function accountMenu(row: FtpRow, t: ReturnType<typeof useText>['t']): readonly MenuItem[] {
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

export interface AccountCommands extends RowCommands<FtpRow> {
  readonly actions: AccountActions
  setPassword(row: FtpRow): void
}

/** What a user can do with one account, or to create one. */
export function useAccountCommands(screen: RowsScreen<FtpRow>): AccountCommands {
  const { t } = useText()
  const actions = useAccountActions()
  const { dialog, show, close } = useRowDialog(screen)
  const whileOpen = { open: true, 'onUpdate:open': (isOpen: boolean) => void (isOpen || close()) }

  /** Shows the error of a change that no field can show. */
  async function report(change: Promise<ChangeOutcome>, row: FtpRow): Promise<ChangeOutcome> {
    const outcome = await change
    if (outcome.kind === 'failed') actions.tell(outcome.error, row)
    return outcome
  }
  async function readNow(row: FtpRow): Promise<void> {
    const error = await actions.readNow(row)
    if (error !== null) actions.tell(error, row)
  }
  const setPassword = (row: FtpRow) => show(() => h(PasswordDialog, { ...whileOpen, row }))

  return {
    actions,
    dialog,
    setPassword,
    create: (serverId) => show(() => h(NewAccountDialog, { ...whileOpen, serverId, onShow: screen.open })),
    edit: screen.editInPanel,
    async remove(row) {
      const { kind } = await report(actions.remove(row), row)
      if (kind === 'done' || kind === 'already' || kind === 'gone') screen.focusTable()
    },
    menuItems: (row): readonly MenuItem[] => accountMenu(row, t),
    run(id, row) {
      const { enabled, readOnly } = row.account
      switch (id) {
        case 'enabled':
          return report(actions.setEnabled(row, !enabled), row)
        case 'access':
          return report(actions.setReadOnly(row, !readOnly), row)
        case 'password':
          return setPassword(row)
        case 'copyName':
          return actions.copyName(row)
        case 'readNow':
          return readNow(row)
      }
    },
  }
}
