import { Moon, Plus, RefreshCw, Rows3, Rows4, Sun, SunMoon, Upload } from '@lucide/vue'
import { useRouter } from 'vue-router'
import type { Settings } from '../../../shared/model/settings.ts'
import { useActions } from '../../composables/actions.ts'
import { useUndo } from '../../composables/undo.ts'
import { useText } from '../../i18n/index.ts'
import { useServersStore } from '../../stores/servers.ts'
import { useInventoryStore } from '../../stores/inventory.ts'
import { useSettingsStore } from '../../stores/settings.ts'

const themes = ['light', 'dark', 'system'] as const
const themeIcons = { light: Sun, dark: Moon, system: SunMoon }
const densityIcons = { comfortable: Rows3, compact: Rows4 }

/** Registers the actions that are available on every screen. Called once, by the palette. */
export function useAppActions(): void {
  const { t } = useText()
  const router = useRouter()
  const serversStore = useServersStore()
  const inventory = useInventoryStore()
  const settings = useSettingsStore()
  const { failed } = useUndo()

  const changeSettings = (patch: Partial<Settings>) => void settings.change(patch).catch(failed)
  const openServers = (what: 'add' | 'import') => void router.push({ path: '/servers', query: { do: what } })

  const refreshAction = () => ({
    id: 'fleet.refresh',
    label: t('palette.action.refreshAll'),
    icon: RefreshCw,
    run: () => void inventory.refresh({}).catch(failed),
  })
  const serverActions = () => [
    {
      id: 'servers.add',
      label: t('servers.add'),
      keywords: t('palette.words.add'),
      icon: Plus,
      run: () => openServers('add'),
    },
    { id: 'servers.import', label: t('servers.importCsv'), icon: Upload, run: () => openServers('import') },
  ]
  const themeAction = (theme: Settings['theme']) => ({
    id: `look.${theme}`,
    label: t(`palette.action.${theme}`),
    keywords: t('palette.words.theme'),
    icon: themeIcons[theme],
    run: () => changeSettings({ theme }),
  })
  const densityAction = (density: Settings['density']) => ({
    id: `look.${density}`,
    label: t(`palette.action.${density}`),
    icon: densityIcons[density],
    run: () => changeSettings({ density }),
  })

  useActions(() => {
    const { theme, density } = settings.settings ?? {}
    return [
      ...(serversStore.servers.length > 0 ? [refreshAction()] : []),
      ...serverActions(),
      ...themes.filter((each) => each !== theme).map(themeAction),
      densityAction(density === 'compact' ? 'comfortable' : 'compact'),
    ]
  })
}
