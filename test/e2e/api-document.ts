import type { DemoPanelServer } from '../../src/demo/panel.ts'

/** Every endpoint of the vendor's API document. */
export const apiDocument = {
  ftp: [
    'GET /ftp/',
    'GET /ftp/status',
    'POST /ftp/',
    'DELETE /ftp/:id',
    'GET /ftp/:id',
    'PUT /ftp/:id',
    'PUT /ftp/:id/ip-restrictions',
    'POST /ftp/:id/toggle',
    'GET /ftp/:domain/anonymous',
    'PUT /ftp/:domain/anonymous',
  ],
  cron: [
    'GET /cronjobs/',
    'POST /cronjobs/',
    'GET /cronjobs/:id',
    'GET /cronjobs/:id/logs',
    'PUT /cronjobs/:id',
    'DELETE /cronjobs/:id',
  ],
} as const

/** Returns the endpoint of a request, as the document writes it. */
function endpointOf(method: string, path: string): string {
  const [kind, id, subresource] = path.replace(/^\/api\/v1\//, '').split('/')
  if (id === undefined || id === '' || id === 'status') return `${method} ${path.replace('/api/v1', '')}`
  return `${method} /${kind}/${subresource === 'anonymous' ? ':domain' : ':id'}${subresource === undefined ? '' : `/${subresource}`}`
}

/** Returns the endpoints that these panels have answered with success. */
export function endpointsUsed(panels: readonly DemoPanelServer[]): ReadonlySet<string> {
  const answered = panels
    .flatMap((panel) => panel.requests)
    .filter(({ status }) => status !== null && status >= 200 && status < 300)
  return new Set(answered.map(({ method, path }) => endpointOf(method, path)))
}

/** Counts the requests of this kind that reached the panel, whatever the answer was. */
export const countOf = (panel: DemoPanelServer, method: string, path: string | RegExp): number =>
  panel.requests.filter(
    (request) =>
      request.method === method &&
      (typeof path === 'string' ? request.path === `/api/v1${path}` : path.test(request.path)),
  ).length

/** The requests that a panel has refused, except reads of a row that was deleted: they show that it is gone. */
export function refusedRequests({ requests }: Pick<DemoPanelServer, 'requests'>) {
  const deleted = new Set(requests.filter(({ method }) => method === 'DELETE').map(({ path }) => path))
  return requests.filter(
    ({ method, path, status }) =>
      status !== null && status >= 400 && !(method === 'GET' && status === 404 && deleted.has(path)),
  )
}
