import { useTimeoutFn } from '@vueuse/core'
import { readonly, shallowRef } from 'vue'
import type { ErrorValue } from '../../../shared/errors.ts'
import type { Settings } from '../../../shared/model/settings.ts'
import { errorOf } from '../../api/client.ts'
import { useAnnounce } from '../../composables/announce.ts'
import { useText } from '../../i18n/index.ts'
import { useSettingsStore } from '../../stores/settings.ts'

const shownMs = 1600

/** Saves settings at once. `justSaved` is true for 1.6 s after success, `error` holds the reason for a failure. */
export function useSave() {
  const { t } = useText()
  const store = useSettingsStore()
  const announce = useAnnounce()
  const error = shallowRef<ErrorValue | null>(null)
  const { isPending: justSaved, start: showSaved } = useTimeoutFn(() => undefined, shownMs, { immediate: false })

  return {
    error: readonly(error),
    justSaved,
    async save(patch: Partial<Settings>): Promise<boolean> {
      try {
        await store.change(patch)
      } catch (thrown) {
        error.value = errorOf(thrown)
        return false
      }
      error.value = null
      showSaved()
      announce(t('state.saved'))
      return true
    },
  }
}
