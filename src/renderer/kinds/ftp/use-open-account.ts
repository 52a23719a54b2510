import { storeToRefs } from 'pinia'
import type { ComputedRef } from 'vue'
import { hasDraft } from '../../composables/unsaved-guard.ts'
import { useOpenRow } from '../../composables/open-row.ts'
import { useToasts } from '../../composables/toasts.ts'
import { useText } from '../../i18n/index.ts'
import { useFtpTableStore } from '../../stores/ftp-table.ts'
import type { FtpRow } from '../../stores/rows.ts'
import type { RowsByKey } from '../../table/row-slots.ts'

/** Controls which account the panel shows. */
export function useOpenAccount(byKey: ComputedRef<RowsByKey<FtpRow>>) {
  const { t } = useText()
  const toasts = useToasts()
  const { activeKey } = storeToRefs(useFtpTableStore())
  const { row, open, close } = useOpenRow('ftp', activeKey, byKey)

  return {
    row,
    /** Opens an account in the panel. Returns false and tells the user if unsaved input keeps another account open. */
    open(key: string): boolean {
      const openRow = row.value
      if (openRow === undefined || openRow.key === key || !hasDraft.value) {
        open(key)
        return true
      }
      toasts.show({
        title: t('shell.unsaved.draft'),
        text: t('ftp.panel.staysText', { name: openRow.account.username }),
        tone: 'warn',
        action: { label: t('ftp.panel.staysLeave'), run: () => open(key) },
        durationMs: 15_000,
      })
      return false
    },
    close,
  }
}
