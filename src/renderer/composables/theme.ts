import { usePreferredDark } from '@vueuse/core'
import { computed, shallowRef, watchEffect } from 'vue'
import type { Settings } from '../../shared/model/settings.ts'

const rowHeights = { compact: 32, comfortable: 40 } as const
const density = shallowRef<Settings['density']>('compact')

/** Height of a table's row in px at the chosen density; equal to the token `--row-height`. */
export const rowHeightPx = computed(() => rowHeights[density.value])

/** Sets theme and density on the root element, where the tokens read them; `system` follows the OS as it changes. */
export function useTheme(settings: () => Settings | null): void {
  const osIsDark = usePreferredDark()
  watchEffect(() => {
    const chosen = settings()?.theme ?? 'system'
    const theme = chosen === 'system' ? (osIsDark.value ? 'dark' : 'light') : chosen
    document.documentElement.dataset['theme'] = theme
    density.value = settings()?.density ?? 'compact'
    document.documentElement.dataset['density'] = density.value
  })
}
