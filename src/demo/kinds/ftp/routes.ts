import { readFields } from '../../fields.ts'
import { printList } from '../../print.ts'
import { answer, badBody, reply, type Route, type RouteInput } from '../../route.ts'
import { printAccount } from './print.ts'
import {
  changeAccount,
  createAccount,
  type FtpAccountState,
  type FtpState,
  readAccount,
  removeAccount,
  restrictAccount,
  toggleAccount,
} from './state.ts'

type Run = Route<FtpState>['run']

const changed =
  ({ traits, print }: RouteInput<FtpState>) =>
  (account: FtpAccountState) =>
    traits.terseReplies ? { message: 'FTP account updated successfully' } : printAccount(account, true, print)

const id = ({ params }: RouteInput<FtpState>) => params[0] ?? ''

const list: Run = ({ state, traits, print }) => {
  const accounts = state.accounts.map((account) => printAccount(account, traits.listCarriesAllowedIps, print))
  return answer({ accounts: printList(accounts, print), total: accounts.length })
}

const create: Run = ({ state, body, print, nowMs }) => {
  const fields = readFields(body, { username: 'string', password: 'string', domain: 'string' })
  if (!fields) return badBody
  const draft = { username: fields.username ?? '', password: fields.password ?? '', domain: fields.domain || null }
  return reply(createAccount(state, draft, nowMs), (account) => printAccount(account, false, print), 201)
}

const update: Run = (input) => {
  const fields = readFields(input.body, {
    password: 'string',
    quota_mb: 'integer',
    read_only: 'boolean',
    enabled: 'boolean',
  })
  if (!fields) return badBody
  const change = {
    ...(input.traits.putReplacesRow ? { quotaMb: 0, readOnly: false, enabled: true, allowedIps: [] } : {}),
    ...(fields.password === undefined ? {} : { password: fields.password }),
    ...(fields.quota_mb === undefined ? {} : { quotaMb: fields.quota_mb }),
    ...(fields.read_only === undefined ? {} : { readOnly: fields.read_only }),
    ...(fields.enabled === undefined ? {} : { enabled: fields.enabled }),
  }
  return reply(changeAccount(input.state, id(input), change, input.nowMs), changed(input))
}

const restrict: Run = (input) => {
  const fields = readFields(input.body, { allowed_ips: 'strings' })
  // A body without the list must not be taken as an empty list, which would remove the restriction.
  if (!fields?.allowed_ips) return badBody
  const { state, traits, nowMs } = input
  return reply(restrictAccount(state, id(input), fields.allowed_ips, traits.allowedIpForms, nowMs), changed(input))
}

/** The routes of the API document below `/ftp`. */
export const ftpRoutes: readonly Route<FtpState>[] = [
  { method: 'GET', path: '/ftp/', run: list },
  { method: 'POST', path: '/ftp/', run: create },
  {
    method: 'GET',
    path: '/ftp/status',
    run: ({ state }) => answer({ installed: true, running: state.ftpRunning, total_accounts: state.accounts.length }),
  },
  {
    method: 'GET',
    path: '/ftp/:id',
    run: (input) => reply(readAccount(input.state, id(input)), (account) => printAccount(account, true, input.print)),
  },
  { method: 'PUT', path: '/ftp/:id', run: update },
  {
    method: 'DELETE',
    path: '/ftp/:id',
    run: (input) =>
      reply(removeAccount(input.state, id(input)), () => ({ message: 'FTP account deleted successfully' })),
  },
  { method: 'PUT', path: '/ftp/:id/ip-restrictions', run: restrict },
  {
    method: 'POST',
    path: '/ftp/:id/toggle',
    run: (input) => reply(toggleAccount(input.state, id(input), input.nowMs), changed(input)),
  },
]
