import { Moon, Plus, RefreshCw, Rows3, Rows4, Sun, SunMoon, Upload } from '@lucide/vue'
import { useRouter } from 'vue-router'
import type { Settings } from '../../../shared/model/settings.ts'
import { useActions } from '../../composables/actions.ts'
import { useUndo } from '../../composables/undo.ts'
import { useText } from '../../i18n/index.ts'
import { useDeskStore } from '../../stores/desk.ts'
import { useInventoryStore } from '../../stores/inventory.ts'
import { useSettingsStore } from '../../stores/settings.ts'

/** What can be done on every screen. Called once, by the palette. */
export function useAppActions(): void {
  const { t } = useText()
  const router = useRouter()
  const desk = useDeskStore()
  const inventory = useInventoryStore()
  const settings = useSettingsStore()
  const { failed } = useUndo()

  const set = (patch: Partial<Settings>) => void settings.change(patch).catch(failed)
  const ask = (what: 'add' | 'import') => void router.push({ path: '/servers', query: { do: what } })
  useActions(() => {
    const { theme, density } = settings.settings ?? {}
    return [
      ...(desk.servers.length > 0
        ? [
            {
              id: 'fleet.refresh',
              label: t('palette.action.refreshAll'),
              icon: RefreshCw,
              run: () => void inventory.refresh({}).catch(failed),
            },
          ]
        : []),
      {
        id: 'servers.add',
        label: t('servers.add'),
        keywords: t('palette.words.add'),
        icon: Plus,
        run: () => ask('add'),
      },
      { id: 'servers.import', label: t('servers.importCsv'), icon: Upload, run: () => ask('import') },
      ...(theme === 'light'
        ? []
        : [
            {
              id: 'look.light',
              label: t('palette.action.light'),
              keywords: t('palette.words.theme'),
              icon: Sun,
              run: () => set({ theme: 'light' }),
            },
          ]),
      ...(theme === 'dark'
        ? []
        : [
            {
              id: 'look.dark',
              label: t('palette.action.dark'),
              keywords: t('palette.words.theme'),
              icon: Moon,
              run: () => set({ theme: 'dark' }),
            },
          ]),
      ...(theme === 'system'
        ? []
        : [
            {
              id: 'look.system',
              label: t('palette.action.system'),
              keywords: t('palette.words.theme'),
              icon: SunMoon,
              run: () => set({ theme: 'system' }),
            },
          ]),
      density === 'compact'
        ? {
            id: 'look.comfortable',
            label: t('palette.action.comfortable'),
            icon: Rows3,
            run: () => set({ density: 'comfortable' }),
          }
        : {
            id: 'look.compact',
            label: t('palette.action.compact'),
            icon: Rows4,
            run: () => set({ density: 'compact' }),
          },
    ]
  })
}
