import type { FtpAccount } from '../../../src/shared/kinds/ftp.ts'

/** The number of accounts of each server. Every grid shows this same fleet in every run. */
export const rowsPerServer = 200

/** One account as a flat record, for grids that take records: the text that the columns of the FTP screen show. */
export interface FlatRow {
  readonly key: string
  readonly account: string
  readonly server: string
  readonly allowed: string
  readonly state: string
  readonly access: string
  readonly quota: number
  readonly domain: string
  readonly changed: string
}

export const columnIds = ['account', 'server', 'allowed', 'state', 'access', 'quota', 'domain', 'changed'] as const

export const serverId = (server: number): string => `server-${server}`
export const serverName = (server: number): string => `web-${server}.example`

/** Makes one account. `version` counts the refreshes of a server: each changes every quota and every time of change. */
export function accountOf(server: number, at: number, version: number): FtpAccount {
  const mixed = (server * 7919 + at * 104_729) % 100_003
  return {
    username: `client${server}_${['deploy', 'media', 'backup', 'editor'][at % 4]}${at}`,
    owner: `client${server}`,
    homeDir: `/home/client${server}/web/shop${mixed}.example/public_html`,
    quotaMb: ((mixed + version) % 9) * 512,
    readOnly: mixed % 5 === 0,
    enabled: mixed % 9 !== 0,
    domain: `shop${mixed}.example`,
    allowedIps: mixed % 4 === 0 ? [] : [`203.0.113.${mixed % 256}/32`, '2001:db8::/48'],
    createdAt: '2026-05-18T17:44:36+07:00',
    updatedAt: new Date(Date.UTC(2026, 0, 1) + mixed * 60_000 + version * 1000).toISOString(),
  }
}

export function accountsOf(server: number, version: number): readonly FtpAccount[] {
  return Array.from({ length: rowsPerServer }, (_, at) => accountOf(server, at, version))
}

export function flatRow(server: number, account: FtpAccount): FlatRow {
  const { username, allowedIps, enabled, readOnly, quotaMb, domain, updatedAt } = account
  return {
    key: `${serverId(server)}/ftp/${username}`,
    account: username,
    server: serverName(server),
    allowed: allowedIps?.join(', ') ?? '',
    state: enabled ? 'enabled' : 'disabled',
    access: readOnly ? 'read-only' : 'read and write',
    quota: quotaMb,
    domain: domain ?? '',
    changed: updatedAt ?? '',
  }
}

/** Returns `count` rows as records. */
export function flatRows(count: number): FlatRow[] {
  return Array.from({ length: count / rowsPerServer }, (_, server) => flatSlice(server, 0)).flat()
}

export function flatSlice(server: number, version: number): FlatRow[] {
  return accountsOf(server, version).map((account) => flatRow(server, account))
}
