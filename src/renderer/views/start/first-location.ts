import { watch } from 'vue'
import type { RouteLocationRaw } from 'vue-router'
import { useServersStore } from '../../stores/servers.ts'
import { useSettingsStore } from '../../stores/settings.ts'
import { useViewsStore } from '../../stores/views.ts'
import { startLocation } from './start-location.ts'

/**
 * Resolves to the first screen as soon as core has reported what it depends on. If the user has gone to another
 * screen meanwhile, the router drops the late result.
 */
export function firstLocation(): Promise<RouteLocationRaw> {
  const serversStore = useServersStore()
  const settings = useSettingsStore()
  const views = useViewsStore()
  const location = () =>
    startLocation({
      servers: serversStore.loaded ? serversStore.servers.length : null,
      welcomed: settings.settings?.welcomed ?? null,
      views: views.loaded ? views.views : null,
      lastOpenId: views.lastOpenId,
    })
  return new Promise((resolve) => {
    const stop = watch(
      location,
      (known) => {
        if (known === null) return
        void Promise.resolve().then(() => stop())
        resolve(known)
      },
      { immediate: true },
    )
  })
}
