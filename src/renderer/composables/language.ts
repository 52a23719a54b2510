import { usePreferredLanguages } from '@vueuse/core'
import { computed, type ComputedRef, watch, watchEffect } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Settings } from '../../shared/model/settings.ts'
import { languages, loadLanguage, useText } from '../i18n/index.ts'
import { languageOf } from '../i18n/languages.ts'
import { useToasts } from './toasts.ts'

/**
 * Uses the language of the settings as soon as its sentences are loaded, and sets it on the root element. `system`,
 * and missing settings, follow the desktop's language as it changes. If the sentences cannot be loaded, the old
 * language stays and a toast says so. Returns whether the language of the settings is in use: code that stores
 * translated text permanently waits for it.
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
      // The user may have chosen another language meanwhile.
      if (wanted.value === language) scope.locale.value = language
    },
    { immediate: true },
  )
  watchEffect(() => (document.documentElement.lang = scope.locale.value))
  return computed(() => setting() !== undefined && scope.locale.value === wanted.value)
}
