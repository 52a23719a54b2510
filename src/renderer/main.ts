import { openAhead } from './api/ahead.ts'
import { createWire } from './api/bridge.ts'

// The line to core comes first: it takes the key out of the address before the router reads it. What the first screen is
// chosen by and the long lists are on their way while the page's own code, a hundred times as much as this, is read.
const wire = openAhead(createWire(window), ['servers.list', 'settings.get', 'views.list', 'ftp.list', 'cron.list'])
const { showPage } = await import('./page.ts')
await showPage(wire)
