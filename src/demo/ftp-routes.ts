import { readFields } from './fields.ts'
import { changeAccount, createAccount, readAccount, removeAccount, toggleAccount } from './ftp-state.ts'
import { printAccount, printAnonymous, printList } from './print.ts'
import { answer, badBody, reply, type Route, type RouteInput } from './route.ts'
import { changeAnonymous, type FtpAccountState } from './state.ts'

const changed =
  ({ traits, print }: RouteInput) =>
  (account: FtpAccountState) =>
    traits.terseReplies ? { message: 'FTP account updated successfully' } : printAccount(account, true, print)

const id = ({ params }: RouteInput) => params[0] ?? ''

const list: Route['run'] = ({ state, traits, print }) => {
  const accounts = state.accounts.map((account) => printAccount(account, traits.listCarriesAllowedIps, print))
  return answer(state, { accounts: printList(accounts, print), total: accounts.length })
}

const create: Route['run'] = ({ state, body, print, nowMs }) => {
  const fields = readFields(body, { username: 'string', password: 'string', domain: 'string' })
  if (!fields) return badBody
  const draft = { username: fields.username ?? '', password: fields.password ?? '', domain: fields.domain || null }
  return reply(createAccount(state, draft, nowMs), (account) => printAccount(account, false, print), 201)
}

const update: Route['run'] = (input) => {
  const fields = readFields(input.body, {
    password: 'string',
    quota_mb: 'integer',
    read_only: 'boolean',
    enabled: 'boolean',
  })
  if (!fields) return badBody
  const change = {
    ...(fields.password === undefined ? {} : { password: fields.password }),
    ...(fields.quota_mb === undefined ? {} : { quotaMb: fields.quota_mb }),
    ...(fields.read_only === undefined ? {} : { readOnly: fields.read_only }),
    ...(fields.enabled === undefined ? {} : { enabled: fields.enabled }),
  }
  return reply(changeAccount(input.state, id(input), change, input.nowMs), changed(input))
}

const restrict: Route['run'] = (input) => {
  const fields = readFields(input.body, { allowed_ips: 'strings' })
  // A body without the list must not be taken as an empty list, which would remove the restriction.
  if (!fields?.allowed_ips) return badBody
  return reply(changeAccount(input.state, id(input), { allowedIps: fields.allowed_ips }, input.nowMs), changed(input))
}

/** Changes the anonymous FTP of a domain and returns it. Without a body, only returns it. */
const anonymous: Route['run'] = (input) => {
  const fields =
    input.body === undefined
      ? {}
      : readFields(input.body, { enabled: 'boolean', allow_upload: 'boolean', max_connections: 'integer' })
  if (!fields) return badBody
  const patch = {
    ...(fields.enabled === undefined ? {} : { enabled: fields.enabled }),
    ...(fields.allow_upload === undefined ? {} : { allowUpload: fields.allow_upload }),
    ...(fields.max_connections === undefined ? {} : { maxConnections: fields.max_connections }),
  }
  return reply(changeAnonymous(input.state, id(input), patch), printAnonymous)
}

/** The routes below `/ftp` of the API document. Fixed paths are listed before paths with a `:part`. */
export const ftpRoutes: readonly Route[] = [
  { method: 'GET', path: '/ftp/', scope: 'ftp', run: list },
  { method: 'POST', path: '/ftp/', scope: 'ftp', run: create },
  {
    method: 'GET',
    path: '/ftp/status',
    scope: 'ftp',
    run: ({ state }) =>
      answer(state, { installed: true, running: state.ftpRunning, total_accounts: state.accounts.length }),
  },
  {
    method: 'GET',
    path: '/ftp/:id',
    scope: 'ftp',
    run: (input) => reply(readAccount(input.state, id(input)), (account) => printAccount(account, true, input.print)),
  },
  { method: 'PUT', path: '/ftp/:id', scope: 'ftp', run: update },
  {
    method: 'DELETE',
    path: '/ftp/:id',
    scope: 'ftp',
    run: (input) =>
      reply(removeAccount(input.state, id(input)), () => ({ message: 'FTP account deleted successfully' })),
  },
  { method: 'PUT', path: '/ftp/:id/ip-restrictions', scope: 'ftp', run: restrict },
  {
    method: 'POST',
    path: '/ftp/:id/toggle',
    scope: 'ftp',
    run: (input) => reply(toggleAccount(input.state, id(input), input.nowMs), changed(input)),
  },
  {
    method: 'GET',
    path: '/ftp/:domain/anonymous',
    scope: 'ftp',
    run: (input) => anonymous({ ...input, body: undefined }),
  },
  {
    method: 'PUT',
    path: '/ftp/:domain/anonymous',
    scope: 'ftp',
    run: (input) => (input.body === undefined ? badBody : anonymous(input)),
  },
]
