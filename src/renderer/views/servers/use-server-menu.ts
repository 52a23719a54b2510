import { Copy, Link, Lock, LockOpen, Pencil, RefreshCw, Stethoscope, Trash2 } from '@lucide/vue'
import type { MenuItem } from '../../components/types.ts'
import { useText } from '../../i18n/index.ts'
import { allKinds } from '../../kinds/index.ts'
import type { ServerRow } from '../../fleet/server-row.ts'

/** Returns a function that gives the menu of one server, for its row and for its panel. */
export function useServerMenu(): (row: ServerRow) => readonly MenuItem[] {
  const { t } = useText()
  return ({ server }) => [
    { id: 'refresh', label: t('action.refresh'), icon: RefreshCw, shortcut: 'F5' },
    { id: 'test', label: t('action.testConnection'), icon: Stethoscope },
    ...allKinds.map(({ kind, icon }, at) => ({
      id: kind,
      label: t(`kinds.${kind}.ofServer`),
      icon,
      separatorBefore: at === 0,
    })),
    { id: 'edit', label: t('action.editAsk'), icon: Pencil, shortcut: 'F2', separatorBefore: true },
    { id: 'duplicate', label: t('servers.menu.duplicate'), icon: Copy },
    { id: 'link', label: t('common.copyLink'), icon: Link },
    server.readOnly
      ? { id: 'read-write', label: t('servers.menu.readOnlyOff'), icon: LockOpen }
      : { id: 'read-only', label: t('servers.menu.readOnlyOn'), icon: Lock },
    {
      id: 'remove',
      label: t('action.removeFromAppAsk'),
      icon: Trash2,
      shortcut: 'Del',
      danger: true,
      separatorBefore: true,
    },
  ]
}
