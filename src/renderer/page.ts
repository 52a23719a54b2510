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

/**
 * The longest time that mounting waits for the first screen, so that it appears once and complete. After that the page
 * shows what is loaded so far. The time in which a language is loaded comes before this.
 */
const longestBlankMs = 600

/** Builds the page on a transport to core. Rejects if its code cannot run. */
export async function showPage(transport: Transport): Promise<void> {
  const i18n = createAppI18n()
  const language = systemLanguage(navigator.languages, languages)
  // English is loaded already. Wait for another language, so that the page does not show English first. If loading it
  // fails, the page uses English.
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
  // The app reports a failure once it is mounted.
  loaded.catch(() => undefined)
  const router = createAppRouter()
  const app = createApp(App, { stores, loaded }).use(pinia).use(i18n).use(router)
  // If the first screen cannot be loaded, or not in time, mount the app all the same.
  await Promise.race([
    router.isReady().catch(() => undefined),
    new Promise((resolve) => setTimeout(resolve, longestBlankMs)),
  ])
  app.mount('#app')
}
