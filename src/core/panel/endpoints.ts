import { AppError } from '../../shared/errors.ts'
import type { RetryClass } from './retry.ts'

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** The path below the base URL; `:id` is filled in. Lists end in a slash, because a panel redirects without it. */
  readonly path: string
  /** The part of the API that a token's scope must cover; null for an endpoint that is in neither part. */
  readonly scope: 'ftp' | 'cron' | null
  readonly retryClass: RetryClass
}

const ftp = (method: Endpoint['method'], path: string, retryClass: RetryClass): Endpoint => ({
  method,
  path: `/ftp${path}`,
  scope: 'ftp',
  retryClass,
})
const cron = (method: Endpoint['method'], path: string, retryClass: RetryClass): Endpoint => ({
  method,
  path: `/cronjobs${path}`,
  scope: 'cron',
  retryClass,
})

/** Every endpoint of the API document that Wisdeck uses, exactly as written there. */
export const endpoints = {
  ftpList: ftp('GET', '/', 'read'),
  ftpStatus: ftp('GET', '/status', 'read'),
  ftpGet: ftp('GET', '/:id', 'read'),
  ftpCreate: ftp('POST', '/', 'create'),
  ftpUpdate: ftp('PUT', '/:id', 'set'),
  ftpSetAllowedIps: ftp('PUT', '/:id/ip-restrictions', 'set'),
  ftpToggle: ftp('POST', '/:id/toggle', 'flip'),
  ftpRemove: ftp('DELETE', '/:id', 'remove'),
  ftpGetAnonymous: ftp('GET', '/:id/anonymous', 'read'),
  ftpSetAnonymous: ftp('PUT', '/:id/anonymous', 'set'),
  cronList: cron('GET', '/', 'read'),
  cronGet: cron('GET', '/:id', 'read'),
  cronCreate: cron('POST', '/', 'create'),
  cronUpdate: cron('PUT', '/:id', 'set'),
  cronRemove: cron('DELETE', '/:id', 'remove'),
  cronLogs: cron('GET', '/:id/logs', 'read'),
  me: { method: 'GET', path: '/auth/me', scope: null, retryClass: 'read' },
  version: { method: 'GET', path: '/version/info', scope: null, retryClass: 'read' },
} as const satisfies Readonly<Record<string, Endpoint>>

/** Returns whether the path names one row, so that a 404 can mean that the row is gone. */
export const namesRow = (endpoint: Endpoint) => endpoint.path.includes(':id')

/**
 * Returns the full URL of a call. An empty id or an id of dots alone would reach another path, `DELETE /ftp/` among
 * them, so it is refused. Half a surrogate pair is refused too, because no URL can hold it.
 * @throws AppError input.invalid
 */
export function urlOf(baseUrl: string, endpoint: Endpoint, id?: string | number): string {
  const base = baseUrl.replace(/\/+$/, '')
  if (!namesRow(endpoint)) return `${base}${endpoint.path}`
  const idText = String(id ?? '')
  if (idText.trim() === '' || /^\.+$/.test(idText) || !idText.isWellFormed())
    throw new AppError('input.invalid', 'Not an id that a panel can have', { id: idText })
  return `${base}${endpoint.path.replace(':id', () => encodeURIComponent(idText))}`
}

/** Returns the key under which equal GETs of one client share a request. */
export const shareKey = (clientId: string, url: string) => `${clientId} GET ${url}`
