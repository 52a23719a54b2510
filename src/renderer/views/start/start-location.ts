import { watch } from 'vue'
import type { RouteLocationRaw } from 'vue-router'
import type { SavedView } from '../../../shared/model/views.ts'
import { viewRoute } from '../../saved/view-state.ts'
import { useServersStore } from '../../stores/servers.ts'
import { useSettingsStore } from '../../stores/settings.ts'
import { useViewsStore } from '../../stores/views.ts'

/** What the choice of the first screen depends on. The first three are null until core has reported them. */
interface StartFacts {
  readonly servers: number | null
  readonly welcomed: boolean | null
  readonly views: readonly SavedView[] | null
  /** Null if no saved view was open. */
  readonly lastOpenId: string | null
}

/**
 * Returns the screen that a start opens. Without servers it is the welcome screen, or the servers screen if the
 * user has been welcomed. Otherwise it is the saved view that was open last, or else the overview. Null while this
 * is unknown.
 */
export function startLocation({ servers, welcomed, views, lastOpenId }: StartFacts): RouteLocationRaw | null {
  if (servers === null || welcomed === null || views === null) return null
  if (servers === 0) return welcomed ? '/servers' : '/welcome'
  const last = views.find(({ id }) => id === lastOpenId)
  return last === undefined ? '/overview' : viewRoute(last)
}

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
      (first) => {
        if (first === null) return
        void Promise.resolve().then(() => stop())
        resolve(first)
      },
      { immediate: true },
    )
  })
}
