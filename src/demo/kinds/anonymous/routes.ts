import { readFields } from '../../fields.ts'
import { badBody, reply, type Route } from '../../route.ts'
import { type AnonymousState, changeAnonymous, newAnonymousFtp, type AnonymousFtpState } from './state.ts'

/** Prints the anonymous FTP of a domain. The API document names the endpoint but not its fields. */
function printAnonymous(entry: AnonymousFtpState): object {
  return {
    domain: entry.domain,
    enabled: entry.enabled,
    directory: entry.directory,
    allow_upload: entry.allowUpload,
    max_connections: entry.maxConnections,
  }
}

type Run = Route<AnonymousState>['run']

const read: Run = ({ state, params }) => reply(changeAnonymous(state, params[0] ?? '', {}), printAnonymous)

const update: Run = ({ state, traits, params, body }) => {
  const fields = readFields(body, { enabled: 'boolean', allow_upload: 'boolean', max_connections: 'integer' })
  if (!fields) return badBody
  const patch = {
    ...(traits.putReplacesRow ? newAnonymousFtp : {}),
    ...(fields.enabled === undefined ? {} : { enabled: fields.enabled }),
    ...(fields.allow_upload === undefined ? {} : { allowUpload: fields.allow_upload }),
    ...(fields.max_connections === undefined ? {} : { maxConnections: fields.max_connections }),
  }
  return reply(changeAnonymous(state, params[0] ?? '', patch), printAnonymous)
}

/** The routes of the API document for the anonymous FTP of a domain. */
export const anonymousRoutes: readonly Route<AnonymousState>[] = [
  { method: 'GET', path: '/ftp/:domain/anonymous', run: read },
  { method: 'PUT', path: '/ftp/:domain/anonymous', run: update },
]
