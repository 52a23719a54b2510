import { createPinia, setActivePinia } from 'pinia'
import { createApp } from 'vue'
import './styles/index.css'
import { connect } from './api/client.ts'
import type { Transport } from './api/transport.ts'
import App from './App.vue'
import { createAppI18n, languages, loadLanguage } from './i18n/index.ts'
import { systemLanguage } from './i18n/languages.ts'
import { createAppRouter } from './router.ts'
import { subscribeStores } from './stores/subscriptions.ts'

/** How long the page stays blank for a first screen that is built once and whole; after that it shows what there is. */
const longestBlankMs = 600

/** Builds the page over a line to core. Rejects where its code cannot run. */
export async function showPage(transport: Transport): Promise<void> {
  const i18n = createAppI18n()
  const language = systemLanguage(navigator.languages, languages)
  // English is here already. Another language is waited for, so that no English stands first; without it there is
  // English still.
  if (language !== 'en') {
    await loadLanguage(i18n.global, language).then(
      () => void (i18n.global.locale.value = language),
      () => undefined,
    )
  }
  const pinia = createPinia()
  setActivePinia(pinia)
  connect(transport)
  const stores = subscribeStores()
  const loaded = stores.load()
  // The app tells of a failure once it stands.
  loaded.catch(() => undefined)
  const router = createAppRouter()
  const app = createApp(App, { stores, loaded }).use(pinia).use(i18n).use(router)
  // A first screen that cannot be fetched is no reason to show nothing.
  await Promise.race([
    router.isReady().catch(() => undefined),
    new Promise((resolve) => setTimeout(resolve, longestBlankMs)),
  ])
  app.mount('#app')
}
