import { watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { ScreenName } from '../../shared/screens.ts'
import type { ServerProfile } from '../../shared/model/server.ts'
import { useServersStore } from '../stores/servers.ts'
import { useMissing } from './missing.ts'

/** Turns `?server=<id>` of a link into a filter that the user can see and remove, and removes it from the address. */
export function useServerOfAddress(screen: ScreenName, show: (server: ServerProfile) => void): void {
  const route = useRoute()
  const router = useRouter()
  const serversStore = useServersStore()
  const tellMissing = useMissing()
  watch(
    () => [route.name === screen ? route.query['server'] : undefined, serversStore.loaded] as const,
    ([id, loaded]) => {
      if (!loaded || typeof id !== 'string') return
      const server = serversStore.byId.get(id)
      if (server === undefined) tellMissing()
      else show(server)
      void router.replace({ name: screen })
    },
    { immediate: true },
  )
}
