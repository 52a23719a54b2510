import { watch } from 'vue'
import { useRouter } from 'vue-router'
import { useServersStore } from '../stores/servers.ts'
import { useSettingsStore } from '../stores/settings.ts'

/**
 * Whether to show the welcome screen: there is no server, and the user has not been through that screen. Null while
 * that is not known.
 */
export function isFirstRun(known: {
  readonly servers: number | null
  readonly welcomed: boolean | null
}): boolean | null {
  if (known.servers === null || known.welcomed === null) return null
  return known.servers === 0 && !known.welcomed
}

/** Opens the welcome screen once, as soon as core has reported the servers and settings. Called by the app's root. */
export function useFirstRun(): void {
  const serversStore = useServersStore()
  const settings = useSettingsStore()
  const router = useRouter()
  const known = () =>
    isFirstRun({
      servers: serversStore.loaded ? serversStore.servers.length : null,
      welcomed: settings.settings?.welcomed ?? null,
    })
  const stop = watch(
    known,
    (first) => {
      if (first === null) return
      void Promise.resolve().then(() => stop())
      if (first) void router.replace('/welcome')
    },
    { immediate: true },
  )
}
