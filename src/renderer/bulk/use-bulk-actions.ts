import { Copy, Eye, KeyRound, PenLine, Power, PowerOff, ShieldCheck, Trash2, type LucideIcon } from '@lucide/vue'
import type { MenuItem } from '../components/types.ts'
import { useText, type MessageKey } from '../i18n/index.ts'
import { useBulkStore } from '../stores/bulk.ts'

const ids = {
  ftp: ['ips', 'enable', 'disable', 'settings', 'passwords', 'remove'],
  cron: ['edit', 'enable', 'disable', 'copyTo', 'remove'],
} as const
export type BulkKind = keyof typeof ids
export type BulkActionId = (typeof ids)[BulkKind][number]

const signs: Readonly<Record<BulkActionId, LucideIcon>> = {
  ips: ShieldCheck,
  edit: PenLine,
  enable: Power,
  disable: PowerOff,
  settings: Eye,
  passwords: KeyRound,
  copyTo: Copy,
  remove: Trash2,
}

/** The actions on many rows of one kind, as menu items and by name. Each opens a form or a plan and sends no change. */
export function useBulkActions(kind: BulkKind) {
  const { t } = useText()
  const bulk = useBulkStore()
  const isAction = (id: string): id is BulkActionId => ids[kind].some((each) => each === id)

  function run(id: string, keys: readonly string[]): void {
    if (!isAction(id) || keys.length === 0) return
    switch (id) {
      case 'ips':
        return bulk.openForm('ftp-ips', keys)
      case 'settings':
        return bulk.openForm('ftp-settings', keys)
      case 'passwords':
        return bulk.openForm('ftp-passwords', keys)
      case 'edit':
        return bulk.openForm('cron-edit', keys)
      case 'copyTo':
        return bulk.openForm('cron-copy', keys)
      case 'enable':
      case 'disable': {
        const enabled = id === 'enable'
        return void bulk.act(
          kind === 'ftp' ? { type: 'ftp.edit', patch: { enabled } } : { type: 'cron.edit', patch: { enabled } },
          keys,
        )
      }
      case 'remove':
        return void bulk.act({ type: kind === 'ftp' ? 'ftp.remove' : 'cron.remove' }, keys)
    }
  }

  const item = (id: BulkActionId): MenuItem => ({
    id,
    label: t(`bulk.action.${id}` satisfies MessageKey),
    icon: signs[id],
    ...(id === 'remove' ? { danger: true, separatorBefore: true } : {}),
  })
  return {
    run,
    items: (only: readonly BulkActionId[] = ids[kind]): readonly MenuItem[] => only.map(item),
    /** The main edit of many rows, which F2 opens. */
    edit: (keys: readonly string[]) => run(kind === 'ftp' ? 'ips' : 'edit', keys),
    remove: (keys: readonly string[]) => run('remove', keys),
  }
}
