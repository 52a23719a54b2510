import { onScopeDispose, watchEffect, shallowRef } from 'vue'
import { type Settings } from '../../shared/model/settings.ts'

/** Puts theme and density on the root element, where the tokens read them; `system` follows the OS as it changes. */
export function useTheme(settings: () => Settings | null): void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)')
  const osIsDark = shallowRef(dark.matches)
  const follow = () => (osIsDark.value = dark.matches)
  dark.addEventListener('change', follow)
  onScopeDispose(() => dark.removeEventListener('change', follow))

  watchEffect(() => {
    const chosen = settings()?.theme ?? 'system'
    const theme = chosen === 'system' ? (osIsDark.value ? 'dark' : 'light') : chosen
    document.documentElement.dataset['theme'] = theme
    document.documentElement.dataset['density'] = settings()?.density ?? 'compact'
  })
}
