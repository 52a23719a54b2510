import { openPrefetch } from './api/prefetch.ts'
import { createTransport } from './api/bridge.ts'
import { kindNames } from '../shared/kind-names.ts'

// The transport comes first: it removes the key from the address before the router reads the address. It prefetches
// the long lists and the data that decides the first screen while the page's own code loads, which is a hundred times
// as large as this script.
const transport = openPrefetch(createTransport(window), [
  ['servers.list', {}],
  ['settings.get', {}],
  ['views.list', {}],
  ...kindNames.map((kind) => ['rows.list', { kind }] as const),
])
// The router parses this item as JSON when it is loaded. Without the item JSON.parse throws. To make the stack trace
// of that error, which nobody sees, V8 reads the whole script a second time. That takes a tenth of the time to the
// first screen.
try {
  window.sessionStorage.setItem('vue-router:scroll', window.sessionStorage.getItem('vue-router:scroll') ?? '{}')
} catch {
  // If the browser allows no storage, the router works without this item.
}
const { showPage } = await import('./page.ts')
await showPage(transport)
