import { computed, type ComputedRef, shallowRef, watch } from 'vue'
import { hasDraft } from '../../composables/holds.ts'
import { useToasts } from '../../composables/toasts.ts'
import { useText } from '../../i18n/index.ts'
import { useFtpTableStore } from '../../stores/ftp-table.ts'
import type { FtpRow } from '../../stores/rows.ts'
import type { RowsByKey } from '../../table/places.ts'

/**
 * Which account the panel shows. Once open it goes along with the row that the keyboard is on; on the header of a
 * group, and while something is typed into it that is not saved, it stays with the account that it was on.
 */
export function useOpenAccount(byKey: ComputedRef<RowsByKey<FtpRow>>) {
  const { t } = useText()
  const state = useFtpTableStore()
  const toasts = useToasts()
  const key = shallowRef<string | null>(null)
  const row = computed(() => (key.value === null ? null : (byKey.value.get(key.value) ?? null)))

  watch(
    () => state.activeKey,
    (active) => {
      if (row.value !== null && active !== null && byKey.value.has(active) && !hasDraft.value) key.value = active
    },
  )
  function show(wanted: string): void {
    key.value = wanted
    state.activeKey = wanted
  }

  return {
    row,
    /**
     * Opens the panel on an account. False where it stays with another one, so that nothing typed is lost; the user is
     * told then.
     */
    open(wanted: string): boolean {
      const shown = row.value
      if (shown === null || shown.key === wanted || !hasDraft.value) {
        show(wanted)
        return true
      }
      toasts.show({
        title: t('shell.held.draft'),
        text: t('ftp.panel.staysText', { name: shown.account.username }),
        tone: 'warn',
        action: { label: t('ftp.panel.staysLeave'), run: () => show(wanted) },
        durationMs: 15_000,
      })
      return false
    },
    close: () => void (key.value = null),
  }
}
