import { Link, PenLine, SquarePen, Trash2 } from '@lucide/vue'
import type { MenuItem } from '../components/types.ts'
import type { useText } from '../i18n/index.ts'
import { useChangesStore } from '../stores/changes.ts'
import type { RowKind } from './kind.ts'
import type { KindRow } from './rows.ts'

type Translate = ReturnType<typeof useText>['t']

/** Returns why a row cannot be changed now: its server is read-only, or another change of it is running. */
export function blockedReason({ key, server }: KindRow, t: Translate): Pick<MenuItem, 'disabledReason'> {
  if (server.readOnly) return { disabledReason: t('rows.readOnly', { server: server.name }) }
  return useChangesStore().isBusy(key) ? { disabledReason: t('change.busy') } : {}
}

/** Returns the menu of a row: what every kind has, around the kind's own items. */
export function rowMenu(
  row: KindRow,
  { kind }: Pick<RowKind, 'kind'>,
  own: readonly MenuItem[],
  t: Translate,
): readonly MenuItem[] {
  const reason = blockedReason(row, t)
  return [
    { id: 'open', label: t('action.openDetails'), icon: PenLine, shortcut: 'Enter' },
    { id: 'edit', label: t(`kinds.${kind}.edit`), icon: SquarePen, shortcut: 'F2', ...reason },
    ...own.map((item, at) => (at === 0 ? { ...item, separatorBefore: true } : item)),
    { id: 'link', label: t('common.copyLink'), icon: Link, separatorBefore: true },
    {
      id: 'remove',
      label: t('action.deleteOnServerAsk'),
      icon: Trash2,
      shortcut: 'Del',
      danger: true,
      separatorBefore: true,
      ...reason,
    },
  ]
}
