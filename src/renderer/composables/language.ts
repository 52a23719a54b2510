import { usePreferredLanguages } from '@vueuse/core'
import { computed, type ComputedRef, watch, watchEffect } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Settings } from '../../shared/model/settings.ts'
import { languages, loadLanguage, useText } from '../i18n/index.ts'
import { languageOf } from '../i18n/languages.ts'
import { useToasts } from './toasts.ts'

/**
 * Speaks the language that is set, as soon as its sentences are there, and says so on the root element; `system`, and
 * no setting yet, follow the desktop as it changes. Where the sentences do not come, the old language stays and a toast
 * tells. Returns whether the language that is set is the one spoken: what is written for good waits for that.
 */
export function useLanguage(setting: () => Settings['language'] | undefined): ComputedRef<boolean> {
  const scope = useI18n({ useScope: 'global' })
  const { t } = useText()
  const toasts = useToasts()
  const desktop = usePreferredLanguages()

  const wanted = computed(() => languageOf(setting() ?? 'system', desktop.value, languages))
  watch(
    wanted,
    async (language) => {
      try {
        await loadLanguage(scope, language)
      } catch {
        toasts.show({ title: t('settings.look.languageFailed'), tone: 'danger' })
        return
      }
      // Another one may have been chosen meanwhile.
      if (wanted.value === language) scope.locale.value = language
    },
    { immediate: true },
  )
  watchEffect(() => (document.documentElement.lang = scope.locale.value))
  return computed(() => setting() !== undefined && scope.locale.value === wanted.value)
}
