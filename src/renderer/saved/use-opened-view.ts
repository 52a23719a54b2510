import { watch } from 'vue'
import { useRoute } from 'vue-router'
import { useViewsStore } from '../stores/views.ts'

/** Tells core which view is open, so that the next start begins with it. Called once, by the app's root. */
export function useOpenedView(): void {
  const route = useRoute()
  const views = useViewsStore()
  watch(
    () => [route.name, route.query['view'], views.loaded] as const,
    ([screen, viewId, loaded]) => {
      // Before the first screen is chosen there is no view. The view in an address may have been deleted.
      if (!loaded || screen === undefined) return
      const id = typeof viewId === 'string' && views.byId.has(viewId) ? viewId : null
      if (id !== views.lastOpenId) views.opened(id).catch(() => undefined)
    },
    { immediate: true },
  )
}
