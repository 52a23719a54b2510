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
    /**
     * Opens the panel on an account. Returns false and tells the user if the panel stays on another account because
     * of unsaved input.
     */
    open(wanted: string): boolean {
      const shown = row.value
      if (shown === undefined || shown.key === wanted || !hasDraft.value) {
        open(wanted)
        return true
      }
      toasts.show({
        title: t('shell.unsaved.draft'),
        text: t('ftp.panel.staysText', { name: shown.account.username }),
        tone: 'warn',
        action: { label: t('ftp.panel.staysLeave'), run: () => open(wanted) },
        durationMs: 15_000,
      })
      return false
    },
    close,
  }
}
