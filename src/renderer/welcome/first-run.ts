import { watch } from 'vue'
import { useRouter } from 'vue-router'
import { useServersStore } from '../stores/servers.ts'
import { useSettingsStore } from '../stores/settings.ts'

/** Whether to show the welcome screen: no server, and the user has not been through it. Null while that is unknown. */
export function isFirstRun(facts: {
  readonly servers: number | null
  readonly welcomed: boolean | null
}): boolean | null {
  if (facts.servers === null || facts.welcomed === null) return null
  return facts.servers === 0 && !facts.welcomed
}

/** Opens the welcome screen at a first run, once core has reported servers and settings. Called by the app's root. */
export function useFirstRun(): void {
  const serversStore = useServersStore()
  const settings = useSettingsStore()
  const router = useRouter()
  const facts = () =>
    isFirstRun({
      servers: serversStore.loaded ? serversStore.servers.length : null,
      welcomed: settings.settings?.welcomed ?? null,
    })
  const stop = watch(
    facts,
    (first) => {
      if (first === null) return
      void Promise.resolve().then(() => stop())
      if (first) void router.replace('/welcome')
    },
    { immediate: true },
  )
}
