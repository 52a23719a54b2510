import { openApp } from '../kit/app.ts'

/** Opens the app on the folder of the first argument and reads from its only server until the process is killed. */
const [dataDir = '', passphrase = ''] = process.argv.slice(2)
const app = await openApp({ dataDir })
await app.call('vault.unlock', { passphrase })
const [server] = await app.call('servers.list', {})
const serverId = server?.id ?? ''
for (let at = 0; at < 500; at += 1) await app.codeOf('rows.get', { serverId, kind: 'anonymous', id: `d${at}.example` })
