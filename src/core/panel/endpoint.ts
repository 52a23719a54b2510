import { AppError } from '../../shared/errors.ts'

/** The kinds of request, by what sending a request twice would do. */
export type RetryClass = 'read' | 'set' | 'remove' | 'create' | 'flip'

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** The path below the base URL; `:id` is filled in. Lists end in a slash, because a panel redirects without it. */
  readonly path: string
  /** The part of the API that a token's scope must cover; null for an endpoint that is in neither part. */
  readonly scope: string | null
  readonly retryClass: RetryClass
}

/** Returns a function that makes the endpoints below one path. */
export const endpointsBelow =
  (base: string, scope: Endpoint['scope']) =>
  (method: Endpoint['method'], path: string, retryClass: RetryClass): Endpoint => ({
    method,
    path: `${base}${path}`,
    scope,
    retryClass,
  })

/** Returns whether the path names one row, so that a 404 can mean that the row is gone. */
export const namesRow = (endpoint: Endpoint) => endpoint.path.includes(':id')

/**
 * Returns the full URL of a call. An empty id or an id of dots alone would reach another path, `DELETE /ftp/` among
 * them, so it is refused. Half a surrogate pair is refused too, because no URL can hold it.
 * @throws AppError input.invalid
 */
export function urlOf(baseUrl: string, endpoint: Endpoint, id?: string): string {
  const base = baseUrl.replace(/\/+$/, '')
  if (!namesRow(endpoint)) return `${base}${endpoint.path}`
  const idText = id ?? ''
  if (idText.trim() === '' || /^\.+$/.test(idText) || !idText.isWellFormed())
    throw new AppError('input.invalid', 'Not an id that a panel can have', { id: idText })
  return `${base}${endpoint.path.replace(':id', () => encodeURIComponent(idText))}`
}

/** Returns the key under which equal GETs of one client share a request. */
export const shareKey = (clientId: string, url: string) => `${clientId} GET ${url}`
