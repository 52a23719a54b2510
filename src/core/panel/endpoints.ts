import type { Endpoint } from './endpoint.ts'

/** The endpoints of the API document that belong to no kind of row, exactly as written there. */
export const endpoints = {
  ftpStatus: { method: 'GET', path: '/ftp/status', scope: 'ftp', retryClass: 'read' },
  cronLogs: { method: 'GET', path: '/cronjobs/:id/logs', scope: 'cron', retryClass: 'read' },
  me: { method: 'GET', path: '/auth/me', scope: null, retryClass: 'read' },
  version: { method: 'GET', path: '/version/info', scope: null, retryClass: 'read' },
} as const satisfies Readonly<Record<string, Endpoint>>
