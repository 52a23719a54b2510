import { openPrefetch } from './api/prefetch.ts'
import { createTransport } from './api/bridge.ts'

// The line to core comes first: it takes the key out of the address before the router reads it. What the first screen
// is chosen by and the long lists are on their way while the page's own code, a hundred times as much as this, is read.
const transport = openPrefetch(createTransport(window), [
  'servers.list',
  'settings.get',
  'views.list',
  'ftp.list',
  'cron.list',
])
// The router reads this as JSON while it is loaded. Without it JSON.parse throws, and for the trace of an error that
// nobody sees V8 reads the whole script a second time, which is a tenth of the way to the first screen.
try {
  window.sessionStorage.setItem('vue-router:scroll', window.sessionStorage.getItem('vue-router:scroll') ?? '{}')
} catch {
  // Where nothing may be stored, the router does without, and the page says what it lacks.
}
const { showPage } = await import('./page.ts')
await showPage(transport)
