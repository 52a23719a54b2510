import { Copy, Power, PowerOff } from '@lucide/vue'
import type { MenuItem } from '../../components/types.ts'
import type { useText } from '../../i18n/index.ts'
import { blockedReason } from '../row-menu.ts'
import type { JobRow } from './job-rows.ts'

/** Returns the items that only the menu of a job has. */
export function jobMenu(row: JobRow, t: ReturnType<typeof useText>['t']): readonly MenuItem[] {
  const { enabled } = row.job
  return [
    {
      id: 'enabled',
      label: t(enabled ? 'action.disable' : 'action.enable'),
      icon: enabled ? PowerOff : Power,
      ...blockedReason(row, t),
    },
    { id: 'duplicate', label: t('action.duplicateAsk'), icon: Copy },
  ]
}
