import { createLogger } from '../../src/core/log/logger.ts'
import { openStorage } from '../../src/core/storage/storage.ts'
import type { FtpAccount } from '../../src/shared/kinds/ftp.ts'
import { defaultSettings } from '../../src/shared/model/settings.ts'

const rowsPerServer = 500

const account = (server: number, at: number): FtpAccount => ({
  username: `client${server}_deploy${at}`,
  owner: `client${server}`,
  homeDir: `/home/client${server}/web/shop${at}.example/public_html`,
  quotaMb: (at % 7) * 1024,
  readOnly: at % 5 === 0,
  enabled: at % 9 !== 0,
  domain: `shop${at}.example`,
  allowedIps: at % 4 === 0 ? [] : [`203.0.113.${at % 256}/32`, '2001:db8::/48'],
  createdAt: '2026-05-18T17:44:36+07:00',
  updatedAt: `2026-06-${String((at % 28) + 1).padStart(2, '0')}T08:00:00+07:00`,
})

/**
 * Fills a data folder as the app would: profiles, `rows` cached FTP accounts in servers of 500, and a view of all of
 * them that was open last. No server is read at the start.
 */
export function fillDataFolder(dataDir: string, rows: number): void {
  const nowMs = () => Date.now()
  const storage = openStorage({ dataDir, nowMs, log: createLogger({ sink: { write: () => {} }, nowMs }) })
  storage.settings.put({ ...defaultSettings, refreshPaused: true, welcomed: true })
  storage.vaultChoice.put('session')
  storage.views.put({
    id: 'all',
    kind: 'ftp',
    name: 'All accounts',
    query: '',
    sort: [],
    position: 0,
    createdAtMs: 0,
    updatedAtMs: 0,
  })
  storage.viewsState.put({ lastOpenId: 'all', untouched: false })
  for (let server = 0; server * rowsPerServer < rows; server++) {
    const id = `server-${server}`
    const url = `https://192.0.2.${server % 250}:${2083 + Math.floor(server / 250)}/api/v1`
    const defaults = {
      tags: ['bench'],
      folder: '',
      colour: 'none',
      environment: 'production',
      readOnly: false,
      notes: '',
      timeZone: null,
      allowHttp: false,
    } as const
    storage.servers.put({
      ...defaults,
      id,
      name: `web-${server}.example`,
      url,
      position: server,
      pin: null,
      hasToken: false,
      tokenMark: null,
      demo: false,
      createdAtMs: 0,
      updatedAtMs: 0,
    })
    const count = Math.min(rowsPerServer, rows - server * rowsPerServer)
    storage.snapshots.put({
      serverId: id,
      kind: 'ftp',
      readAtMs: nowMs(),
      total: count,
      rows: Array.from({ length: count }, (_, at) => account(server, at)),
    })
  }
  storage.close()
}
